"""What the programme office decides: select, keep on reserve, not select, return, find ineligible."""

from collections.abc import Sequence
from datetime import datetime

from tpp import clock
from tpp.acting import Acting
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.nominations import queries as nominees
from tpp.nominations.actions.telling import tell_of_offer
from tpp.nominations.models import Nomination
from tpp.nominations.rules import check_floor, check_offer, goes_below
from tpp.offerings.models import CourseOffering
from tpp.offerings.rules import check_live
from tpp.seats import actions as seats
from tpp.seats.models import SeatAllocation
from tpp.selection import queries, rules
from tpp.selection.rules import Seen


@transaction()
def select(
    nominations: Sequence[Nomination],
    *,
    by: Acting,
    offer_until: datetime,
    reason: str = "",
    seen: Seen | None = None,
) -> None:
    """Hold a seat for each and offer it until a moment: all of them, or nobody."""
    run = nominations[0].offering
    if run.women_floor_percent:
        lock(run)  # two who select at the same moment see each other's women
    chosen = unchanged(nominations, seen)
    check_offer(offer_until, clock.now())
    check_live(run.status)
    check_all_can(chosen, "selected")
    check_none_barred(chosen)
    keep_floor(run, chosen, by=by, reason=reason)
    seats.hold_all([nomination.claim for nomination in chosen], by=by)
    for nomination in chosen:
        nomination.offer_until = offer_until
        decided(nomination, "selected", by=by, reason=reason)
    tell_of_offer(chosen)


def unchanged(nominations: Sequence[Nomination], seen: Seen | None) -> list[Nomination]:
    """The nominations under lock; Overtaken where somebody decided since they were seen."""
    chosen = nominees.locked(nominations)
    rules.check_unchanged(seen or {}, {it.id: it.version for it in chosen})
    return chosen


def check_none_barred(chosen: Sequence[Nomination]) -> None:
    checks = nominees.checks_of(chosen)
    for nomination in chosen:
        rules.check_not_barred(checks[nomination.id])


def keep_floor(
    run: CourseOffering, chosen: Sequence[Nomination], *, by: Acting, reason: str
) -> None:
    """Going below the women's floor needs a reason, which is kept apart for the funnel of the run."""
    floor = run.women_floor_percent
    if not floor:
        return
    before, added = queries.with_seats(run), queries.sexes(chosen)
    check_floor(floor, before, added, reason)
    if not goes_below(floor, before, added):
        return
    after = before + added
    counts = {"women": after.women, "known": after.known, "floor_percent": floor}
    for allocation_id in sorted({it.allocation_id for it in chosen}):
        allocation = db.session.get_one(SeatAllocation, allocation_id)
        record(allocation, queries.BELOW_FLOOR, by=by, reason=reason, after=counts)


def check_all_can(nominations: list[Nomination], step: str) -> None:
    """Somebody else may have decided since the page was opened: then nothing is changed."""
    again = queries.put_forward_again(nominations)
    for nomination in nominations:
        rules.check_can(step, nomination.status)
        rules.check_not_again(step, is_again=nomination.id in again)


def decided(
    nomination: Nomination,
    step: str,
    *,
    by: Acting,
    reason: str,
    rank: int | None = None,
) -> None:
    nomination.decided_at, nomination.reserve_rank = clock.now(), rank
    nomination.reason = reason
    nomination.move(step, by=by, reason=reason)


@transaction()
def reserve(
    nominations: Sequence[Nomination], *, by: Acting, reason: str = "", seen: Seen | None = None
) -> None:
    """Keep them on reserve, behind those who are there already."""
    for nomination in checked(nominations, "put_on_reserve", reason, seen):
        rank = nominees.last_rank(nomination.allocation_id) + 1
        decided(nomination, "put_on_reserve", by=by, reason=reason, rank=rank)
        db.session.flush()


@transaction()
def move_up(nomination: Nomination, *, by: Acting) -> None:
    """One place further up on the reserve of the same country."""
    change_places(nomination, -1, "moved_up", by=by)


@transaction()
def move_down(nomination: Nomination, *, by: Acting) -> None:
    """One place further down on the reserve of the same country."""
    change_places(nomination, 1, "moved_down", by=by)


def change_places(nomination: Nomination, step: int, deed: str, *, by: Acting) -> None:
    waiting = nominees.locked(nominees.reserve_of(nomination.allocation_id))
    waiting.sort(key=lambda it: (it.reserve_rank or 0, it.id))
    place = next((n for n, it in enumerate(waiting) if it.id == nomination.id), None)
    if place is None:
        raise Refused("This nominee is not on reserve any more.")
    if 0 <= place + step < len(waiting):
        waiting[place], waiting[place + step] = waiting[place + step], waiting[place]
    for rank, it in enumerate(waiting, start=1):
        it.reserve_rank = rank
    record(nomination, deed, by=by)


@transaction()
def step(
    nominations: Sequence[Nomination],
    name: str,
    *,
    by: Acting,
    reason: str = "",
    seen: Seen | None = None,
) -> None:
    """One step without a seat for each of them: reviewed, not selected, returned, ineligible."""
    for nomination in checked(nominations, name, reason, seen):
        decided(nomination, name, by=by, reason=reason)


def checked(
    nominations: Sequence[Nomination], step: str, reason: str, seen: Seen | None
) -> list[Nomination]:
    rules.check_why(step, reason)
    chosen = unchanged(nominations, seen)
    check_all_can(chosen, step)
    return chosen
