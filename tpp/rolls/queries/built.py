"""Whether anything was built on what a roll made: then it is not undone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import select

from tpp.db import Base, db
from tpp.nominations.models import Nomination
from tpp.people.models import Person
from tpp.rolls.models import Roll, RollRow
from tpp.rolls.rules import State

COMES_ALONG = {
    "nomination",
    "person_name",
    "contact_point",
    "person_key",
    "person_pair",
    "person_language",
    "licence",
    "roll_row",
    "standing",
}
"""Tables whose rows were made with the record or follow it; a change of them changes its version."""

AT_ONCE = 500


@dataclass(frozen=True)
class Built:
    """Something that stands on a row of the roll."""

    number: int
    name: str
    thing: str
    """The table of what stands on it, or "changed"."""


def built_on(roll: Roll) -> list[Built]:
    """Everything built on the people and nominations of a roll, each row once."""
    found: list[Built] = []
    for some in batches(made_by(roll)):
        found += changed_since(some)
        found += pointing_at(some, "nomination", {row.nomination_id: row for row in some})
        found += pointing_at(
            some, "person", {row.person_id: row for row in some if row.made_person}
        )
    return sorted({it.number: it for it in found}.values(), key=lambda it: it.number)


def made_by(roll: Roll) -> list[Any]:
    found = (
        select(
            RollRow.number,
            RollRow.person_id,
            RollRow.nomination_id,
            RollRow.made_person,
            RollRow.person_version,
            RollRow.nomination_version,
            Person.name,
            Person.version.label("person_now"),
            Nomination.version.label("nomination_now"),
        )
        .join(Person, Person.id == RollRow.person_id)
        .join(Nomination, Nomination.id == RollRow.nomination_id)
        .where(RollRow.roll_id == roll.id, RollRow.state == State.DONE)
    )
    return list(db.session.execute(found))


def batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def changed_since(rows: Iterable[Any]) -> list[Built]:
    """Records that somebody changed: a corrected person, a nomination that went on."""
    return [
        Built(row.number, row.name, "changed")
        for row in rows
        if row.nomination_now != row.nomination_version
        or (row.made_person and row.person_now != row.person_version)
    ]


def pointing_at(rows: Iterable[Any], table: str, by_id: dict[int, Any]) -> list[Built]:
    """Rows of any table with a key to these people or nominations, but for what came along."""
    found = []
    for model, column in keys_to(table):
        there = select(column).where(column.in_(list(by_id))).distinct()
        own = {row.nomination_id for row in rows}
        if model is Nomination:
            there = there.where(Nomination.id.not_in(own))
        found += [
            Built(by_id[it].number, by_id[it].name, model.__tablename__)
            for it in db.session.scalars(there)
        ]
    return found


def keys_to(table: str) -> Iterator[tuple[type[Any], Any]]:
    """Every model with a foreign key to the table, and the column that says to which row."""
    for mapper in Base.registry.mappers:
        local = mapper.local_table
        if not isinstance(local, sa.Table):
            continue
        if local.name in COMES_ALONG and (table, local.name) != ("person", "nomination"):
            continue
        for key in local.foreign_keys:
            if key.column.table.name == table and key.column.name == "id":
                yield mapper.class_, getattr(mapper.class_, key.parent.name)
