"""Places are confirmed, begun, finished and given up."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.factories import (
    make_acting,
    make_allocation,
    make_enrolment,
    make_focal_point,
    make_nomination,
    make_person,
    make_run,
)
from tpp import clock
from tpp.access import scope_of
from tpp.acting import Role
from tpp.db import db, transaction
from tpp.enrolments import actions
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import Status
from tpp.errors import Refused
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Status as NominationStatus
from tpp.offerings.rules import Status as RunStatus
from tpp.scope import EVERYTHING, see, seeing
from tpp.seats import actions as seats
from tpp.seats.models import SeatAllocation
from tpp.seats.queries import picture_from_ledger
from tpp.seats.rules import Picture
from tpp.selection import actions as selection


def selected(allocation=None, person=None):
    nomination = make_nomination(allocation or make_allocation(seats=2), person)
    until = clock.now() + timedelta(days=7)
    selection.select([nomination], by=make_acting(), offer_until=until)
    return nomination


def picture(of):
    with seeing(EVERYTHING):
        allocation = db.session.get_one(SeatAllocation, of.allocation_id)
        db.session.refresh(allocation)
        assert allocation.picture == picture_from_ledger(allocation)
        return allocation.picture


@pytest.mark.both
def test_accepting_makes_a_place_and_fills_the_held_seat(app):
    nomination = selected()
    office = make_focal_point(nomination.party)
    see(scope_of(office))

    place = actions.confirm(nomination, by=office)

    assert place.status is Status.CONFIRMED
    assert nomination.status is NominationStatus.ACCEPTED
    assert picture(nomination) == Picture(offered=2, filled=1)


@pytest.mark.both
def test_a_trainee_accepts_the_own_offer_without_seeing_seats(app):
    allocation = make_allocation(seats=2)
    person = make_person(allocation.party)
    nomination = selected(allocation, person)
    trainee = make_acting(Role.TRAINEE, person=person)
    see(scope_of(trainee))

    place = actions.confirm(nomination, by=trainee)

    assert place.person_id == person.id
    assert db.session.scalars(sa.select(SeatAllocation)).all() == []
    assert picture(nomination) == Picture(offered=2, filled=1)


@pytest.mark.both
def test_a_trainee_declines_the_own_offer(app):
    allocation = make_allocation(seats=2)
    person = make_person(allocation.party)
    nomination = selected(allocation, person)
    trainee = make_acting(Role.TRAINEE, person=person)
    see(scope_of(trainee))
    selection.decline(nomination, by=trainee, reason="Deployed meanwhile")
    assert nomination.status is NominationStatus.DECLINED
    assert picture(nomination) == Picture(offered=2)


def test_an_offer_is_answered_once(app):
    nomination = selected()
    place = actions.confirm(nomination, by=make_acting())
    assert actions.confirm(nomination, by=make_acting()).id == place.id
    with pytest.raises(Refused, match="is accepted"):
        selection.decline(nomination, by=make_acting(), reason="Ill")
    assert picture(nomination) == Picture(offered=2, filled=1)


def test_an_expired_offer_cannot_be_accepted(app, at):
    nomination = selected()
    at(clock.now() + timedelta(days=8))
    with pytest.raises(Refused, match="expired"):
        actions.confirm(nomination, by=make_acting())
    assert nomination.status is NominationStatus.SELECTED


def test_a_person_has_one_place_in_a_run(app):
    place = make_enrolment()
    with pytest.raises(sa.exc.IntegrityError), transaction():
        db.session.add(
            Enrolment(
                nomination_id=place.nomination_id,
                offering_id=place.offering_id,
                party_id=place.party_id,
                person_id=place.person_id,
                confirmed_at=clock.now(),
            )
        )


def test_a_place_goes_its_way(app):
    place, coordinator = make_enrolment(), make_acting()
    for step in ("arrived", "began_training", "finished"):
        actions.move([place], step, by=coordinator)
    assert place.status is Status.FINISHED


def test_places_of_a_closed_run_stay_as_they_are(app):
    place = make_enrolment(make_allocation(make_run(status=RunStatus.CLOSED)))
    with pytest.raises(Refused, match="closed"):
        actions.move([place], "arrived", by=make_acting())
    assert place.status is Status.CONFIRMED


def test_one_step_for_many_moves_nobody_when_it_does_not_fit_somebody(app):
    allocation = make_allocation()
    waiting = make_enrolment(allocation)
    there = make_enrolment(
        allocation, make_person(allocation.party, name="Asha"), status=Status.ARRIVED
    )
    with pytest.raises(Refused, match="Asha is arrived"):
        actions.move([waiting, there], "arrived", by=make_acting())
    assert waiting.status is Status.CONFIRMED


def test_an_unknown_step_is_refused(app):
    with pytest.raises(Refused, match="what happened"):
        actions.move([make_enrolment()], "promoted", by=make_acting())


def test_sending_back_needs_a_reason(app):
    place = make_enrolment(status=Status.ARRIVED)
    with pytest.raises(Refused, match="Give a reason"):
        actions.move([place], "returned_to_unit", by=make_acting())
    assert place.status is Status.ARRIVED


@pytest.mark.both
def test_a_trainer_writes_that_somebody_withdrew_and_the_seat_is_free(app):
    place = make_enrolment(make_allocation(make_run(), seats=1))
    trainer = make_acting(Role.TRAINER, runs=[place.offering])
    see(scope_of(trainer))

    actions.move([place], "withdrawn", by=trainer, reason="Family")

    see(EVERYTHING)
    nomination = db.session.get_one(Nomination, place.nomination_id)
    assert (place.status, nomination.status) == (Status.WITHDRAWN, NominationStatus.WITHDRAWN)
    assert picture(nomination) == Picture(offered=1)


@pytest.mark.both
def test_somebody_who_did_not_arrive_leaves_a_free_seat_and_sits_down_again(app):
    place = make_enrolment(make_allocation(seats=1))
    actions.move([place], "did_not_arrive", by=make_acting())
    assert picture(place.nomination) == Picture(offered=1)
    actions.move([place], "arrived", by=make_acting())
    assert place.status is Status.ARRIVED
    assert picture(place.nomination) == Picture(offered=1, filled=1)


def test_a_seat_that_was_given_back_meanwhile_is_offered_again_to_whoever_comes_late(app):
    place = make_enrolment(make_allocation(seats=1))
    run, by, nomination = place.offering, make_acting(), place.nomination
    trainer = make_acting(Role.TRAINER, runs=[run])
    see(scope_of(trainer))
    actions.move([place], "did_not_arrive", by=trainer)
    see(EVERYTHING)
    seats.release_unused(run, by=by)
    assert picture(nomination) == Picture(offered=0, released=1)
    see(scope_of(trainer))
    actions.move([place], "arrived", by=trainer)
    see(EVERYTHING)
    assert picture(nomination) == Picture(offered=1, filled=1, released=1)


def test_nobody_is_marked_as_absent_while_the_first_day_lasts(app):
    run = make_run(starts_on=clock.today("Africa/Nairobi"), ends_on=date(2027, 3, 1))
    place = make_enrolment(make_allocation(run))
    with pytest.raises(Refused, match="known when it is over"):
        actions.move([place], "did_not_arrive", by=make_acting())
    assert place.status is Status.CONFIRMED


def test_an_office_withdraws_before_and_after_the_place_is_confirmed(app):
    for confirmed in (False, True):
        nomination = selected()
        if confirmed:
            actions.confirm(nomination, by=make_acting())
        actions.withdraw(nomination, by=make_acting(), reason="Ill")
        assert nomination.status is NominationStatus.WITHDRAWN
        assert picture(nomination) == Picture(offered=2)


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_substitute_takes_over_a_seat(app, confirmed):
    allocation = make_allocation(seats=1)
    nomination = selected(allocation)
    if confirmed:
        actions.confirm(nomination, by=make_acting())
    other = make_nomination(allocation, status=NominationStatus.RESERVE)

    actions.substitute(nomination, other, by=make_acting(), reason="Ill")

    assert nomination.status is NominationStatus.SUBSTITUTED
    assert other.status is NominationStatus.SELECTED
    assert picture(other) == Picture(offered=1, held=1)
    assert actions.confirm(other, by=make_acting()).status is Status.CONFIRMED


@pytest.mark.both
def test_who_gave_a_place_up_and_is_selected_anew_takes_the_same_place(app):
    """One place a person and run: a second row would be refused by the database, with the seat held."""
    allocation, by = make_allocation(seats=1), make_acting()
    first = make_nomination(allocation)
    until = clock.now() + timedelta(days=7)
    selection.select([first], by=by, offer_until=until)
    place = actions.confirm(first, by=by)
    actions.withdraw(first, by=by, reason="Ill")
    second = make_nomination(allocation, first.person)
    selection.select([second], by=by, offer_until=until)

    again = actions.confirm(second, by=by)

    assert (again.id, again.status, again.nomination_id) == (place.id, Status.CONFIRMED, second.id)
    assert second.status is NominationStatus.ACCEPTED
    assert (allocation.filled, allocation.held) == (1, 0)


def test_nobody_has_arrived_weeks_before_the_first_day(app):
    starts_on = clock.now().date() + timedelta(days=40)
    run = make_run(starts_on=starts_on, ends_on=starts_on + timedelta(days=20))
    place = make_enrolment(make_allocation(run))
    with pytest.raises(Refused, match="two weeks before the first day"):
        actions.move([place], "arrived", by=make_acting())
    assert place.status is Status.CONFIRMED


@pytest.mark.parametrize("status", [RunStatus.POSTPONED, RunStatus.CANCELLED])
def test_nobody_takes_a_place_in_a_run_that_does_not_take_place(app, status):
    seats_of_run = make_allocation(make_run(status=status), held=1)
    nomination = make_nomination(seats_of_run, status=NominationStatus.SELECTED)
    with pytest.raises(Refused, match="cannot change now"):
        actions.confirm(nomination, by=make_acting())
    assert nomination.status is NominationStatus.SELECTED
    assert db.session.scalar(sa.select(sa.func.count(Enrolment.id))) == 0
