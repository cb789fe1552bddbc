"""Somebody else of the same office instead: the seat stays with the office."""

from datetime import timedelta
from typing import Any

from tpp import clock
from tpp.acting import Acting
from tpp.calls.rules import end_of
from tpp.db import db, transaction
from tpp.nominations import queries, rules
from tpp.nominations.actions.putting_forward import draft, new_person, send
from tpp.nominations.actions.telling import tell_of_offer
from tpp.nominations.models import Nomination
from tpp.nominations.rules import check_has_seat
from tpp.nominations.rules.eligibility import NOTHING_EXPECTED, Expected
from tpp.offerings.rules import check_live
from tpp.parties.models import Party
from tpp.people import actions as people
from tpp.people.models import Person
from tpp.people.rules import Stated
from tpp.seats import actions as seats
from tpp.seats.models import SeatAllocation
from tpp.seats.rules import NO_GROUPS


@transaction()
def substitute(nomination: Nomination, instead: Nomination, *, by: Acting, reason: str) -> None:
    """Give the seat of a nominee to another one of the same office who was judged; it stays held."""
    rules.check_reason("substituted", reason)
    nomination, instead = in_order(nomination, instead, queries.locked([nomination, instead]))
    check_live(nomination.offering.status)
    check_may_take_over(nomination, instead)
    nomination.move("substituted", by=by, reason=reason)
    nomination.reason = reason
    take_groups(nomination, instead)
    others = {"before": nomination.groups, "after": instead.groups}
    seats.change_groups(nomination.allocation_id, by=by, reason=reason, **others)
    take_over(nomination, instead, by=by, reason=reason)


def take_groups(nomination: Nomination, instead: Nomination) -> None:
    """The seat keeps its station and language, unless the other one was put forward for others."""
    if instead.groups == NO_GROUPS:
        instead.station_id, instead.language_group_id = nomination.groups


def check_may_take_over(nomination: Nomination, instead: Nomination) -> None:
    same_office = nomination.allocation_id == instead.allocation_id
    rules.check_instead(instead.status, same_office, queries.in_the_way(instead))


@transaction()
def put_forward_instead(
    nomination: Nomination,
    whom: Person | dict[str, Any],
    *,
    by: Acting,
    mission: Party | None = None,
    note: str = "",
    once: str | None = None,
    expected: Expected = NOTHING_EXPECTED,
    stated: Stated | None = None,
) -> Nomination:
    """Nominate somebody to take over a seat that the office has: also after the call has closed.

    ``whom`` is a person of the office, or the facts of somebody new.
    """
    if known := queries.by_once(once):
        return known
    [nomination] = queries.locked([nomination])
    check_live(nomination.offering.status)
    check_has_seat(nomination.status)
    person = whom if isinstance(whom, Person) else new_person(nomination.party, whom, by=by)
    own = db.session.get_one(SeatAllocation, nomination.allocation_id)
    made = draft(person, own, by=by, mission=mission, note=note, once=once, expected=expected)
    if stated is not None:
        people.state(person, stated, by=by)
    send(made, by=by)
    db.session.flush()
    return made


def in_order(
    first: Nomination, second: Nomination, rows: list[Nomination]
) -> tuple[Nomination, Nomination]:
    by_id = {row.id: row for row in rows}
    return by_id[first.id], by_id[second.id]


def take_over(before: Nomination, instead: Nomination, *, by: Acting, reason: str) -> None:
    """The seat goes on being held, now for the other one, who has as long to answer as anybody."""
    zone = instead.offering.timezone
    instead.decided_at, instead.reserve_rank, instead.reason = clock.now(), None, reason
    instead.offer_until = end_of(clock.today(zone) + timedelta(days=rules.OFFER_DAYS), zone)
    instead.move("selected", by=by, reason=reason)
    tell_of_offer([instead])
