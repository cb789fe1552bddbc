"""Free seats go back to the programme: by the office, by the programme, by the calendar."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tpp import clock
from tpp.acting import SYSTEM, Acting
from tpp.db import db, lock, transaction
from tpp.history.models import record
from tpp.offerings.models import CourseOffering
from tpp.offerings.rules import check_live
from tpp.scope import EVERYTHING, seeing
from tpp.seats import queries, rules
from tpp.seats.actions.entering import enter, lock_with_run
from tpp.seats.models import SeatAllocation, SeatEntry
from tpp.seats.rules import Deed

RELEASE_DAY = "The release date of the run has come."


@transaction()
def release(
    allocation: SeatAllocation, seats: int, *, by: Acting, reason: str = "", seen: int | None = None
) -> None:
    """The office gives free seats back, so that the programme can offer them elsewhere.

    ``seen``: the version of the row that the page showed; Conflict where it has another one. Pressed a
    second time, it changes nothing.
    """
    lock_with_run(allocation)
    if seen is not None and seen != allocation.version and was_given_back(allocation, seats, by):
        return
    rules.check_seen(seen, allocation.version, allocation.offered, "")
    rules.check_release(seats, allocation.picture)
    give_back(allocation, seats, by=by, reason=reason)


def was_given_back(allocation: SeatAllocation, seats: int, by: Acting) -> bool:
    """Is this what the same person did last with the number of these seats?"""
    line = db.session.get(SeatEntry, queries.newest_offer(allocation))
    last = (line.deed, line.released, line.account_id) if line else None
    return last == (Deed.RELEASED, seats, by.account_id)


def give_back(allocation: SeatAllocation, seats: int, *, by: Acting, reason: str) -> None:
    enter(allocation, Deed.RELEASED, by=by, offered=-seats, released=seats, reason=reason)
    record(allocation, "seats_released", by=by, reason=reason, after={"seats": seats})


@transaction()
def release_unused(
    run: CourseOffering,
    *,
    by: Acting,
    reason: str = "",
    offered_before: datetime | None = None,
) -> int:
    """Give back every free seat of a run, or those offered before a moment; says how many."""
    lock(run)
    check_live(run.status)
    given = 0
    for allocation in db.session.scalars(queries.with_free_seats(run, offered_before)).all():
        lock(allocation)
        if free := allocation.picture.free:
            give_back(allocation, free, by=by, reason=reason)
            given += free
    return given


def release_due(now: datetime | None = None) -> int:
    """Give back unused seats of the runs whose release date has come; part of the worker's rounds.

    Seats offered on that date or later stay: whoever offers them so late means them to be used.
    """
    at = now or clock.now()
    with seeing(EVERYTHING):  # the register's own calendar looks at every run
        due = [
            (run, begins)
            for run in queries.runs_to_release(at.date() + timedelta(days=1))
            if (begins := release_begins(run)) and begins <= at
        ]
        return sum(
            release_unused(run, by=SYSTEM, reason=RELEASE_DAY, offered_before=begins)
            for run, begins in due
            if queries.has_free_seats(run, begins)
        )


def release_begins(run: CourseOffering) -> datetime | None:
    """The first moment of the release date in the run's zone."""
    if run.release_on is None:
        return None
    return datetime.combine(run.release_on, time(), ZoneInfo(run.timezone)).astimezone(UTC)
