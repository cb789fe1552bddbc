"""Sealing the logbook: every line written in a transaction is chained to the one before it."""

import json
from secrets import token_hex
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tpp.db import db
from tpp.history.models import Entry
from tpp.history.rules import FIRST, chain_hash, reason_hash

CHAIN_LOCK = 7_305_011
"""Key of the PostgreSQL advisory lock that keeps the chain in one line."""


def last_line(session: Session) -> tuple[int, str]:
    """Number and hash of the last sealed line, with the chain held until the transaction ends."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(CHAIN_LOCK)))
    found = connection.execute(
        sa.select(Entry.id, Entry.hash).order_by(Entry.id.desc()).limit(1)
    ).first()
    return (found.id, found.hash) if found else (0, FIRST)


@sa.event.listens_for(Session, "before_commit")
def seal(session: Session) -> None:
    """Number, chain and write the lines of this transaction, in the order of the deeds."""
    if session.in_nested_transaction():  # an attempt that succeeded: the transaction goes on
        return
    pending = session.info.pop("entries", [])
    if not pending or not session.info.get("open"):
        return
    session.flush()
    number, previous = last_line(session)
    lines = []
    for line in pending:
        number += 1
        sealed = sealed_line(line(), number, previous)
        previous = sealed["hash"]
        lines.append(sealed)
    session.connection().execute(sa.insert(Entry), lines)


def sealed_line(line: dict[str, Any], number: int, previous: str) -> dict[str, Any]:
    salt = token_hex(16)
    line = {
        **line,
        "id": number,
        "role": str(line["role"]),
        "before": plain(line["before"]),
        "after": plain(line["after"]),
        "reason": line["reason"] or None,
        "reason_salt": salt,
        "reason_hash": reason_hash(salt, line["reason"] or ""),
        "previous_hash": previous,
    }
    return {**line, "hash": chain_hash(line)}


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """What JSON can hold, the same on the way in and out."""
    if all(isinstance(it, str) for it in values.values()):  # statuses, and most often nothing
        return {name: str(it) for name, it in values.items()}
    return json.loads(json.dumps(values, default=str))


def erase_reason(entry_id: int) -> None:
    """Take the words of a reason out; the chain holds only their salted hash and stays whole."""
    db.session.execute(sa.update(Entry).where(Entry.id == entry_id).values(reason=None))
