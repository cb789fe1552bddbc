"""Who sees, assesses and decides; what the pages say of the rule."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.factories import (
    make_acting,
    make_allocation,
    make_attendance,
    make_enrolment,
    make_focal_point,
    make_party,
    make_person,
    make_result,
    make_run,
    make_session,
    make_version,
)
from tpp import clock
from tpp.acting import Role
from tpp.assessments.models import AssessmentResult
from tpp.assessments.queries import competencies, outcome_of
from tpp.assessments.rules import Status
from tpp.attendance.rules import Mark
from tpp.db import db
from tpp.enrolments.rules import Status as PlaceStatus


@pytest.fixture
def taught(app):
    kenya = make_party(name="Kenya")
    run = make_run(make_version(set_by="Programme office"), code="ENG-HEE-B-2026-03")
    allocation = make_allocation(run, kenya)
    starts_at = clock.now() - timedelta(hours=2)
    session = make_session(run, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    places = [
        make_enrolment(allocation, make_person(kenya, name=name), PlaceStatus.IN_TRAINING)
        for name in ("Asha Wanjiru", "Naomi Cherotich")
    ]
    for place in places:
        make_attendance(session, place, Mark.PRESENT)
    return run, places, make_acting(Role.TRAINER, runs=[run])


def address(place, deed=""):
    return f"/runs/{place.offering.code}/assessments/{place.id}{deed}"


def results():
    db.session.rollback()
    statement = sa.select(AssessmentResult).order_by(AssessmentResult.id)
    return [(it.competency_id, it.mark_percent, it.remark) for it in db.session.scalars(statement)]


def status(place):
    db.session.rollback()
    return outcome_of(place).status


@pytest.mark.both
def test_a_trainer_assesses_one_person_and_goes_on_to_the_next(browser, taught):
    run, places, trainer = taught
    first, _second = competencies(run)
    sent = {"seen": "0", f"mark-{first.id}": "75", f"remark-{first.id}": "Keep the blade square"}

    answer = browser(trainer).post(address(places[0]), data=sent | {"then": "next"})

    assert (answer.status_code, answer.location) == (303, address(places[1]))
    assert results() == [(first.id, 75, "Keep the blade square")]


@pytest.mark.parametrize(
    ("mark", "remark"),
    [("101", ""), ("-1", ""), ("many", ""), ("٧٥", ""), ("", "only a remark"), ("9" * 400, "")],
)
def test_what_cannot_be_a_mark_is_refused_at_its_competency(browser, taught, mark, remark):
    run, places, trainer = taught
    first, second = competencies(run)
    sent = {"seen": "0", f"mark-{first.id}": mark, f"remark-{first.id}": remark}
    answer = browser(trainer).post(address(places[0]), data=sent | {f"mark-{second.id}": "80"})
    assert answer.status_code == 422
    assert f'id="mark-{first.id}-error"' in answer.text
    assert 'value="80"' in answer.text
    assert results() == []


def test_a_mark_saved_by_somebody_else_meanwhile_is_shown_beside_ones_own(browser, taught):
    run, places, trainer = taught
    first, _ = competencies(run)
    make_result(places[0], first, 40)
    answer = browser(trainer).post(address(places[0]), data={"seen": "0", f"mark-{first.id}": "75"})
    assert answer.status_code == 409
    assert "Saved meanwhile: 40%. Yours: 75%" in answer.text
    assert len(results()) == 1


def test_a_remark_keeps_the_joiners_that_its_script_is_written_with(browser, taught):
    run, places, trainer = taught
    first, _ = competencies(run)
    remark = "خوب می\u200cنویسد\u200f"
    sent = {"seen": "0", f"mark-{first.id}": "75", f"remark-{first.id}": remark}
    assert browser(trainer).post(address(places[0]), data=sent).status_code == 303
    assert results() == [(first.id, 75, remark)]


def test_a_sheet_whose_number_no_page_ever_showed_is_refused(browser, taught):
    run, places, trainer = taught
    first, _ = competencies(run)
    sent = {"seen": "9" * 5_000, f"mark-{first.id}": "75"}
    answer = browser(trainer).post(address(places[0]), data=sent)
    assert answer.status_code == 422
    assert "Open the sheet again" in answer.text
    assert results() == []


def test_the_rule_is_explained_line_by_line_with_its_author(browser, taught):
    run, places, trainer = taught
    first, _ = competencies(run)
    make_result(places[0], first, 75)
    page = browser(trainer).get(f"/runs/{run.code}/assessments").text
    assert "Attended 1 of 1 session held" in page
    assert "at least 80% demanded" in page
    assert "75%, at least 60% demanded" in page
    assert "not assessed" in page
    assert "Programme office" in page


@pytest.mark.both
def test_outcomes_are_previewed_and_recorded_by_one_button(browser, taught):
    run, places, trainer = taught
    for competency in competencies(run):
        make_result(places[0], competency, 75)
    client = browser(trainer)
    assert "Record outcomes" in client.get(f"/runs/{run.code}/assessments").text

    answer = client.post(f"/runs/{run.code}/outcomes")

    assert answer.status_code == 303
    assert (status(places[0]), status(places[1])) == (Status.COMPLETED, Status.PARTICIPATED)
    assert "Nothing new to record" in client.get(answer.location).text


def test_an_auditor_reads_assessments_and_changes_nothing(browser, taught):
    run, places, _ = taught
    client = browser(make_acting(Role.AUDITOR))
    assert client.get(address(places[0])).status_code == 200
    assert client.post(address(places[0]), data={"seen": "0"}).status_code == 403
    assert client.post(f"/runs/{run.code}/outcomes").status_code == 403
    assert client.post(address(places[0], "/override")).status_code == 403


def test_a_focal_point_does_not_see_assessments(browser, taught):
    run, places, _ = taught
    client = browser(make_focal_point(places[0].party))
    for path in (f"/runs/{run.code}/assessments", address(places[0])):
        answer = client.get(path)
        assert answer.status_code in (403, 404)
        assert "Asha" not in answer.text


def test_a_person_is_found_only_under_the_own_run_and_by_its_trainers(browser, taught):
    run, places, _ = taught
    other = make_run()
    stranger = make_acting(Role.TRAINER, runs=[other])
    assert browser(stranger).get(address(places[0])).status_code == 404
    both = make_acting(Role.TRAINER, runs=[run, other])
    path = f"/runs/{other.code}/assessments/{places[0].id}"
    assert browser(both).get(path).status_code == 404


@pytest.mark.both
def test_an_override_takes_two_coordinators(browser, taught):
    run, places, trainer = taught
    browser(trainer).post(f"/runs/{run.code}/outcomes")
    asking, second = browser(make_acting()), browser(make_acting())
    sent = {"outcome": "completed", "reason": "Assessed on paper in Entebbe"}

    assert asking.post(address(places[0], "/override"), data=sent).status_code == 303
    assert status(places[0]) is Status.PARTICIPATED
    assert "Assessed on paper in Entebbe" in second.get(address(places[0])).text
    own = {"outcome": "completed", "back": address(places[0])}
    asking.post(address(places[0], "/override/confirmation"), data=own)
    assert status(places[0]) is Status.PARTICIPATED

    answer = second.post(address(places[0], "/override/confirmation"), data=own)

    assert answer.status_code == 303
    assert status(places[0]) is Status.COMPLETED


def test_an_override_without_a_reason_comes_back_with_the_question(browser, taught):
    _, places, _ = taught
    answer = browser(make_acting()).post(
        address(places[0], "/override"), data={"outcome": "completed", "reason": " "}
    )
    assert answer.status_code == 422
    assert outcome_of(places[0]) is None


def test_the_page_of_many_costs_as_many_questions_as_the_page_of_few(browser, taught):
    run, places, trainer = taught
    path, client = f"/runs/{run.code}/assessments", browser(trainer)
    client.get(path)
    few = questions(lambda: client.get(path))
    allocation = make_allocation(run, seats=10)
    for _ in range(10):
        place = make_enrolment(allocation, status=PlaceStatus.IN_TRAINING)
        make_result(place, competencies(run)[0], 75)
    assert questions(lambda: client.get(path)) <= few + 1


def questions(deed):
    asked = []
    listener = lambda *arguments: asked.append(arguments[2])  # noqa: E731
    sa.event.listen(db.engine, "before_cursor_execute", listener)
    deed()
    sa.event.remove(db.engine, "before_cursor_execute", listener)
    return len(asked)
