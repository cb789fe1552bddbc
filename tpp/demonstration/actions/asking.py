"""What else happens to the calls of runs around today: offices name nobody, reminders, a move of seats."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from tpp.calls import actions as calls
from tpp.calls.queries import asked_of, call_of
from tpp.db import db
from tpp.demonstration.actions.cast import Cast
from tpp.demonstration.actions.planning import written_call
from tpp.demonstration.actions.told import Told
from tpp.demonstration.rules.plans import Sender
from tpp.parties.models import Party
from tpp.seats import actions as seats
from tpp.seats.queries import allocation_of

NOBODY_FREE = "Everybody of the unit is deployed in these weeks."
NEEDED_THERE = "The office named nobody; the other one has more candidates than seats."
REMINDED = timedelta(days=45)
"""Reminders of calls that ended before are not made."""


def naming_nobody(it: Told) -> Iterator[datetime]:
    """An office with seats says that it has nobody to name."""
    yield it.plan.moment(-110, "15:20")
    called = call_of(it.run)
    for sender in of_nobody(it):
        office = it.cast.focal_points[sender.party]
        if called and (asked := asked_of(called.call, office.party_id)):
            calls.no_nominees(asked, by=office, reason=NOBODY_FREE)


def of_nobody(it: Told) -> list[Sender]:
    return [sender for sender in it.plan.senders if sender.names_nobody]


def moving_seats(it: Told) -> Iterator[datetime]:
    """A seat of an office that named nobody goes to the first one that was asked."""
    yield it.plan.moment(-66, "10:30")
    first = it.cast.parties[it.plan.senders[0].party]
    for sender in of_nobody(it):
        source = allocation_of(it.run, it.cast.parties[sender.party].id)
        if source and source.picture.free:
            to = db.session.get_one(Party, first.id)
            seats.move(source, to, 1, by=it.coordinator, reason=NEEDED_THERE)


def writing_call(it: Told) -> Iterator[datetime]:
    """A call is written, and its letters wait to be looked at."""
    yield it.plan.moment(-136, "09:30")
    written_call(it)


def reminding(cast: Cast, now: datetime) -> Iterator[datetime]:
    """What the register does by itself every day: offices that have not answered are reminded."""
    day = now - REMINDED
    while day < now:
        yield day
        calls.remind_due(day)
        day += timedelta(days=1)
