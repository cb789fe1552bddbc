"""What becomes of an offer: it is declined, ended, made longer, or nobody answers it."""

from collections.abc import Sequence
from datetime import datetime

from tpp import clock
from tpp.acting import SYSTEM, Acting
from tpp.db import transaction
from tpp.history.models import record
from tpp.nominations import queries as nominees
from tpp.nominations.actions.telling import tell_of_offer
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Status, check_offer, check_reason
from tpp.scope import EVERYTHING, seeing
from tpp.seats import actions as seats
from tpp.selection import rules
from tpp.selection.actions.deciding import check_all_can, checked, unchanged
from tpp.selection.rules import Seen


@transaction()
def extend(
    nominations: Sequence[Nomination],
    *,
    by: Acting,
    offer_until: datetime,
    reason: str = "",
    seen: Seen | None = None,
) -> None:
    """Give more time to answer: the mail is sent again with the new end."""
    chosen = unchanged(nominations, seen)
    check_all_can(chosen, rules.EXTENDED)
    check_offer(offer_until, clock.now())
    for nomination in chosen:
        before = nomination.offer_until
        rules.check_later(offer_until, before)
        nomination.offer_until = offer_until
        nomination.version += 1
        record(
            nomination,
            "offer_extended",
            by=by,
            reason=reason,
            before={"offer_until": before},
            after={"offer_until": offer_until},
        )
    tell_of_offer(chosen)


@transaction()
def decline(nomination: Nomination, *, by: Acting, reason: str) -> None:
    """The nominee or the office does not take the place; the seat is free again for the office.

    Pressed a second time, it changes nothing.
    """
    check_reason("declined", reason)
    [nomination] = nominees.locked([nomination])
    if nomination.status is Status.DECLINED:
        return
    give_up(nomination, "declined", by=by, reason=reason)


def give_up(nomination: Nomination, step: str, *, by: Acting, reason: str) -> None:
    nomination.move(step, by=by, reason=reason)
    nomination.reason = reason
    seats.free(nomination.allocation_id, by=by, held=1, groups=nomination.groups, reason=reason)


@transaction()
def end(
    nominations: Sequence[Nomination], *, by: Acting, reason: str, seen: Seen | None = None
) -> None:
    """The programme office takes unanswered offers back before their time: each seat is free again."""
    for nomination in checked(nominations, "lapsed", reason, seen):
        give_up(nomination, "lapsed", by=by, reason=reason)


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
