"""First screens: one's own work, each number a link to exactly what it counts."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.factories import (
    make,
    make_acting,
    make_allocation,
    make_attendance,
    make_call,
    make_enrolment,
    make_nomination,
    make_outcome,
    make_party,
    make_person,
    make_result,
    make_role,
    make_run,
    make_session,
    make_version,
)
from tests.reports.world import M, World, make_seat
from tpp import clock
from tpp.acting import Role
from tpp.assessments.rules import Status as OutcomeStatus
from tpp.catalogue.queries import competencies_of
from tpp.db import db
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.history.queries import head
from tpp.nominations.rules import Status as NominationStatus
from tpp.offerings.models import Contribution, CourseOffering, Participation
from tpp.offerings.rules import PartyRole
from tpp.offerings.rules import Status as RunStatus
from tpp.people import actions as people
from tpp.people.models import ContactPoint
from tpp.seats.actions import release_unused
from tpp.selection import actions as selection

ROLES = [*Role]


@pytest.fixture
def world(app):
    return World()


def worklines(page):
    """What waits, with its number: {"Nominations to decide": 9}."""
    found = re.findall(r'aria-label="([\d,]+) ([^"]+)"', page.text)
    return {what: int(number.replace(",", "")) for number, what in found}


def address_of(page, what):
    return re.search(
        rf'<a class="n" href="([^"]+)" aria-label="[\d,]+ {re.escape(what)}"', page.text
    )[1]


@pytest.mark.parametrize("role", ROLES)
def test_everybody_has_a_first_screen_even_of_an_empty_register(app, browser, role):
    page = browser(make_acting(role)).get("/")
    assert page.status_code == 200
    assert page.text.count("<h1>") == 1


@pytest.mark.parametrize("role", ROLES)
def test_first_screens_name_nobody_whom_the_role_may_not_see(world, browser, role):
    party = {Role.FOCAL_POINT: world.peru, Role.SUPPORTER: world.japan}.get(role)
    acting = make_acting(role, party, person=world.luz.person if role is Role.TRAINEE else None)
    text = browser(acting).get("/").text
    assert "Asha Canary-Kenya" not in text


# The programme office


def test_the_programme_sees_what_waits_and_nothing_that_does_not(world, browser):
    page = browser(make_acting()).get("/")
    assert worklines(page)["Nominations to decide"] == 2
    assert "Certificates to recommend" in page.text
    assert "Outcomes that need a second person" not in page.text


def test_nominations_to_decide_lead_to_the_list_of_exactly_those(world, browser):
    programme = browser(make_acting())
    page = programme.get("/")
    listed = programme.get(address_of(page, "Nominations to decide").replace("&amp;", "&"))
    assert listed.status_code == 200
    assert re.search(r"<strong>2</strong>", listed.text)


def test_seats_unfilled_are_counted_in_confirmed_runs_only(app, browser):
    run, planned = make_run(), make_run(status=RunStatus.PLANNED)
    allocation = make_allocation(run, make_party(name="Zambia"), seats=3)
    make_enrolment(allocation)
    make_allocation(planned, seats=4)
    programme = browser(make_acting())
    assert worklines(programme.get("/"))["Seats unfilled in confirmed runs"] == 2
    listed = programme.get("/work").text
    assert "Zambia" in listed
    assert planned.code not in listed


def test_calls_that_close_within_a_fortnight_are_named(app, browser):
    soon, later, over = make_run(), make_run(), make_run()
    make_call(soon, closes_at=clock.now() + timedelta(days=13))
    make_call(later, closes_at=clock.now() + timedelta(days=15))
    make_call(over, closes_at=clock.now() - timedelta(hours=1))
    programme = browser(make_acting())
    assert worklines(programme.get("/"))["Calls closing within 14 days"] == 1
    listed = programme.get("/work").text
    assert soon.code in listed
    assert later.code not in listed
    assert over.code not in listed


def test_a_certificate_waits_to_be_recommended_until_it_is_issued(world, browser):
    programme = browser(make_acting())
    assert worklines(programme.get("/"))["Certificates to recommend"] == 1
    make_seat(make_allocation(make_run(), world.peru), M, "certified")
    assert worklines(programme.get("/"))["Certificates to recommend"] == 1
    place = make_enrolment(status=PlaceStatus.FINISHED)
    make_outcome(place, OutcomeStatus.PARTICIPATED)
    make_outcome(make_enrolment(status=PlaceStatus.FINISHED), OutcomeStatus.FAILED)
    assert worklines(programme.get("/"))["Certificates to recommend"] == 2


def test_an_outcome_against_the_rule_waits_for_a_second_person(app, browser):
    place = make_enrolment(status=PlaceStatus.FINISHED)
    make_outcome(place, OutcomeStatus.FAILED, override_asked=OutcomeStatus.COMPLETED)
    page = browser(make_acting()).get("/")
    assert worklines(page)["Outcomes that need a second person"] == 1


def test_runs_around_today_stand_on_the_timeline(app, browser):
    today = clock.now().date()
    here = make_run(starts_on=today, ends_on=today + timedelta(days=20), place="Jinja, Uganda")
    long_ago = make_run(starts_on=today - timedelta(days=900), ends_on=today - timedelta(days=880))
    page = browser(make_acting()).get("/").text
    assert f"/runs/{here.code}" in page
    assert "Jinja" in page
    assert f"/runs/{long_ago.code}" not in page


def test_the_work_list_is_the_programme_office_s(app, browser):
    for role in set(Role) - {Role.COORDINATOR}:
        assert browser(make_acting(role)).get("/work").status_code == 403


# A country's office


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


# A State that hosts or supports


def test_a_supporter_sees_planned_and_given_with_counts(app, browser):
    japan, run = make_party(name="Japan"), make_run(seats=20)
    make_role(run, japan, PartyRole.SUPPORTER)
    allocation = make_allocation(run)
    make_enrolment(allocation, make_person(allocation.party, sex="woman"))
    make_enrolment(allocation, make_person(allocation.party, sex="unknown"))
    role = db.session.scalar(select(Participation).where(Participation.party_id == japan.id))
    gift = {"participation_id": role.id, "what": "Instructors", "planned": 9, "actual": None}
    make(Contribution, {}, gift)
    other = make_run()
    page = browser(make_acting(Role.SUPPORTER, japan)).get("/").text
    assert run.code in page
    assert other.code not in page
    assert "Instructors" in page
    assert "9 planned" in page
    assert "to date not reported" in page
    assert re.search(r'data-l="Places filled">\s*<span>2</span>', page)
    assert "1 not known" in page


# Trainers


@pytest.fixture
def noon(at):
    """Noon in Nairobi, on a day of the run."""
    moment = datetime(2026, 11, 24, 9, tzinfo=UTC)
    at(moment)
    return moment


def test_a_trainer_has_today_s_sheet_one_tap_away(app, browser, noon):
    run, foreign = make_run(status=RunStatus.IN_PROGRESS), make_run(status=RunStatus.IN_PROGRESS)
    hour = timedelta(hours=1)
    now = make_session(run, title="Finishing a crown", starts_at=noon - hour, ends_at=noon + hour)
    later = make_session(run, title="Rolling", starts_at=noon + 2 * hour, ends_at=noon + 3 * hour)
    make_session(run, title="Next week", starts_at=noon + 170 * hour, ends_at=noon + 171 * hour)
    make_session(foreign, title="Foreign", starts_at=noon, ends_at=noon + hour)
    make_session(run, title="Called off", starts_at=noon, ends_at=noon + hour, cancelled_at=noon)
    trainer = browser(make_acting(Role.TRAINER, runs=[run]))
    page = trainer.get("/").text
    sheet = f"/runs/{run.code}/attendance/{now.id}"
    assert re.search(rf'class="btn btn-primary" href="{sheet}"', page)
    assert trainer.get(sheet).status_code == 200
    assert "11:00–13:00" in page
    assert "Africa/Nairobi" in page
    assert f"/runs/{run.code}/attendance/{later.id}" not in page
    assert "Attendance opens at 13:45" in page
    assert page.index("Rolling") < page.index("Next week")
    assert "Foreign" not in page
    assert "Called off" not in page


def test_a_sheet_that_was_taken_says_so(app, browser, noon):
    run = make_run(status=RunStatus.IN_PROGRESS)
    session = make_session(run, starts_at=noon, ends_at=noon + timedelta(hours=1))
    allocation = make_allocation(run)
    places = [make_enrolment(allocation, status=PlaceStatus.IN_TRAINING) for _ in range(2)]
    make_attendance(session, places[0])
    page = browser(make_acting(Role.TRAINER, runs=[run])).get("/").text
    assert "Attendance taken, 1 of 2" in page


def test_a_trainer_is_told_what_is_still_to_assess(app, browser):
    version = make_version(competencies=2)
    run = make_run(version, status=RunStatus.IN_PROGRESS)
    allocation = make_allocation(run)
    places = [make_enrolment(allocation, status=PlaceStatus.IN_TRAINING) for _ in range(3)]
    first, second = competencies_of(version)
    for place in places:
        make_result(place, first)
    make_result(places[0], second)
    trainer = browser(make_acting(Role.TRAINER, runs=[run]))
    page = trainer.get("/")
    said = "trainees of 3 to assess"
    assert worklines(page) == {said: 2}
    assert "2 competencies open" in page.text
    assert trainer.get(address_of(page, said)).status_code == 200
    for place in places[1:]:
        assert f"/runs/{run.code}/assessments/{place.id}" in page.text
    assert f"/runs/{run.code}/assessments/{places[0].id}" not in page.text


def test_a_trainer_of_no_run_is_told_who_assigns(app, browser):
    assert "not assigned to a run" in browser(make_acting(Role.TRAINER)).get("/").text


# Trainees


def test_a_trainee_accepts_an_offered_place_from_the_first_screen(app, browser):
    allocation = make_allocation()
    person = make_person(allocation.party)
    until = clock.now() + timedelta(days=5)
    nomination = make_nomination(allocation, person)
    selection.select([nomination], by=make_acting(), offer_until=until)
    trainee = browser(make_acting(Role.TRAINEE, person=person))
    page = trainee.get("/").text
    assert "Take the place?" in page
    assert f"/nominations/{nomination.id}/offer" in page
    answer = trainee.post(f"/nominations/{nomination.id}/acceptance", data={"back": "/"})
    assert answer.status_code == 303
    page = trainee.get("/").text
    assert "Take the place?" not in page
    assert "Confirmed" in page


def test_an_offer_past_its_day_is_not_offered_any_more(app, browser):
    allocation = make_allocation()
    person = make_person(allocation.party)
    past = clock.now() - timedelta(minutes=1)
    make_nomination(allocation, person, NominationStatus.SELECTED, offer_until=past)
    assert "Take the place?" not in browser(make_acting(Role.TRAINEE, person=person)).get("/").text


def test_a_trainee_finds_the_certificate_on_the_first_screen(world, browser):
    page = browser(make_acting(Role.TRAINEE, person=world.luz.person)).get("/").text
    assert "TPP-2026-" in page
    assert "/certificates/" in page


def test_a_trainee_without_a_record_is_told_whom_to_ask(app, browser):
    assert "No record belongs to this account" in browser(make_acting(Role.TRAINEE)).get("/").text


# Oversight and operation


def test_an_auditor_sees_the_last_lines_of_the_logbook_and_its_seal(world, browser):
    people.change(world.asha.person, by=make_acting(), rank="Captain", reason="Promoted")
    page = browser(make_acting(Role.AUDITOR)).get("/").text
    assert head()[1][:16] in page
    assert "Corrected" in page.title()
    assert "/logbook" in page


def test_an_administrator_sees_offices_and_work_and_no_trainee(world, browser):
    text = browser(make_acting(Role.ADMINISTRATOR)).get("/").text
    assert "Open offices" in text
    assert not re.search(r'href="/(people|participation|nominations|runs)', text)


def test_deeds_of_one_kind_are_told_once(app, browser):
    clerk, kenya = make_acting(), make_party()
    for n in range(5):
        people.add(name=f"Person {n}", party=kenya, nationality=kenya, by=clerk)
    page = browser(make_acting()).get("/").text
    assert "5 times" in page
    assert "Person 3" not in page
