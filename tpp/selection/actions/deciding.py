"""What the programme office decides: select, keep on reserve, not select, return, find ineligible."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from tpp import clock
from tpp.acting import SYSTEM, Acting
from tpp.db import db, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.nominations import queries as nominees
from tpp.nominations import rules
from tpp.nominations.actions.telling import tell_of_offer
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Status
from tpp.offerings.rules import check_live
from tpp.scope import EVERYTHING, seeing
from tpp.seats import actions as seats
from tpp.selection import queries

by_allocation = attrgetter("allocation_id")


@transaction()
def select(
    nominations: Sequence[Nomination], *, by: Acting, offer_until: datetime, reason: str = ""
) -> None:
    """Hold a seat for each and offer it until a moment: all of them, or nobody."""
    chosen = nominees.locked(nominations)
    rules.check_offer(offer_until, clock.now())
    check_floor(chosen, reason)
    for allocation_id, some in groupby(sorted(chosen, key=by_allocation), by_allocation):
        of_country = list(some)
        check_all_can(of_country, "selected")
        seats.hold(allocation_id, by=by, seats=len(of_country))
        for nomination in of_country:
            nomination.offer_until = offer_until
            decided(nomination, "selected", by=by, reason=reason)
    tell_of_offer(chosen)


def check_floor(chosen: list[Nomination], reason: str) -> None:
    run = chosen[0].offering
    check_live(run.status)
    if run.women_floor_percent:
        added = queries.sexes(chosen)
        rules.check_floor(run.women_floor_percent, queries.with_seats(run), added, reason)


def check_all_can(nominations: list[Nomination], step: str) -> None:
    """Somebody else may have decided since the page was opened: then nothing is changed."""
    for nomination in nominations:
        nomination.flow.after(step, nomination.status)


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
def reserve(nominations: Sequence[Nomination], *, by: Acting, reason: str = "") -> None:
    """Keep them on reserve, behind those who are there already."""
    for nomination in checked(nominations, "put_on_reserve", reason):
        rank = nominees.last_rank(nomination.allocation_id) + 1
        decided(nomination, "put_on_reserve", by=by, reason=reason, rank=rank)
        db.session.flush()


@transaction()
def move_up(nomination: Nomination, *, by: Acting) -> None:
    """One place further up on the reserve of the same country."""
    waiting = nominees.locked(nominees.reserve_of(nomination.allocation_id))
    waiting.sort(key=lambda it: (it.reserve_rank or 0, it.id))
    place = next((n for n, it in enumerate(waiting) if it.id == nomination.id), None)
    if place is None:
        raise Refused("This nominee is not on reserve any more.")
    if place:
        waiting[place - 1], waiting[place] = waiting[place], waiting[place - 1]
    for rank, it in enumerate(waiting, start=1):
        it.reserve_rank = rank
    record(nomination, "moved_up", by=by)


@transaction()
def step(nominations: Sequence[Nomination], name: str, *, by: Acting, reason: str = "") -> None:
    """One step without a seat for each of them: reviewed, not selected, returned, ineligible."""
    for nomination in checked(nominations, name, reason):
        decided(nomination, name, by=by, reason=reason)


def checked(nominations: Sequence[Nomination], step: str, reason: str) -> list[Nomination]:
    rules.check_reason(step, reason)
    chosen = nominees.locked(nominations)
    check_all_can(chosen, step)
    return chosen


@transaction()
def decline(nomination: Nomination, *, by: Acting, reason: str) -> None:
    """The nominee or the office does not take the place; the seat is free again for the office."""
    rules.check_reason("declined", reason)
    [nomination] = nominees.locked([nomination])
    give_up(nomination, "declined", by=by, reason=reason)


def give_up(nomination: Nomination, step: str, *, by: Acting, reason: str) -> None:
    nomination.move(step, by=by, reason=reason)
    nomination.reason = reason
    seats.free(nomination.allocation_id, by=by, held=1, reason=reason)


@transaction()
def lapse(nomination: Nomination, *, by: Acting) -> bool:
    """Nobody answered the offer in time; False where somebody did at the last moment."""
    [nomination] = nominees.locked([nomination])
    if nomination.status is not Status.SELECTED:
        return False
    give_up(nomination, "lapsed", by=by, reason="The offer was not answered in time.")
    return True


def lapse_due(now: datetime | None = None) -> int:
    """Let offers lapse that nobody answered; part of the worker's rounds."""
    with seeing(EVERYTHING):  # the register's own calendar looks at every offer
        return sum(lapse(it, by=SYSTEM) for it in nominees.expired(now or clock.now()))
