"""Buttons of an office and of a nominee, pressed a second time: nothing more is done, and the result is shown."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

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
from tpp import clock
from tpp.acting import Role
from tpp.db import db, transaction
from tpp.enrolments import actions
from tpp.enrolments.models import Enrolment
from tpp.errors import Conflict, Refused
from tpp.history.models import Entry
from tpp.nominations import actions as nominations
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Status
from tpp.nominations.rules.grants import Status as GrantStatus
from tpp.scope import EVERYTHING, see
from tpp.seats import actions as seats
from tpp.seats.models import SeatAllocation, SeatEntry
from tpp.seats.rules import Picture


@pytest.fixture
def kenya(app):
    allocation = make_allocation(make_run(), make_party(code="KEN", name="Kenya"), seats=5)
    make_call(allocation.offering)
    return allocation


@pytest.fixture
def office(browser, kenya):
    return browser(make_focal_point(kenya.party))


@pytest.fixture
def offered(kenya):
    """A nominee with an offer, and the seat held for it."""
    with transaction():
        seats.hold(kenya.id, by=make_acting())
    until = clock.now() + timedelta(days=7)
    person = make_person(kenya.party, name="Asha")
    return make_nomination(kenya, person, Status.SELECTED, offer_until=until)


def stands():
    """Every deed of the logbook, every line of the ledger, every status: what must not change."""
    see(EVERYTHING)
    db.session.rollback()
    db.session.expire_all()
    lines = db.session.scalar(sa.select(sa.func.count(SeatEntry.id)))
    deeds = db.session.scalars(sa.select(Entry.deed).order_by(Entry.id)).all()
    statuses = db.session.scalars(sa.select(Nomination.status).order_by(Nomination.id)).all()
    places = db.session.scalars(sa.select(Enrolment.status).order_by(Enrolment.id)).all()
    return lines, deeds, statuses, places


def press_twice(first, second, address, **typed):
    """Both presses lead to the page of the result, and the second one does nothing."""
    done = first.post(address, data=typed)
    assert done.status_code == 303
    before = stands()
    again = second.post(address, data=typed)
    assert (again.status_code, again.location) == (303, done.location)
    assert stands() == before
    return second.get(done.location).text


def test_an_offer_is_accepted_once_by_the_office_and_by_the_nominee(browser, office, offered):
    address = f"/nominations/{offered.id}/acceptance"
    assert "Accepted" in press_twice(office, office, address)
    trainee = browser(make_acting(Role.TRAINEE, person=offered.person))
    before = stands()
    assert trainee.post(address).status_code == 303
    assert "Your place is confirmed." in trainee.get(f"/nominations/{offered.id}/offer").text
    assert stands() == before


def test_a_place_that_was_given_up_is_not_said_to_be_accepted(office, offered):
    address = f"/nominations/{offered.id}/acceptance"
    office.post(address)
    office.post(f"/nominations/{offered.id}/withdrawal", data={"reason": "Ill"})
    answer = office.post(address)
    assert (answer.status_code, "no offer to answer" in answer.text) == (422, True)


def test_an_offer_is_declined_once(office, offered):
    page = press_twice(office, office, f"/nominations/{offered.id}/refusal", reason="Ill")
    assert "Declined" in page


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.SELECTED])
def test_a_nominee_is_withdrawn_once(office, kenya, offered, status):
    nomination = offered if status is Status.SELECTED else make_nomination(kenya, status=status)
    page = press_twice(office, office, f"/nominations/{nomination.id}/withdrawal", reason="Ill")
    assert "Withdrawn" in page


def test_a_confirmed_place_is_withdrawn_once(office, offered):
    office.post(f"/nominations/{offered.id}/acceptance")
    page = press_twice(office, office, f"/nominations/{offered.id}/withdrawal", reason="Ill")
    assert "Withdrawn" in page


def test_a_place_is_not_withdrawn_without_a_reason(office, offered):
    office.post(f"/nominations/{offered.id}/acceptance")
    assert office.post(f"/nominations/{offered.id}/withdrawal").status_code == 422


def test_a_returned_nomination_is_sent_again_once(office, kenya):
    returned = make_nomination(kenya, status=Status.RETURNED)
    page = press_twice(office, office, f"/nominations/{returned.id}/submission")
    assert "The nomination is submitted." in page


def test_drafts_are_sent_once_and_the_second_press_says_that_none_is_left(office, kenya):
    make_nomination(kenya, status=Status.DRAFT)
    address = f"/runs/{kenya.offering.code}/nominations/drafts"
    assert "No draft is left: everything is sent." in press_twice(office, office, address)


def test_a_seat_is_handed_on_once(office, kenya, offered):
    instead = make_nomination(kenya, make_person(kenya.party), Status.RESERVE, reserve_rank=1)
    address = f"/nominations/{offered.id}/substitution"
    typed = {"instead": instead.id, "reason": "Ill"}
    assert office.post(address, data=typed).status_code == 303
    before = stands()
    again = office.post(address, data=typed, follow_redirects=True)
    assert "handed on already" in again.text
    assert stands() == before


def test_the_seats_are_declined_once(office, kenya):
    press_twice(office, office, f"/seats/{kenya.id}/refusal", reason="Nobody free")


def test_seats_are_given_back_once(office, kenya):
    page = office.get(f"/runs/{kenya.offering.code}/seats").text
    assert f'name="seen" value="{kenya.version}"' in page
    address = f"/seats/{kenya.id}/release"
    press_twice(office, office, address, seats="2", reason="Nobody free", seen=kenya.version)
    see(EVERYTHING)
    assert db.session.get_one(SeatAllocation, kenya.id).picture == Picture(offered=3, released=2)


@pytest.mark.both
def test_seats_whose_number_was_changed_by_somebody_else_are_not_given_back(kenya):
    seen, coordinator, office = kenya.version, make_acting(), make_focal_point(kenya.party)
    seats.change_number(kenya, 4, by=coordinator)
    with pytest.raises(Conflict):
        seats.release(kenya, 2, by=office, seen=seen)
    with pytest.raises(Conflict):
        seats.move(kenya, make_party(), 1, by=coordinator, reason="More nominees", seen=seen)
    assert kenya.picture.offered == 4


def test_a_grant_is_asked_for_and_decided_once(browser, kenya):
    asking, second = make_acting(), make_acting()
    for _ in range(2):
        grant = nominations.ask_for_documents(kenya.offering, by=asking, reason="Visa letters")
    for _ in range(2):
        nominations.decide_grant(grant, "granted", by=second)
    assert grant.status is GrantStatus.GRANTED
    assert stands()[1].count("granted") == 1
    with pytest.raises(Refused, match="cannot be granted"):
        nominations.decide_grant(grant, "granted", by=make_acting())


@pytest.mark.both
def test_one_person_whom_a_step_does_not_fit_is_named_alone(kenya, offered):
    place = actions.confirm(offered, by=make_acting())
    with pytest.raises(Refused, match="Asha is confirmed and cannot be marked"):
        actions.move([place], "finished", by=make_acting())
