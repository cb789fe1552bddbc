"""Scales, tasks, attempts, two assessors, written tests and conduct, as a course version lays them down."""

import io

import pytest
import sqlalchemy as sa

from tests.factories import (
    make,
    make_acting,
    make_allocation,
    make_attendance,
    make_enrolment,
    make_person,
    make_run,
    make_session,
    make_version,
)
from tpp import clock
from tpp.acting import Role
from tpp.assessments.actions import (
    assess,
    assess_again,
    decide_between,
    enter_points,
    record_conduct,
)
from tpp.assessments.models import AssessmentResult, ConductRecord, WrittenResult
from tpp.assessments.queries import competencies, judged, last_attempts
from tpp.assessments.rules import Assessed, Conduct, Result, Status
from tpp.assessments.rules.showing import Waits
from tpp.attendance.rules import Mark
from tpp.catalogue.models import Competency, WrittenTest
from tpp.catalogue.rules.sheets import CompetencyKind, Level, WrittenKind
from tpp.db import db, transaction
from tpp.enrolments.rules import Status as Place
from tpp.errors import Conflict, Refused
from tpp.offerings.rules import Status as RunStatus
from tpp.scope import EVERYTHING, seeing

TASKS = [
    {"code": "CHK", "title": "Checks the machine", "critical": True},
    {"code": "CUT", "title": "Cuts a slope", "critical": False},
    {"code": "END", "title": "Parks and reports", "critical": False},
]
ALONE, WITH_HELP, NOT_YET = Level.ALONE, Level.WITH_HELP, Level.NOT_YET


def class_of(people=2, margin=None, completion=None, **sheet):
    """A class on one bulldozer: the places, the only competency, and the trainer."""
    version = make_version(
        competencies=0, moderation_margin_percent=margin, completion=completion or {}
    )
    words = {"code": "DOZ", "title": "Operates a bulldozer", "position": 1, "machine": "bulldozer"}
    make(Competency, words | {"version_id": version.id}, sheet)
    run = make_run(version, machines=["bulldozer"], status=RunStatus.IN_PROGRESS)
    allocation = make_allocation(run, seats=people)
    names = ["Asha Mwangi", "Brian Otieno", "Chebet Koech"][:people]
    places = [
        make_enrolment(allocation, make_person(allocation.party, name=name), Place.IN_TRAINING)
        for name in names
    ]
    return run, places, competencies(run)[0], make_acting(Role.TRAINER, runs=[run])


def scale(**more):
    return class_of(kind=CompetencyKind.LEVEL, pass_level=ALONE, **more)


def steps(**more):
    return class_of(kind=CompetencyKind.STEPS, pass_level=ALONE, tasks=TASKS, **more)


def last(run, place):
    db.session.rollback()
    with seeing(EVERYTHING):
        return next(it for (who, _), it in last_attempts(run).items() if who == place.id)


def verdict(run):
    db.session.rollback()
    with seeing(EVERYTHING):
        return judged(run, clock.now())[0].judgement.status


@pytest.mark.both
def test_the_level_that_passes_is_the_versions(app):
    run, (first, second), what, trainer = scale()
    sheet = [
        Assessed(first.id, what.id, level=WITH_HELP),
        Assessed(second.id, what.id, level=ALONE),
    ]
    assess(run, sheet, by=trainer)
    assert last(run, first).result is Result.NOT_PASSED
    assert last(run, second).result is Result.PASSED


def test_a_competency_takes_only_what_its_kind_asks_for(app):
    run, (place, _), what, trainer = scale()
    for wrong in ({"mark_percent": 80}, {"is_passed": True}, {"tasks": {"CHK": ALONE}}, {}):
        with pytest.raises(Refused, match="another way"):
            assess(run, [Assessed(place.id, what.id, **wrong)], by=trainer)


