"""Reading the outbox."""

from datetime import datetime

from sqlalchemy import Select, func, select

from tpp.db import db
from tpp.outbox.models import Message


def due(now: datetime) -> Select[Message]:
    """What is to be tried now, the longest waiting first; passes over what another worker holds."""
    return (
        select(Message)
        .where(Message.next_try_at <= now)
        .order_by(Message.next_try_at, Message.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def undelivered() -> Select[Message]:
    """What has not left yet, and what was given up, newest first."""
    return select(Message).where(Message.sent_at.is_(None)).order_by(Message.id.desc())


def waiting() -> int:
    """How many mails are still to leave."""
    statement = select(func.count(Message.id)).where(Message.next_try_at.is_not(None))
    return db.session.scalar(statement) or 0


def about(keys: list[str]) -> dict[str, Message]:
    """The mail about each of these things, by its key."""
    found = db.session.scalars(select(Message).where(Message.key.in_(keys)))
    return {message.key: message for message in found}
