"""Confirmed places: taken, begun, finished, given up."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from tpp import clock
from tpp.acting import Acting
from tpp.db import db, transaction
from tpp.enrolments import queries, rules
from tpp.enrolments.actions.joining import welcome
from tpp.enrolments.models import Arrival, Enrolment
from tpp.enrolments.rules import Status, arrivals
from tpp.enrolments.rules.arrivals import Deed, check_desk_open, check_first_day_over
from tpp.history.models import record
from tpp.nominations import actions as nominations
from tpp.nominations.models import Nomination
from tpp.nominations.queries import in_the_way, locked
from tpp.nominations.rules import Status as NominationStatus
from tpp.nominations.rules import check_answered_in_time
from tpp.nominations.rules import check_reason as check_reason_of_nomination
from tpp.offerings.rules import check_live, check_not_over
from tpp.people.models import Person
from tpp.scope import EVERYTHING, seeing
from tpp.seats import actions as seats
from tpp.seats.models import SeatAllocation


@transaction()
def confirm(nomination: Nomination, *, by: Acting) -> Enrolment:
    """The nominee or the office takes the place: the held seat is filled.

    Pressed a second time, also by the other of the two, it changes nothing.
    """
    [nomination] = locked([nomination])
    check_live(nomination.offering.status)
    if taken := queries.seat_taken_by(nomination):
        return taken
    selected = nomination.status is NominationStatus.SELECTED
    rules.check_can_answer(selected, nomination.status)
    now = clock.now()
    check_answered_in_time(nomination.offer_until, now)
    seats.fill(nomination.allocation_id, by=by, groups=nomination.groups)
    nomination.move("accepted", by=by)
    if given_up := queries.given_up_place(nomination):
        return confirm_again(given_up, nomination, by=by)
    enrolment = Enrolment(
        nomination_id=nomination.id,
        offering_id=nomination.offering_id,
        party_id=nomination.party_id,
        person_id=nomination.person_id,
        human_id=nomination.human_id,
        status=Status.CONFIRMED,
        confirmed_at=now,
    )
    db.session.add(enrolment)
    db.session.flush()
    record(enrolment, "confirmed", by=by)
    welcome(enrolment)
    return enrolment


def confirm_again(place: Enrolment, nomination: Nomination, *, by: Acting) -> Enrolment:
    """A person has one place in a run: who gave it up and is selected anew takes the same one up."""
    place.nomination_id, place.confirmed_at = nomination.id, clock.now()
    place.move("confirmed_again", by=by)
    db.session.flush()
    welcome(place)
    return place


@transaction()
def move(
    enrolments: Sequence[Enrolment], step: str, *, by: Acting, reason: str = ""
) -> list[Enrolment]:
    """One step for one or many places; where it does not fit for somebody, nobody is moved."""
    rules.check_step(step)
    rules.check_reason(step, reason)
    places = queries.locked(enrolments)
    for run in {place.offering for place in places}:
        check_not_over(run.status)
        if step == "did_not_arrive":
            check_first_day_over(run.starts_on, clock.today(run.timezone))
        if step == "arrived":
            check_desk_open(run.starts_on, clock.today(run.timezone))
    if any(place.status not in rules.FLOW.steps[step] for place in places):
        names = queries.names_of(places)
        rules.check_all_can(step, ((names[place.id], place.status) for place in places))
    for place in places:
        if step == "withdrawn":
            give_up(place, "withdrawn", by=by, reason=reason)
        else:
            move_one(place, step, by=by, reason=reason)
    if step in arrivals.DEEDS:
        write_down(places, Deed(step), by=by)
    return places


def move_one(place: Enrolment, step: str, *, by: Acting, reason: str) -> None:
    """One step; whoever did not arrive leaves a free seat, and sits down again if they come late."""
    before = place.status
    place.move(step, by=by, reason=reason)
    if place.status is Status.NO_SHOW:
        with nomination_behind(place) as nomination:
            allocation_id, groups = nomination.allocation_id, nomination.groups
        seats.free(allocation_id, by=by, filled=1, groups=groups, reason=ABSENT)
    elif before is Status.NO_SHOW:
        sit_again(place, by=by)


ABSENT = "Did not arrive."
CAME_LATE = "Came after all."


@contextmanager
def nomination_behind(place: Enrolment) -> Iterator[Nomination]:
    """Read past the scope: a trainer at the desk moves a seat and a nomination that they never see."""
    with seeing(EVERYTHING):
        yield db.session.get_one(Nomination, place.nomination_id)


def sit_again(place: Enrolment, *, by: Acting) -> None:
    """A free seat of the country; one that was given back meanwhile is offered again, if the run has it."""
    with nomination_behind(place) as nomination:
        allocation = db.session.get_one(SeatAllocation, nomination.allocation_id)
        groups = nomination.groups
        if not allocation.picture.free:
            seats.change_number(allocation, allocation.offered + 1, by=by, reason=CAME_LATE)
    seats.hold(allocation.id, by=by, groups=groups)
    seats.fill(allocation.id, by=by, groups=groups)


def write_down(places: Sequence[Enrolment], deed: Deed, *, by: Acting) -> None:
    """A line of the arrival desk for each, wherever it was said: at the desk or in another list."""
    at = clock.now()
    lines = [
        {
            "enrolment_id": place.id,
            "party_id": place.party_id,
            "offering_id": place.offering_id,
            "person_id": place.person_id,
            "deed": deed,
            "at": at,
            "account_id": by.account_id,
            "office_id": by.office_id,
        }
        for place in places
    ]
    if lines:
        db.session.flush()
        db.session.execute(sa.insert(Arrival), lines)


def give_up(place: Enrolment, step: str, *, by: Acting, reason: str) -> None:
    """A place is given up, and its nomination with it; a withdrawn one leaves a free seat."""
    place.move("withdrawn", by=by, reason=reason)
    with seeing(EVERYTHING):  # a trainer who writes down that somebody left sees no nomination
        nomination = db.session.get_one(Nomination, place.nomination_id)
        allocation_id, groups = nomination.allocation_id, nomination.groups
        nomination.reason = reason
        nomination.move(step, by=by, reason=reason)
        db.session.flush()
    if step == "withdrawn":
        seats.free(allocation_id, by=by, filled=1, groups=groups, reason=reason)


@transaction()
def withdraw(nomination: Nomination, *, by: Acting, reason: str) -> None:
    """The office takes its nominee back, also after the place was confirmed.

    Pressed a second time, it changes nothing.
    """
    place = queries.place_of(nomination)
    if place is None:
        nominations.withdraw(nomination, by=by, reason=reason)
        return
    check_reason_of_nomination("withdrawn", reason)
    [place] = queries.locked([place])
    [nomination] = locked([nomination])
    if nomination.status is not NominationStatus.WITHDRAWN:
        move([place], "withdrawn", by=by, reason=reason)


@transaction()
def substitute(nomination: Nomination, instead: Nomination, *, by: Acting, reason: str) -> None:
    """Give the seat to another nominee of the office, also after the place was confirmed."""
    place = queries.place_of(nomination)
    if place is None:
        nominations.substitute(nomination, instead, by=by, reason=reason)
        return
    check_reason_of_nomination("substituted", reason)
    _, instead = locked_both(nomination, instead)
    nominations.check_may_take_over(nomination, instead)
    [place] = queries.locked([place])
    rules.check_all_can("withdrawn", [(place.person.name, place.status)])
    give_up(place, "substituted", by=by, reason=reason)
    nominations.take_groups(nomination, instead)
    others = {"before": nomination.groups, "after": instead.groups}
    seats.hand_on(nomination.allocation_id, by=by, reason=reason, **others)
    nominations.take_over(nomination, instead, by=by, reason=reason)


@transaction()
def substitute_new(
    nomination: Nomination, whom: Person | dict[str, Any], *, by: Acting, reason: str, **said: Any
) -> Nomination:
    """Nominate somebody and give them the seat, both or neither of it.

    Where the course requires what is not met or not known of them, they are only put forward and the
    seat stays where it is. ``whom`` and ``said`` as for ``nominations.put_forward_instead``.
    """
    check_reason_of_nomination("substituted", reason)
    made = nominations.put_forward_instead(nomination, whom, by=by, **said)
    if made.status is NominationStatus.SUBMITTED and not in_the_way(made):
        substitute(nomination, made, by=by, reason=reason)
    return made


def locked_both(first: Nomination, second: Nomination) -> tuple[Nomination, Nomination]:
    rows = {row.id: row for row in locked([first, second])}
    return rows[first.id], rows[second.id]