@pytest.mark.both
def test_tasks_are_observed_one_after_another_in_one_attempt(app):
    run, (place, _), what, trainer = steps()
    assess(run, [Assessed(place.id, what.id, tasks={"CHK": ALONE})], by=trainer)
    assert last(run, place).waits is Waits.TASKS
    assess(run, [Assessed(place.id, what.id, tasks={"CUT": ALONE, "END": ALONE})], by=trainer)
    stands = last(run, place)
    assert (stands.result, stands.number, stands.waits) == (Result.PASSED, 1, None)
    assert stands.tasks == {"CHK": "alone", "CUT": "alone", "END": "alone"}


def test_a_critical_task_not_passed_fails_it_at_once(app):
    run, (place, _), what, trainer = steps(tasks_needed=2)
    assess(run, [Assessed(place.id, what.id, tasks={"CHK": WITH_HELP})], by=trainer)
    assert last(run, place).result is Result.NOT_PASSED


def test_enough_tasks_pass_even_if_another_does_not(app):
    run, (place, _), what, trainer = steps(tasks_needed=2)
    shown = {"CHK": ALONE, "CUT": NOT_YET, "END": ALONE}
    assess(run, [Assessed(place.id, what.id, tasks=shown)], by=trainer)
    assert last(run, place).result is Result.PASSED


def test_no_more_attempts_than_the_version_allows(app):
    run, (place, _), what, trainer = scale(attempts_allowed=2)
    for level in (NOT_YET, WITH_HELP):
        assess(run, [Assessed(place.id, what.id, level=level)], by=trainer)
    with pytest.raises(Refused, match="2 attempts"):
        assess(run, [Assessed(place.id, what.id, level=ALONE)], by=trainer)
    assert last(run, place).level is WITH_HELP


# Second assessors


def borderline():
    run, (place, other), what, trainer = class_of(margin=5)
    assess(run, [Assessed(place.id, what.id, 62), Assessed(other.id, what.id, 80)], by=trainer)
    return run, place, other, what, trainer


@pytest.mark.both
def test_a_borderline_mark_is_not_known_until_a_second_person_agrees(app):
    run, place, other, what, trainer = borderline()
    assert (last(run, place).waits, last(run, other).waits) == (Waits.SECOND, None)
    [line, _] = [it.judgement.competencies[0] for it in judged(run, clock.now())]
    assert (line.met, line.waits) == (None, Waits.SECOND)
    with pytest.raises(Refused, match="somebody else"):
        assess_again(place, what, Assessed(place.id, what.id, 70), by=trainer)

    assess_again(place, what, Assessed(place.id, what.id, 70), by=make_acting(Role.TRAINER))

    assert (last(run, place).waits, last(run, place).result) == (None, Result.PASSED)


@pytest.mark.both
def test_two_results_that_differ_are_decided_by_a_third_person_with_a_reason(app):
    run, place, _, what, trainer = borderline()
    second = make_acting(Role.TRAINER, runs=[run])
    assess_again(place, what, Assessed(place.id, what.id, 40), by=second)
    assert last(run, place).waits is Waits.DECISION
    for assessor in (trainer, second):
        with pytest.raises(Refused, match="Neither"):
            decide_between(place, what, Result.PASSED, "Seen on film", by=assessor)
    with pytest.raises(Refused, match="why"):
        decide_between(place, what, Result.PASSED, " ", by=make_acting())

    decide_between(place, what, Result.NOT_PASSED, "The edge was not safe", by=make_acting())

    assert (last(run, place).waits, last(run, place).result) == (None, Result.NOT_PASSED)
    with pytest.raises(Conflict):
        decide_between(place, what, Result.PASSED, "Again", by=make_acting())


def test_a_further_attempt_begins_anew(app):
    run, place, _, what, trainer = borderline()
    assess(run, [Assessed(place.id, what.id, 90)], by=trainer)
    assert (last(run, place).waits, last(run, place).number) == (None, 2)


# Written tests and conduct


def written(run, kind=WrittenKind.POST, **given):
    facts = {"code": str(kind), "title": f"Test {kind}", "position": 1, "points": 40, "kind": kind}
    return make(WrittenTest, facts | {"version_id": run.course_version_id}, given)


