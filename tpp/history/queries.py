"""Reading the logbook."""

from typing import Any

from sqlalchemy import Select, select

from tpp.history.models import Entry


def story_of(thing: Any) -> Select[tuple[Entry]]:
    """What happened to one thing, newest first."""
    return (
        select(Entry)
        .where(Entry.thing == thing.__tablename__, Entry.thing_id == thing.id)
        .order_by(Entry.id.desc())
    )
