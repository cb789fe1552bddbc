"""The only place where seats move: a line of the ledger, and the counters with it."""

from tpp import clock
from tpp.acting import Acting
from tpp.db import db, lock
from tpp.offerings.rules import check_live
from tpp.seats import queries
from tpp.seats.models import SeatAllocation, SeatEntry
from tpp.seats.rules import NO_GROUPS, Deed, Groups


def enter(
    allocation: SeatAllocation,
    deed: Deed,
    *,
    by: Acting,
    offered: int = 0,
    held: int = 0,
    filled: int = 0,
    released: int = 0,
    groups: Groups = NO_GROUPS,
    reason: str = "",
) -> None:
    """Write one line of the ledger and move the counters with it."""
    allocation.offered += offered
    allocation.held += held
    allocation.filled += filled
    allocation.released += released
    if offered:
        allocation.offering.seats_offered += offered
        allocation.version = (allocation.version or 0) + 1
    for group in queries.groups_by_id(groups.ids).values():
        group.held += held
        group.filled += filled
    line = SeatEntry(
        allocation_id=allocation.id,
        offering_id=allocation.offering_id,
        party_id=allocation.party_id,
        deed=deed,
        offered=offered,
        held=held,
        filled=filled,
        released=released,
        **groups._asdict(),
        at=clock.now(),
        account_id=by.account_id,
        office_id=by.office_id,
        reason=reason,
    )
    db.session.add(line)


def lock_with_run(*allocations: SeatAllocation) -> None:
    """Always the run first, then the seats of each country in the same order."""
    run = allocations[0].offering
    lock(run)
    check_live(run.status)
    for allocation in sorted(allocations, key=lambda it: it.id):
        lock(allocation)
