"""The programme offers seats and moves them; an office takes them or does not."""

from tpp.acting import Acting
from tpp.db import db, lock, transaction
from tpp.history.models import record
from tpp.offerings.models import CourseOffering, Participation
from tpp.offerings.queries import role_of
from tpp.offerings.rules import PartyRole, check_live
from tpp.parties.models import Party
from tpp.seats import queries, rules
from tpp.seats.actions.entering import enter, lock_with_run
from tpp.seats.models import SeatAllocation
from tpp.seats.rules import Deed, Status


@transaction()
def allocate(
    run: CourseOffering,
    party: Party,
    seats: int,
    *,
    by: Acting,
    reason: str = "",
    seen: int | None = None,
) -> SeatAllocation:
    """Offer so many seats of a run to a Party, or change how many are offered.

    ``seen``: the newest line of the run's ledger that the page showed; Conflict where this Party was
    offered another number since.
    """
    lock(run)
    check_live(run.status)
    allocation = queries.allocation_of(run, party.id)
    if allocation is None:
        rules.check_first_offer(seats)
        allocation = new_allocation(run, party)
    lock(allocation)
    picture = allocation.picture
    check_not_overtaken(allocation, seen, seats)
    others = run.seats_offered - picture.offered
    rules.check_seats(seats, others, run.seats, picture.in_use)
    if seats == picture.offered and allocation.status is not Status.DECLINED:
        return allocation
    enter(allocation, Deed.OFFERED, by=by, offered=seats - picture.offered, reason=reason)
    offer_again(allocation, by=by, reason=reason)
    tell(allocation, "seats_offered", picture.offered, by=by, reason=reason)
    return allocation


def check_not_overtaken(allocation: SeatAllocation, seen: int | None, seats: int) -> None:
    if seen is not None:
        newest = queries.newest_offer(allocation)
        rules.check_seen(seen, max(seen, newest), allocation.offered, seats)


def new_allocation(run: CourseOffering, party: Party) -> SeatAllocation:
    """A Party with seats sends trainees to the run."""
    if not role_of(run, party, PartyRole.SENDER):
        sends = {"offering_id": run.id, "party_id": party.id, "role": PartyRole.SENDER}
        db.session.add(Participation(**sends))
    allocation = SeatAllocation(offering_id=run.id, party_id=party.id, offering=run, party=party)
    db.session.add(allocation)
    db.session.flush()
    return allocation


def offer_again(allocation: SeatAllocation, *, by: Acting, reason: str) -> None:
    if allocation.status is Status.DECLINED:
        allocation.move("offered_again", by=by, reason=reason)


def tell(allocation: SeatAllocation, deed: str, before: int, *, by: Acting, reason: str) -> None:
    numbers = {"before": {"seats": before}, "after": {"seats": allocation.offered}}
    record(allocation, deed, by=by, reason=reason, **numbers)


@transaction()
def change_number(
    allocation: SeatAllocation, seats: int, *, by: Acting, reason: str = "", seen: int | None = None
) -> None:
    """Offer another number; Conflict where the row has another version than the page showed."""
    lock_with_run(allocation)
    rules.check_seen(seen, allocation.version, allocation.offered, seats)
    allocate(allocation.offering, allocation.party, seats, by=by, reason=reason)


@transaction()
def move(
    source: SeatAllocation,
    to: Party,
    seats: int,
    *,
    by: Acting,
    reason: str,
    seen: int | None = None,
) -> None:
    """Free seats of one Party become seats of another in the same run: two lines, or none.

    Conflict where the row has another version than the page showed, as after a second press.
    """
    rules.check_reason("moved", reason)
    lock(source.offering)
    lock(source)
    rules.check_seen(seen, source.version, source.offered, "")
    target = queries.allocation_of(source.offering, to.id) or new_allocation(source.offering, to)
    lock_with_run(source, target)
    rules.check_move(seats, source.picture, is_other=target.id != source.id)
    for allocation, change in ((source, -seats), (target, seats)):
        before = allocation.offered
        enter(allocation, Deed.MOVED, by=by, offered=change, reason=reason)
        tell(allocation, "seats_moved", before, by=by, reason=reason)
    offer_again(target, by=by, reason=reason)


@transaction()
def accept(allocation: SeatAllocation, *, by: Acting, seen: int | None = None) -> None:
    """The office takes the seats that it was offered; Conflict where it saw another number.

    Pressed a second time, it changes nothing.
    """
    lock(allocation)
    check_live(allocation.offering.status)
    if allocation.status is Status.ACCEPTED:
        return
    rules.check_seen(seen, allocation.version, allocation.offered, "")
    allocation.move("accepted", by=by)
    enter(allocation, Deed.ACCEPTED, by=by)


@transaction()
def decline(allocation: SeatAllocation, *, by: Acting, reason: str) -> None:
    """The office takes none of them; all go back to the programme.

    Pressed a second time, it changes nothing.
    """
    rules.check_reason("declined", reason)
    lock_with_run(allocation)
    if allocation.status is Status.DECLINED:
        return
    rules.check_none_in_use(allocation.picture)
    allocation.move("declined", by=by, reason=reason)
    free = allocation.picture.free
    enter(allocation, Deed.DECLINED, by=by, offered=-free, released=free, reason=reason)
