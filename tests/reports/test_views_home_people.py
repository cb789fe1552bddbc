"""First screens of trainers and trainees: today's sheet, the own offer, the own certificate."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import (
    make_acting,
    make_allocation,
    make_attendance,
    make_enrolment,
    make_nomination,
    make_person,
    make_result,
    make_run,
    make_session,
    make_version,
)
from tests.reports.worklines import address_of, worklines
from tpp import clock
from tpp.acting import Role
from tpp.catalogue.queries import competencies_of
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.nominations.rules import Status as NominationStatus
from tpp.offerings.rules import Status as RunStatus
from tpp.selection import actions as selection


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
