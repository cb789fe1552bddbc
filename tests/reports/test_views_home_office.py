"""The first screen of a country's office: its calls, seats, nominees, and what each needs."""

from datetime import timedelta

from tests.factories import (
    make,
    make_acting,
    make_allocation,
    make_call,
    make_enrolment,
    make_nomination,
    make_party,
    make_person,
    make_run,
)
from tests.reports.worklines import address_of, worklines
from tpp import clock
from tpp.acting import Role
from tpp.db import db
from tpp.nominations.rules import Status as NominationStatus
from tpp.offerings.models import CourseOffering
from tpp.people.models import ContactPoint
from tpp.seats.actions import release_unused


def test_an_office_sees_its_open_calls_with_own_seats_and_days_left(app, browser):
    kenya, run = make_party(name="Kenya"), make_run()
    make_allocation(run, kenya, seats=4)
    make_allocation(run, make_party(name="Peru"), seats=9)
    make_call(run, closes_at=clock.now() + timedelta(days=4, hours=1))
    page = browser(make_acting(Role.FOCAL_POINT, kenya)).get("/").text
    assert run.code in page or run.course_version.course.title in page
    assert "4 days left" in page
    assert "0 of 4" in page
    assert f"/runs/{run.code}/nominations/new" in page
    assert "Peru" not in page


def test_seats_filled_by_women_are_told_in_the_row_of_seats(app, browser):
    allocation = make_allocation(seats=4)
    make_call(db.session.get(CourseOffering, allocation.offering_id))
    for sex in ("woman", "man"):
        make_enrolment(allocation, make_person(allocation.party, sex=sex))
    page = browser(make_acting(Role.FOCAL_POINT, allocation.party)).get("/").text
    assert "2 filled, 1 by women; 0 held; 2 free" in page


def test_a_call_without_own_seats_or_past_its_day_is_not_offered(app, browser):
    kenya, closed, foreign = make_party(), make_run(), make_run()
    make_allocation(closed, kenya)
    make_call(closed, closes_at=clock.now() - timedelta(minutes=1))
    make_allocation(foreign, make_party())
    make_call(foreign)
    page = browser(make_acting(Role.FOCAL_POINT, kenya)).get("/").text
    assert "No call is open" in page


def test_an_office_is_told_what_is_missing_of_its_nominees(app, browser):
    allocation = make_allocation()
    returned, ready = make_person(allocation.party), make_person(allocation.party)
    make_nomination(
        allocation, returned, NominationStatus.RETURNED, reason="The licence is missing."
    )
    whose = {"person_id": ready.id, "party_id": ready.party_id}
    make(ContactPoint, {"kind": "email", "value": "ready@example.org"}, whose)
    make_nomination(allocation, ready)
    page = browser(make_acting(Role.FOCAL_POINT, allocation.party)).get("/").text
    assert returned.name in page
    assert "The licence is missing." in page
    assert "no e-mail address" in page
    assert ready.name not in page


def test_an_office_answers_offers_of_seats_and_of_places(app, browser):
    allocation = make_allocation(seats=3)
    person = make_person(allocation.party, name="Wanjiru Kariuki")
    until = clock.now() + timedelta(days=3, hours=1)
    offer = make_nomination(allocation, person, NominationStatus.SELECTED, offer_until=until)
    late = make_person(allocation.party, name="Otieno Late")
    past = clock.now() - timedelta(days=1)
    make_nomination(allocation, late, NominationStatus.SELECTED, offer_until=past)
    page = browser(make_acting(Role.FOCAL_POINT, allocation.party)).get("/")
    answers = page.text[page.text.index('id="answers"') : page.text.index('id="statuses"')]
    assert f"/nominations/{offer.id}/offer" in answers
    assert "Wanjiru Kariuki" in answers
    assert "3 days left" in answers
    assert "An offer of a place to answer" in answers
    assert "Otieno Late" not in answers
    assert worklines(page)["Seats offered to your office"] == 3


def test_an_office_whose_seats_were_all_released_has_nothing_to_answer_or_to_nominate_for(
    app, browser
):
    allocation = make_allocation(seats=3)
    make_call(allocation.offering)
    release_unused(allocation.offering, by=make_acting())
    page = browser(make_acting(Role.FOCAL_POINT, allocation.party)).get("/")
    assert "Seats offered to your office" not in worklines(page)
    assert "No call is open" in page.text


def test_nominees_by_status_lead_to_their_lists(app, browser):
    allocation = make_allocation()
    for status in (NominationStatus.SUBMITTED, NominationStatus.RESERVE, NominationStatus.RESERVE):
        make_nomination(allocation, make_person(allocation.party), status)
    office = browser(make_acting(Role.FOCAL_POINT, allocation.party))
    page = office.get("/")
    assert worklines(page)["On reserve"] == 2
    assert office.get(address_of(page, "On reserve")).status_code == 200
