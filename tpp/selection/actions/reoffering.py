"""Seats of the pool are offered again: line by line, as the programme office accepts them."""

from collections.abc import Sequence

from tpp import clock
from tpp.acting import Acting
from tpp.db import db, lock, transaction
from tpp.history.models import record
from tpp.offerings.models import CourseOffering
from tpp.offerings.rules import check_live
from tpp.seats import actions as seats
from tpp.selection.models import ReofferingOrder
from tpp.selection.queries.reoffering import proposal
from tpp.selection.rules import reoffering as rules
from tpp.selection.rules.reoffering import Criterion


@transaction()
def accept(run: CourseOffering, wanted: dict[int, int], *, picture: str, by: Acting) -> int:
    """Offer so many more seats to each of these Parties; says how many in all.

    ``picture`` is what the page showed; Redrawn where a proposal would rest on something else now.
    """
    lock(run)
    check_live(run.status)
    now = proposal(run)
    rules.check_same(picture, now.picture)
    rules.check_accepted(wanted, now.lines, now.pool)
    accepted = [it for it in now.lines if it.party_id in wanted]
    for line in sorted(accepted, key=lambda it: now.allocations[it.party_id].id):
        row = now.allocations[line.party_id]
        number = row.offered + wanted[line.party_id]
        seats.allocate(run, row.party, number, by=by, reason=rules.reason_of(line))
    return sum(wanted.values())


@transaction()
def set_order(criteria: Sequence[Criterion], *, by: Acting, reason: str = "") -> None:
    """Which rules are asked, in this order, from now on."""
    rules.check_order(criteria)
    now = clock.now()
    row = ReofferingOrder(
        criteria=[it.value for it in criteria],
        set_by=by.account_name,
        set_on=now.date(),
        at=now,
        account_id=by.account_id,
        reason=reason,
    )
    db.session.add(row)
    db.session.flush()
    record(row, "reoffering_order_set", by=by, reason=reason, after={"criteria": row.criteria})