@pytest.mark.both
def test_points_are_entered_once_and_corrected_with_a_reason(app):
    run, (first, second), _, trainer = scale()
    test = written(run)
    sheet = {first.id: 30, second.id: None}
    assert enter_points(run, test, sheet, by=trainer) == 1
    assert enter_points(run, test, sheet, by=trainer) == 0
    with pytest.raises(Refused, match="why"):
        enter_points(run, test, {first.id: 31}, by=trainer)
    assert enter_points(run, test, {first.id: 31}, by=trainer, reason="Counted again") == 1
    rows = db.session.scalars(sa.select(WrittenResult).order_by(WrittenResult.id)).all()
    assert [(it.number, it.points) for it in rows] == [(1, 30), (2, 31)]


def test_one_wrong_value_leaves_the_whole_sheet_unwritten(app):
    run, (first, second), _, trainer = scale()
    with pytest.raises(Refused, match="0 to 40"):
        enter_points(run, written(run), {first.id: 30, second.id: 41}, by=trainer)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(WrittenResult)) == 0


@pytest.mark.both
def test_points_and_conduct_are_never_changed_in_place(app):
    run, (place, _), _, trainer = scale()
    enter_points(run, written(run), {place.id: 30}, by=trainer)
    record_conduct(run, {place.id: Conduct.GOOD}, by=trainer)
    for model, change in ((WrittenResult, {"points": 1}), (ConductRecord, {"account_id": None})):
        with pytest.raises(sa.exc.DBAPIError), transaction() as opened:
            opened.execute(sa.update(model).values(**change))


def test_the_gain_is_that_of_those_who_wrote_both(browser, app):
    run, (first, second, third), _, trainer = scale(people=3)
    before, after = written(run, WrittenKind.PRE), written(run)
    enter_points(run, before, {first.id: 10, second.id: 20, third.id: 40}, by=trainer)
    enter_points(run, after, {first.id: 30, second.id: 30}, by=trainer)
    page = browser(trainer).get(f"/runs/{run.code}/tests").text
    assert ">+38<" in page.replace("\n", "")  # (50 + 25) / 2 percentage points
    assert "Wrote both" in page
    assert "not known" in page


def upload(client, run, test, lines):
    file = (io.BytesIO("\n".join(lines).encode()), "points.csv")
    path = f"/runs/{run.code}/tests/{test.id}/file"
    return client.post(path, data={"file": file}, content_type="multipart/form-data")


def test_a_file_is_shown_first_and_its_wrong_rows_are_named(browser, app):
    run, (first, second), _, trainer = scale()
    test, client = written(run), browser(trainer)
    head = "Number,Name,Country,Points of 40"
    lines = [head, f"{first.id},Asha Mwangi,Kenya,33", f"{second.id},Somebody Else,Kenya,12"]
    answer = upload(client, run, test, [*lines, "99999,Nobody,Kenya,5"])
    assert answer.status_code == 422
    assert "Row 3" in answer.text
    assert "Row 4" in answer.text
    assert 'value="33"' not in answer.text

    answer = upload(client, run, test, lines[:2])

    assert answer.status_code == 200
    assert 'value="33"' in answer.text
    assert "Nothing is saved yet" in answer.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(WrittenResult)) == 0


