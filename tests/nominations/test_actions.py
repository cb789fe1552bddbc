"""An office puts people forward, sends and corrects what it says of them."""

from datetime import timedelta

import pytest

from tests.factories import (
    make_acting,
    make_allocation,
    make_call,
    make_focal_point,
    make_nomination,
    make_party,
    make_person,
    make_run,
)
from tests.nominations.reading import count, deeds
from tpp import clock
from tpp.access import scope_of
from tpp.errors import Refused
from tpp.nominations import actions
from tpp.nominations.rules import Status
from tpp.offerings.rules import Status as RunStatus
from tpp.scope import see
from tpp.seats import actions as seats
from tpp.seats.actions import release_unused
from tpp.selection import actions as selection


@pytest.fixture
def called(app):
    """Seats of a country in a run with an open call."""
    allocation = make_allocation(seats=2)
    make_call(allocation.offering)
    return allocation


@pytest.mark.both
def test_an_office_nominates_one_of_its_people(called):
    person, office = make_person(called.party), make_focal_point(called.party)
    see(scope_of(office))

    nomination = actions.nominate(called.offering, person, by=office, note="Drives graders")

    assert nomination.status is Status.SUBMITTED
    assert nomination.allocation_id == called.id
    assert deeds(nomination) == ["drafted", "submitted"]


def test_a_draft_is_kept_until_it_is_sent(called):
    person, office = make_person(called.party), make_focal_point(called.party)
    nomination = actions.nominate(called.offering, person, by=office, submit=False)
    assert (nomination.status, nomination.submitted_at) == (Status.DRAFT, None)
    actions.submit(nomination, by=office)
    assert nomination.status is Status.SUBMITTED


@pytest.mark.both
def test_a_person_is_nominated_once_for_a_run(called):
    person, office = make_person(called.party), make_focal_point(called.party)
    actions.nominate(called.offering, person, by=office)
    with pytest.raises(Refused, match="already nominated") as refusal:
        actions.nominate(called.offering, person, by=office)
    assert refusal.value.field == "person"
    assert count() == 1


def test_a_withdrawn_person_can_be_nominated_again(called):
    person, office = make_person(called.party), make_focal_point(called.party)
    first = actions.nominate(called.offering, person, by=office)
    actions.withdraw(first, by=office, reason="Wrong course")
    assert actions.nominate(called.offering, person, by=office).id != first.id


def test_pressing_the_button_twice_gives_one_nomination(called):
    person, office = make_person(called.party), make_focal_point(called.party)
    first = actions.nominate(called.offering, person, by=office, once="a-press")
    second = actions.nominate(called.offering, person, by=office, once="a-press")
    assert first is second
    assert count() == 1


def test_one_press_never_stands_for_two_people(called):
    first, second, office = (
        make_person(called.party),
        make_person(called.party),
        make_focal_point(called.party),
    )
    actions.nominate(called.offering, first, by=office, once="a-press")
    with pytest.raises(Refused, match="somebody else"):
        actions.nominate(called.offering, second, by=office, once="a-press")
    assert count() == 1


@pytest.mark.parametrize(
    ("opens", "closes", "words"), [(1, 2, "not opened yet"), (-2, -1, "has closed")]
)
def test_nobody_is_nominated_outside_the_call(app, opens, closes, words):
    allocation, now = make_allocation(), clock.now()
    make_call(
        allocation.offering,
        opens_at=now + timedelta(days=opens),
        closes_at=now + timedelta(days=closes),
    )
    with pytest.raises(Refused, match=words):
        actions.nominate(allocation.offering, make_person(allocation.party), by=make_acting())
    assert count() == 0


def test_nobody_is_nominated_when_all_seats_of_the_office_were_released(called):
    release_unused(called.offering, by=make_acting())
    with pytest.raises(Refused, match="no seats in this run"):
        actions.nominate(called.offering, make_person(called.party), by=make_acting())
    assert count() == 0


def test_nobody_is_nominated_without_a_call(app):
    allocation = make_allocation()
    with pytest.raises(Refused, match="no call"):
        actions.nominate(allocation.offering, make_person(allocation.party), by=make_acting())


def test_nobody_is_nominated_on_declined_seats(called):
    seats.decline(called, by=make_acting(), reason="No")
    with pytest.raises(Refused, match="declined"):
        actions.nominate(called.offering, make_person(called.party), by=make_acting())


def test_nobody_is_nominated_by_an_office_without_seats(called):
    with pytest.raises(Refused, match="no seats in this run"):
        actions.nominate(called.offering, make_person(make_party()), by=make_acting())


def test_nobody_is_nominated_for_a_cancelled_run(app):
    allocation = make_allocation(make_run(status=RunStatus.CANCELLED))
    with pytest.raises(Refused, match="cancelled"):
        actions.nominate(allocation.offering, make_person(allocation.party), by=make_acting())


def test_a_returned_nomination_can_be_sent_again_after_the_call(app):
    nomination, office = make_nomination(), make_acting()
    selection.step([nomination], "returned", by=office, reason="Which licence?")
    actions.change(nomination, by=office, note="Class G")
    actions.submit(nomination, by=office)
    assert (nomination.status, nomination.note) == (Status.SUBMITTED, "Class G")


def test_what_was_sent_can_be_corrected_while_nobody_has_decided(app):
    nomination = make_nomination()
    before = nomination.version
    actions.change(nomination, by=make_acting(), note="Class G")
    assert (nomination.note, nomination.status) == ("Class G", Status.SUBMITTED)
    assert nomination.version > before, "whoever decides on what was said before is told"


def test_the_words_of_a_return_leave_the_nomination_when_it_is_sent_again(app):
    nomination, office = make_nomination(), make_acting()
    selection.step([nomination], "returned", by=office, reason="Which licence?")
    actions.submit(nomination, by=office)
    assert nomination.reason == ""


def test_what_was_decided_about_cannot_be_changed(app):
    nomination = make_nomination()
    selection.step([nomination], "not_selected", by=make_acting())
    with pytest.raises(Refused, match="cannot be changed"):
        actions.change(nomination, by=make_acting(), note="New")
    assert nomination.note == ""
