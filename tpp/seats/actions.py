"""Seats: offered to a country, held for a selected nominee, filled by a confirmed place, given back.

Every change is a line of the ledger and moves the counters by the same numbers, in ``enter`` and
nowhere else. The row of the country is held until the transaction ends, so the last seat has one winner.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from tpp import clock
from tpp.acting import SYSTEM, Acting
from tpp.db import db, lock, transaction
from tpp.history.models import record
from tpp.offerings.models import CourseOffering, Participation
from tpp.offerings.queries import role_of
from tpp.offerings.rules import PartyRole, check_live
from tpp.parties.models import Party
from tpp.scope import EVERYTHING, seeing
from tpp.seats import queries, rules
from tpp.seats.models import SeatAllocation, SeatEntry
from tpp.seats.rules import Deed, Status


@transaction()
def allocate(
    run: CourseOffering, party: Party, seats: int, *, by: Acting, reason: str = ""
) -> SeatAllocation:
    """Offer so many seats of a run to a Party, or change how many are offered."""
    lock(run)
    check_live(run.status)
    allocation = queries.allocation_of(run, party.id) or new_allocation(run, party)
    lock(allocation)
    picture = allocation.picture
    others = run.seats_offered - picture.offered
    rules.check_seats(seats, others, run.seats, picture.held + picture.filled)
    if seats == picture.offered and allocation.status is not Status.DECLINED:
        return allocation
    enter(allocation, Deed.OFFERED, by=by, offered=seats - picture.offered, reason=reason)
    if allocation.status is Status.DECLINED:
        allocation.move("offered_again", by=by, reason=reason)
    allocation.version += 1
    record(
        allocation,
        "seats_offered",
        by=by,
        reason=reason,
        before={"seats": picture.offered},
        after={"seats": seats},
    )
    return allocation


def new_allocation(run: CourseOffering, party: Party) -> SeatAllocation:
    """A Party with seats sends trainees to the run."""
    if not role_of(run, party, PartyRole.SENDER):
        sends = {"offering_id": run.id, "party_id": party.id, "role": PartyRole.SENDER}
        db.session.add(Participation(**sends))
    allocation = SeatAllocation(offering_id=run.id, party_id=party.id, offering=run, party=party)
    db.session.add(allocation)
    db.session.flush()
    return allocation


@transaction()
def accept(allocation: SeatAllocation, *, by: Acting) -> None:
    """The office takes the seats that it was offered."""
    lock(allocation)
    check_live(allocation.offering.status)
    allocation.move("accepted", by=by)
    enter(allocation, Deed.ACCEPTED, by=by)


@transaction()
def decline(allocation: SeatAllocation, *, by: Acting, reason: str) -> None:
    """The office takes none of them; all go back to the programme."""
    rules.check_reason("declined", reason)
    lock_with_run(allocation)
    rules.check_none_in_use(allocation.picture)
    allocation.move("declined", by=by, reason=reason)
    free = allocation.picture.free
    enter(allocation, Deed.DECLINED, by=by, offered=-free, released=free, reason=reason)


def lock_with_run(allocation: SeatAllocation) -> None:
    """Always the run first, so that two transactions never wait for each other."""
    lock(allocation.offering)
    check_live(allocation.offering.status)
    lock(allocation)


@transaction()
def release(allocation: SeatAllocation, seats: int, *, by: Acting, reason: str = "") -> None:
    """The office gives free seats back, so that the programme can offer them elsewhere."""
    lock_with_run(allocation)
    rules.check_release(seats, allocation.picture)
    give_back(allocation, seats, by=by, reason=reason)


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


RELEASE_DAY = "The release date of the run has come."


def release_begins(run: CourseOffering) -> datetime | None:
    """The first moment of the release date in the run's zone."""
    if run.release_on is None:
        return None
    return datetime.combine(run.release_on, time(), ZoneInfo(run.timezone)).astimezone(UTC)


@contextmanager
def held_row(allocation_id: int) -> Iterator[SeatAllocation]:
    """The seats of a country, nobody else's until the transaction ends.

    Read past the scope: also a trainee who accepts, or a trainer who writes that somebody left, moves
    a seat that neither of them may see. Nothing of it is handed back to them.
    """
    with seeing(EVERYTHING):
        found = sa.select(SeatAllocation).where(SeatAllocation.id == allocation_id)
        now = found.with_for_update().execution_options(populate_existing=True)
        yield db.session.scalars(now).one()
        db.session.flush()


def hold(allocation_id: int, *, by: Acting, seats: int = 1) -> None:
    """Keep seats for selected nominees until they answer. Refused when not so many are free."""
    with held_row(allocation_id) as allocation:
        rules.check_not_declined(allocation.status)
        rules.check_seat_free(allocation.picture, seats)
        enter(allocation, Deed.HELD, by=by, held=seats)


def fill(allocation_id: int, *, by: Acting, seats: int = 1) -> None:
    """Held seats become confirmed places."""
    with held_row(allocation_id) as allocation:
        enter(allocation, Deed.FILLED, by=by, held=-seats, filled=seats)


def free(
    allocation_id: int, *, by: Acting, held: int = 0, filled: int = 0, reason: str = ""
) -> None:
    """Held or filled seats are free again; they stay with the country until they are released."""
    with held_row(allocation_id) as allocation:
        enter(allocation, Deed.FREED, by=by, held=-held, filled=-filled, reason=reason)


def hand_on(allocation_id: int, *, by: Acting, reason: str = "") -> None:
    """A filled seat is held for somebody else of the same office."""
    with held_row(allocation_id) as allocation:
        enter(allocation, Deed.MOVED, by=by, held=1, filled=-1, reason=reason)


def enter(
    allocation: SeatAllocation,
    deed: Deed,
    *,
    by: Acting,
    offered: int = 0,
    held: int = 0,
    filled: int = 0,
    released: int = 0,
    reason: str = "",
) -> None:
    """Write one line of the ledger and move the counters with it."""
    allocation.offered += offered
    allocation.held += held
    allocation.filled += filled
    allocation.released += released
    if offered:
        allocation.offering.seats_offered += offered
    line = SeatEntry(
        allocation_id=allocation.id,
        offering_id=allocation.offering_id,
        party_id=allocation.party_id,
        deed=deed,
        offered=offered,
        held=held,
        filled=filled,
        released=released,
        at=clock.now(),
        account_id=by.account_id,
        office_id=by.office_id,
        reason=reason,
    )
    db.session.add(line)
