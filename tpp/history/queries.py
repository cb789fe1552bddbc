"""Reading the logbook."""

from typing import Any

from sqlalchemy import Select, select

from tpp.db import db
from tpp.history.models import Entry
from tpp.history.rules import CHAINED, FIRST, chain_hash, reason_hash


def story_of(thing: Any) -> Select[Entry]:
    """What happened to one thing, newest first."""
    return (
        select(Entry)
        .where(Entry.thing == thing.__tablename__, Entry.thing_id == thing.id)
        .order_by(Entry.id.desc())
    )


def first_fault() -> str | None:
    """The first line of the logbook that is not as it was sealed, in words; None when all are whole.

    Checks the order, the hash of each line, its tie to the line before, and each reason that was not
    erased. A removed tail cannot be seen from the rest: compare the last hash with one kept elsewhere.
    """
    number, previous = 0, FIRST
    lines = select(Entry).order_by(Entry.id).execution_options(yield_per=500)
    with db.session.scalars(lines) as entries:
        for entry in entries:
            number += 1
            fault = fault_of(entry, number, previous)
            if fault:
                return f"entry {entry.id}: {fault}"
            previous = entry.hash
    return None


def fault_of(entry: Entry, number: int, previous: str) -> str | None:
    if entry.id != number:
        return f"entry {number} is missing before it"
    if entry.previous_hash != previous:
        return "does not follow the entry before it"
    if entry.hash != chain_hash({name: getattr(entry, name) for name in CHAINED}):
        return "was changed after it was sealed"
    if (
        entry.reason is not None
        and reason_hash(entry.reason_salt, entry.reason) != entry.reason_hash
    ):
        return "its reason was changed after it was sealed"
    return None


def head() -> tuple[int, str]:
    """How many lines the logbook has, and the hash of the last: keep it elsewhere to prove the tail."""
    last = db.session.execute(
        select(Entry.id, Entry.hash).order_by(Entry.id.desc()).limit(1)
    ).first()
    return (last.id, last.hash) if last else (0, FIRST)
