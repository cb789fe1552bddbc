"""Results are attempts; outcomes come from the rule, or from two people with a reason."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.factories import (
    make_acting,
    make_allocation,
    make_attendance,
    make_enrolment,
    make_run,
    make_session,
    make_version,
)
from tpp import clock
from tpp.acting import Role
from tpp.assessments.actions import (
    ask_override,
    assess,
    confirm_override,
    decide,
    refuse_override,
)
from tpp.assessments.models import AssessmentResult, Outcome
from tpp.assessments.queries import competencies, judged, last_attempts, outcome_of
from tpp.assessments.rules import Assessed, Result, Status
from tpp.attendance.rules import Mark
from tpp.catalogue.models import Competency
from tpp.db import db, transaction
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.errors import Conflict, Refused
from tpp.history.queries import story_of
from tpp.offerings.queries import sessions_of


@pytest.fixture
def taught(app):
    """A run of two competencies with one session held, a person in training, and the trainer."""
    run = make_run(make_version(facts={"qualifications": {"completed": "Operator"}}))
    place = make_enrolment(make_allocation(run), status=PlaceStatus.IN_TRAINING)
    starts_at = clock.now() - timedelta(hours=2)
    session = make_session(run, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    make_attendance(session, place, Mark.PRESENT)
    return run, place, make_acting(Role.TRAINER, runs=[run])


def sheet(place, run, *marks):
    return [
        Assessed(place.id, competency.id, mark)
        for competency, mark in zip(competencies(run), marks, strict=False)
    ]


def results():
    return db.session.scalars(sa.select(AssessmentResult).order_by(AssessmentResult.id)).all()


@pytest.mark.both
def test_a_sheet_is_assessed_by_the_pass_mark_of_the_version(taught):
    run, place, trainer = taught
    assert assess(run, sheet(place, run, 60, 59), by=trainer) == 2
    assert [it.result for it in results()] == [Result.PASSED, Result.NOT_PASSED]
    [entry] = db.session.scalars(story_of(place)).all()
    assert (entry.deed, entry.after) == ("assessed", {"results": 2})


@pytest.mark.both
def test_another_attempt_is_a_new_row_and_the_last_one_counts(taught):
    run, place, trainer = taught
    assess(run, sheet(place, run, 40), by=trainer)
    assess(run, sheet(place, run, 80), by=trainer)
    assert [(it.attempt, it.mark_percent) for it in results()] == [(1, 40), (2, 80)]
    [last] = last_attempts(run).values()
    assert (last.number, last.result) == (2, Result.PASSED)


def test_a_button_pressed_twice_writes_one_attempt(taught):
    run, place, trainer = taught
    assess(run, sheet(place, run, 40), by=trainer, seen=0)
    assert assess(run, sheet(place, run, 40), by=trainer, seen=0) == 0
    assert len(results()) == 1


def test_two_trainers_who_assess_the_same_person_see_each_others_mark(taught):
    run, place, trainer = taught
    assess(run, sheet(place, run, 40), by=make_acting(Role.TRAINER, runs=[run]), seen=0)
    with pytest.raises(Conflict):
        assess(run, sheet(place, run, 80, 80), by=trainer, seen=0)
    assert len(results()) == 1


def test_a_competency_on_a_machine_that_the_run_does_not_have_is_not_assessed(taught):
    run, place, trainer = taught
    with transaction():
        kinds = list(db.session.scalars(sa.select(Competency)))
        kinds[0].machine, run.machines = "bulldozer", ["motor grader"]
    assert [it.id for it in competencies(run)] == [kinds[1].id]
    with pytest.raises(Refused, match="does not assess that competency"):
        assess(run, [Assessed(place.id, kinds[0].id, 80)], by=trainer)


def test_nobody_is_assessed_who_did_not_come(taught):
    run, _, trainer = taught
    absent = make_enrolment(make_allocation(run), status=PlaceStatus.CONFIRMED)
    with pytest.raises(Refused, match="Take attendance first"):
        assess(run, sheet(absent, run, 80), by=trainer)


@pytest.mark.both
def test_a_result_is_never_changed_or_taken_away(taught):
    run, place, trainer = taught
    assess(run, sheet(place, run, 40), by=trainer)
    with pytest.raises(sa.exc.DBAPIError), transaction() as opened:
        opened.execute(sa.update(AssessmentResult).values(mark_percent=90))
    with pytest.raises(sa.exc.DBAPIError), transaction() as opened:
        opened.execute(sa.delete(AssessmentResult))


@pytest.mark.both
def test_the_rule_decides_and_its_figures_are_kept_with_the_outcome(taught):
    run, place, trainer = taught
    assess(run, sheet(place, run, 75, 90), by=trainer)

    done = decide(run, by=trainer)

    assert done.recorded == {Status.COMPLETED: 1}
    outcome = outcome_of(place)
    assert (outcome.status, outcome.qualification) == (Status.COMPLETED, "Operator")
    assert outcome.evidence["marks"] == {"K1": 75, "K2": 90}
    assert (outcome.evidence["sessions_held"], outcome.evidence["sessions_attended"]) == (1, 1)
    assert outcome.decided_by_id == trainer.account_id
    assert [entry.deed for entry in db.session.scalars(story_of(outcome))] == ["completed"]


def test_whoever_has_an_outcome_has_finished_the_training(taught):
    run, place, trainer = taught
    decide(run, by=trainer)
    status = db.session.scalar(sa.select(Enrolment.status).where(Enrolment.id == place.id))
    assert status is PlaceStatus.FINISHED


def test_nobody_has_an_outcome_without_recorded_attendance(taught):
    run, _, trainer = taught
    silent = make_enrolment(make_allocation(run), status=PlaceStatus.ARRIVED)
    assess(run, sheet(silent, run, 90, 90), by=trainer)

    done = decide(run, by=trainer)

    assert [it.trainee.enrolment_id for it in done.undecided] == [silent.id]
    assert outcome_of(silent) is None


def test_deciding_twice_changes_nothing(taught):
    run, place, trainer = taught
    decide(run, by=trainer)
    assert not decide(run, by=trainer).recorded
    assert len(db.session.scalars(story_of(outcome_of(place))).all()) == 1


def test_a_later_result_changes_the_outcome_at_the_next_decision(taught):
    run, place, trainer = taught
    assess(run, sheet(place, run, 75, 20), by=trainer)
    decide(run, by=trainer)
    assert outcome_of(place).status is Status.PARTICIPATED
    assess(run, sheet(place, run, 75, 70), by=trainer)
    decide(run, by=trainer)
    assert outcome_of(place).status is Status.COMPLETED


def test_outcomes_wait_for_the_last_session(taught):
    run, place, trainer = taught
    tomorrow = clock.now() + timedelta(days=1)
    make_session(run, starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=1))
    with pytest.raises(Refused, match="still to come"):
        decide(run, by=trainer)
    assert outcome_of(place) is None


@pytest.fixture
def asked(taught):
    """Somebody asked that a participant be recorded as having completed."""
    run, place, trainer = taught
    decide(run, by=trainer)
    asking = make_acting()
    ask_override(place, Status.COMPLETED, "Assessed on paper in Entebbe", by=asking)
    return run, place, asking


@pytest.mark.both
def test_an_override_stands_only_when_a_second_coordinator_confirms_it(asked):
    run, place, asking = asked
    assert outcome_of(place).status is Status.PARTICIPATED
    with pytest.raises(Refused, match="Somebody else"):
        confirm_override(place, Status.COMPLETED, by=asking)

    second = make_acting()
    confirm_override(place, Status.COMPLETED, by=second)

    outcome = outcome_of(place)
    assert (outcome.status, outcome.override_asked) == (Status.COMPLETED, None)
    assert outcome.evidence["override"] == {
        "asked_by": asking.account_id,
        "confirmed_by": second.account_id,
    }
    last, before, *_ = db.session.scalars(story_of(outcome)).all()
    assert (last.deed, last.account_id) == ("completed", second.account_id)
    assert (before.deed, before.account_id) == ("override_asked", asking.account_id)
    assert last.reason == before.reason == "Assessed on paper in Entebbe"


def test_what_an_override_decided_is_not_decided_again_by_the_rule(asked):
    run, place, _ = asked
    confirm_override(place, Status.COMPLETED, by=make_acting())
    decide(run, by=make_acting())
    assert outcome_of(place).status is Status.COMPLETED


def test_an_override_may_be_refused_and_leaves_the_outcome(asked):
    _, place, asking = asked
    refuse_override(place, Status.COMPLETED, by=make_acting(), reason="No sheet is attached")
    outcome = outcome_of(place)
    assert (outcome.status, outcome.override_asked) == (Status.PARTICIPATED, None)
    assert db.session.scalars(story_of(outcome)).first().deed == "override_refused"
    with pytest.raises(Conflict):
        confirm_override(place, Status.COMPLETED, by=make_acting())


def test_whoever_confirms_confirms_what_they_saw(asked):
    _, place, asking = asked
    ask_override(place, Status.FAILED, "Mixed up with somebody else", by=asking)
    with pytest.raises(Conflict):
        confirm_override(place, Status.COMPLETED, by=make_acting())
    assert outcome_of(place).status is Status.PARTICIPATED


def test_a_judgement_is_made_of_everybody_who_came_and_of_nobody_else(taught):
    run, place, _ = taught
    allocation = make_allocation(run)
    for status in (PlaceStatus.CONFIRMED, PlaceStatus.NO_SHOW, PlaceStatus.WITHDRAWN):
        make_enrolment(allocation, status=status)
    back = make_enrolment(allocation, status=PlaceStatus.RETURNED_TO_UNIT)
    found = {it.trainee.enrolment_id: it.judgement.status for it in judged(run, clock.now())}
    assert found == {place.id: Status.PARTICIPATED, back.id: Status.NOT_COMPLETED}


def test_deciding_for_many_asks_the_database_little_more_than_for_one(taught):
    run, _, trainer = taught
    allocation = make_allocation(run, seats=12)
    [session] = sessions_of(run)
    for _ in range(12):
        make_attendance(session, make_enrolment(allocation, status=PlaceStatus.IN_TRAINING))
    asked = []
    listener = lambda *arguments: asked.append(arguments[2])  # noqa: E731
    sa.event.listen(db.engine, "before_cursor_execute", listener)
    decide(run, by=trainer)
    sa.event.remove(db.engine, "before_cursor_execute", listener)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Outcome)) == 13
    assert len(asked) < 60
