"""A file becomes a roll: its rows are kept as they stand, and its headings are understood."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from flask import current_app
from sqlalchemy import delete, func, insert, select

from tpp import clock
from tpp.acting import Acting
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.files.rules import fingerprint
from tpp.history.models import record
from tpp.nominations.actions.putting_forward import seats_for
from tpp.offerings.models import CourseOffering
from tpp.parties.rules import PartyKind
from tpp.rolls.actions.checking import names_of
from tpp.rolls.actions.learning import remember
from tpp.rolls.actions.reading import Table, read
from tpp.rolls.models import Roll, RollRow
from tpp.rolls.queries import remembered
from tpp.rolls.rules import Status, check_open
from tpp.rolls.rules.files import refuse
from tpp.rolls.rules.first_row import HEAD_WITHIN, meant, top_of
from tpp.rolls.rules.headings import FIELDS, field_of, folded, guessed, is_enough

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
    look_at_top(roll, first)
    db.session.add(roll)
    db.session.flush()
    below = first[len(roll.top) :] if roll.has_headings else first
    roll.row_count = keep_rows(roll, chain(below, table.rows))
    record(roll, "uploaded", by=by, after={"rows": roll.row_count})
    return roll


def look_at_top(roll: Roll, first: Sequence[Row]) -> None:
    """Are there headings, and what do the columns hold? A guess, which the office confirms."""
    rows, countries = [cells for _, cells in first], names_of(PartyKind.COUNTRY)
    known = remembered(roll.office_id)
    top = top_of(rows, countries, known)
    roll.top = [list(row) for row in first[: top.place + 1]]
    roll.has_headings = roll.teaches = top.has_headings
    roll.mapping = understood(roll.heads, known) if top.has_headings else meant(rows, countries)


def keep_rows(roll: Roll, rows: Iterator[Row]) -> int:
    whose = {"roll_id": roll.id, "party_id": roll.party_id, "offering_id": roll.offering_id}
    most, count = current_app.config["ROLL_ROWS"], 0
    while some := list(islice(rows, AT_ONCE)):
        count += len(some)
        if count > most:
            raise refuse("too_many_rows")
        lines = [{**whose, "number": number, "cells": cells} for number, cells in some]
        db.session.execute(insert(RollRow), lines, execution_options={"dml_strategy": "raw"})
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
    if not roll.has_headings:
        return False
    known = remembered(roll.office_id)
    places = set(roll.mapping.values())
    return is_enough(roll.mapping) and all(
        folded(head)[:200] in known or (place in places and field_of(head)[1] == 100)
        for place, head in enumerate(roll.heads)
        if head.strip()
    )


@transaction()
def map_columns(
    roll: Roll, mapping: dict[str, int], *, by: Acting, has_headings: bool | None = None
) -> None:
    """Say what the columns stand for, and whether the row above them is headings or a person; None
    leaves that as it was taken. The office's next file with such headings is understood so."""
    lock(roll)
    check_open(roll.status)
    if has_headings is not None and has_headings is not roll.has_headings:
        take_top_for(roll, has_headings)
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


def take_top_for(roll: Roll, has_headings: bool) -> None:
    """The first rows are people of the list, or stand above it."""
    if roll.status is Status.APPLIED:
        raise Refused(
            "Some rows of this list are written. What its first row is cannot be changed."
        )
    if has_headings:
        above = RollRow.number.in_([number for number, _ in roll.top])
        db.session.execute(delete(RollRow).where(RollRow.roll_id == roll.id, above))
    else:
        keep_rows(roll, iter([(number, cells) for number, cells in roll.top]))
    roll.has_headings = has_headings
    count = select(func.count()).select_from(RollRow).where(RollRow.roll_id == roll.id)
    roll.row_count = db.session.scalar(count) or 0
    if not roll.row_count:
        raise refuse("no_rows")
