"""A file becomes a roll: its rows are kept as they stand, and its headings are understood."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from flask import current_app
from sqlalchemy import delete, insert

from tpp import clock
from tpp.acting import Acting
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.files.rules import fingerprint
from tpp.history.models import record
from tpp.nominations.actions.putting_forward import seats_for
from tpp.offerings.models import CourseOffering
from tpp.rolls.actions.reading import Table, read
from tpp.rolls.models import Roll, RollHeading, RollRow
from tpp.rolls.queries import remembered
from tpp.rolls.rules import check_open
from tpp.rolls.rules.files import refuse
from tpp.rolls.rules.headings import (
    FIELDS,
    HEAD_WITHIN,
    field_of,
    folded,
    guessed,
    head_row,
    is_enough,
)

AT_ONCE = 500
Row = tuple[int, list[str]]


def upload(run: CourseOffering, contents: bytes, file_name: str, *, by: Acting) -> Roll:
    """Keep the rows of a file, to be checked. Refused where it cannot be read; nothing is half kept."""
    with read(contents) as table:
        roll = Roll(
            offering_id=run.id,
            file_name=file_name[-200:],
            sha256=fingerprint(contents),
            encoding=table.encoding,
            since_1904=table.since_1904,
        )
        return keep(run, roll, table, by=by)


@transaction()
def keep(run: CourseOffering, roll: Roll, table: Table, *, by: Acting) -> Roll:
    if by.party_id is None or by.account_id is None or by.office_id is None:
        raise Refused("Only an office of a country or an organisation uploads lists.")
    seats_for(run, by.party_id)
    roll.party_id, roll.account_id, roll.office_id = by.party_id, by.account_id, by.office_id
    roll.read_at = clock.now()
    first = list(islice(table.rows, HEAD_WITHIN))
    place = head_row([cells for _, cells in first])
    roll.heads = [head[:200] for head in first[place][1]] if first else []
    roll.mapping = understood(roll.heads, remembered(by.office_id))
    db.session.add(roll)
    db.session.flush()
    roll.row_count = keep_rows(roll, chain(first[place + 1 :], table.rows))
    record(roll, "uploaded", by=by, after={"rows": roll.row_count})
    return roll


def keep_rows(roll: Roll, rows: Iterator[Row]) -> int:
    whose = {"roll_id": roll.id, "party_id": roll.party_id, "offering_id": roll.offering_id}
    most, count = current_app.config["ROLL_ROWS"], 0
    while some := list(islice(rows, AT_ONCE)):
        count += len(some)
        if count > most:
            raise refuse("too_many_rows")
        lines = [{**whose, "number": number, "cells": cells} for number, cells in some]
        db.session.execute(insert(RollRow), lines)
    if not count:
        raise refuse("no_rows")
    return count


def understood(heads: Sequence[str], known: dict[str, str]) -> dict[str, int]:
    """Field and place of its column: as the office said before, else as headings usually mean."""
    mapping: dict[str, Any] = {}
    said = [known.get(folded(head)[:200]) for head in heads]
    for place, field in enumerate(said):
        if field in FIELDS:
            mapping.setdefault(field, place)
    guesses = guessed(
        ["" if it is not None else head for head, it in zip(heads, said, strict=True)]
    )
    return guesses | mapping


def is_plain(roll: Roll) -> bool:
    """Is every heading of the file understood without a guess, so that nobody need be asked?"""
    known = remembered(roll.office_id)
    places = set(roll.mapping.values())
    return is_enough(roll.mapping) and all(
        folded(head)[:200] in known or (place in places and field_of(head)[1] == 100)
        for place, head in enumerate(roll.heads)
        if head.strip()
    )


@transaction()
def map_columns(roll: Roll, mapping: dict[str, int], *, by: Acting) -> None:
    """Say what the columns stand for; the office's next file with such headings is understood so."""
    lock(roll)
    check_open(roll.status)
    if not is_enough(mapping):
        raise Refused("Say which column holds the name.", "name")
    if any(place >= len(roll.heads) or field not in FIELDS for field, place in mapping.items()):
        raise Refused("There is no such column. Choose one of the file.")
    if len(set(mapping.values())) < len(mapping):
        raise Refused("One column stands for one thing only. Correct the two that are the same.")
    roll.mapping = mapping
    roll.version += 1
    remember(roll)
    record(roll, "columns_settled", by=by)


def remember(roll: Roll) -> None:
    by_place = {place: field for field, place in roll.mapping.items()}
    said = {
        folded(head)[:200]: by_place.get(place, "")
        for place, head in enumerate(roll.heads)
        if folded(head)
    }
    whose = {"office_id": roll.office_id, "party_id": roll.party_id}
    again = RollHeading.heading.in_(list(said)) & (RollHeading.office_id == roll.office_id)
    db.session.execute(delete(RollHeading).where(again))
    if said:
        lines = [{**whose, "heading": head, "field": field} for head, field in said.items()]
        db.session.execute(insert(RollHeading), lines)
