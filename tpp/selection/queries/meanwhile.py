"""What somebody else decided meanwhile."""

from collections.abc import Iterable

from sqlalchemy import func, select

from tpp.accounts.queries import Line
from tpp.accounts.queries.logbook import named
from tpp.db import db
from tpp.history.models import Entry
from tpp.nominations.models import Nomination

BELOW_FLOOR = "below_floor"
"""The deed of the logbook, about the seats of an office, that keeps why a floor was not met."""


def last_deeds(ids: Iterable[int]) -> dict[int, Line]:
    """The newest line of the logbook about each of these nominations, and who wrote it."""
    thing = Nomination.__tablename__
    newest = (
        select(func.max(Entry.id))
        .where(Entry.thing == thing, Entry.thing_id.in_(list(ids)))
        .group_by(Entry.thing_id)
    )
    found = db.session.scalars(select(Entry).where(Entry.id.in_(newest))).all()
    return {line.entry.thing_id: line for line in named(found)}