def test_the_sheet_that_is_given_out_can_be_read_again(browser, app):
    run, (first, _), _, trainer = scale()
    test, client = written(run), browser(trainer)
    enter_points(run, test, {first.id: 21}, by=trainer)
    given = client.get(f"/runs/{run.code}/tests/{test.id}/sheet.xlsx").data
    path = f"/runs/{run.code}/tests/{test.id}/file"
    answer = client.post(
        path,
        data={"file": (io.BytesIO(given), "sheet.xlsx")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 200
    assert 'value="21"' in answer.text


# Pages


def test_a_machine_leads_from_trainee_to_trainee(browser, app):
    run, (first, second), what, trainer = scale()
    client = browser(trainer)
    station = f"/runs/{run.code}/stations/bulldozer"
    page = client.get(station).text
    assert "Asha Mwangi" in page
    assert "2 trainees are still to be assessed here" in page
    sent = {"seen": "0", f"level-{what.id}": "alone"}
    sheet = f"/runs/{run.code}/machine-sheets/%s?machine=bulldozer"
    answer = client.post(sheet % first.id, data=sent)
    assert answer.location == sheet % second.id
    assert last(run, first).result is Result.PASSED
    answer = client.post(sheet % second.id, data=sent)
    assert answer.location == station
    assert "Everybody is assessed here" in client.get(station).text
    assert client.get(f"/runs/{run.code}/stations/crane").status_code == 404


def test_who_waits_for_a_second_assessor_is_listed_without_the_first_result(browser, app):
    run, place, _, what, trainer = borderline()
    result = db.session.scalar(sa.select(AssessmentResult.id))
    client = browser(make_acting(Role.TRAINER, runs=[run]))
    page = client.get(f"/runs/{run.code}/moderation").text
    assert "Asha Mwangi" in page
    assert "62" not in page.split("Waiting for a second assessor", 1)[1].split("</table>")[0]
    path = f"/runs/{run.code}/moderation/{result}"
    sent = {"seen": "0", f"mark-{what.id}": "40"}
    assert browser(trainer).post(f"{path}/second", data=sent).status_code == 422
    assert client.post(f"{path}/second", data=sent).status_code == 303
    deciding = browser(make_acting())
    both = deciding.get(path).text
    assert "62%" in both
    assert "40%" in both
    answer = deciding.post(f"{path}/decision", data={"result": "passed", "reason": "Seen again"})
    assert answer.status_code == 303
    assert last(run, place).result is Result.PASSED


def test_the_outcome_is_explained_to_those_it_concerns_and_to_nobody_else(browser, app):
    run, (first, second), what, trainer = scale()
    now = clock.now()
    session = make_session(run, starts_at=now, ends_at=now.replace(microsecond=999999))
    make_attendance(session, first, Mark.PRESENT)
    remark = "Keep the blade square"
    assess(run, [Assessed(first.id, what.id, remark=remark, level=ALONE)], by=trainer)
    path = f"/places/{first.id}/outcome"
    for reader in (make_acting(), trainer, make_acting(Role.AUDITOR)):
        page = browser(reader).get(path)
        assert page.status_code == 200
        assert trainer.account_name in page.text
    own = browser(make_acting(Role.TRAINEE, person=first.person)).get(path)
    assert own.status_code == 200
    assert "“alone”, at least “alone” demanded" in own.text
    assert remark in own.text
    assert trainer.account_name not in own.text
    assert "Brian Otieno" not in own.text
    other = make_acting(Role.TRAINEE, person=second.person)
    assert browser(other).get(path).status_code == 404
    assert browser(make_acting(Role.TRAINER, runs=[make_run()])).get(path).status_code == 404
    assert browser(make_acting(Role.SUPPORTER)).get(path).status_code in (403, 404)


def test_conduct_is_a_setting_of_the_version_and_waits_until_somebody_says_it(browser, app):
    completion = {
        "competencies": [{"codes": [], "at_least": None}],
        "conduct": True,
        "set_by": "Chief",
        "set_on": "2026-02-03",
    }
    run, (first, _), what, trainer = scale(completion=completion)
    now = clock.now()
    make_attendance(
        make_session(run, starts_at=now, ends_at=now.replace(microsecond=999999)), first
    )
    assess(run, [Assessed(first.id, what.id, level=ALONE)], by=trainer)
    client = browser(trainer)
    assert verdict(run) is Status.NOT_EVALUATED
    sent = {"seen": "0", f"conduct-{first.id}": "conduct_good"}
    assert client.post(f"/runs/{run.code}/conduct", data=sent).status_code == 303
    assert verdict(run) is Status.COMPLETED
    page = client.get(f"/runs/{run.code}/assessments").text
    assert "Chief" in page
