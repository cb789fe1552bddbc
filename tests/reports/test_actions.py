"""Standings always equal the records they are derived from."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.factories import (
    make_acting,
    make_allocation,
    make_call,
    make_enrolment,
    make_nomination,
    make_outcome,
    make_person,
    make_session,
)
from tests.reports.world import make_certificate
from tpp import clock
from tpp.acting import Role
from tpp.assessments import actions as assessments
from tpp.assessments.models import Outcome
from tpp.assessments.rules import Assessed
from tpp.assessments.rules import Status as OutcomeStatus
from tpp.attendance import actions as attendance
from tpp.attendance.rules import Mark, Marked
from tpp.catalogue.queries import competencies_of
from tpp.certificates import actions as certificates
from tpp.db import db, transaction
from tpp.enrolments import actions as enrolments
from tpp.enrolments.rules import Status as EnrolmentStatus
from tpp.nominations import actions as nominations
from tpp.nominations.rules import Status as NominationStatus
from tpp.offerings.models import CourseOffering
from tpp.people import actions as people
from tpp.people.models import Person
from tpp.people.rules import Sex
from tpp.reports import actions
from tpp.reports.models import Standing
from tpp.reports.rules import Step
from tpp.selection import actions as selection

pytestmark = pytest.mark.both
TPP = Path(__file__).parents[2] / "tpp"


def reached(nomination_id):
    found = sa.select(Standing.reached).where(Standing.nomination_id == nomination_id)
    return Step(db.session.scalar(found))


def test_a_nomination_counts_as_nominated_as_soon_as_it_is_written(app):
    nomination = make_nomination()
    assert reached(nomination.id) == Step.NOMINATED


def test_a_draft_counts_as_nothing(app):
    draft = make_nomination(status=NominationStatus.DRAFT, submitted_at=None)
    assert reached(draft.id) == 0


def test_a_step_is_counted_in_the_transaction_that_takes_it(app):
    enrolment = make_enrolment()
    with transaction():
        enrolment.move("arrived", by=make_acting())
    assert reached(enrolment.nomination_id) == Step.NOMINATED | Step.SELECTED | Step.ARRIVED


def test_an_outcome_that_is_taken_back_is_no_longer_counted(app):
    enrolment = make_enrolment(status=EnrolmentStatus.FINISHED)
    outcome = make_outcome(enrolment, OutcomeStatus.COMPLETED)
    assert Step.COMPLETED in reached(enrolment.nomination_id)
    with transaction():
        outcome.move("failed", by=make_acting())
    assert Step.COMPLETED not in reached(enrolment.nomination_id)


def test_a_corrected_person_is_counted_as_corrected(app):
    allocation = make_allocation()
    person = make_person(allocation.party)
    nomination = make_nomination(allocation, person)
    people.change(person, by=make_acting(), sex=Sex.WOMAN)
    found = sa.select(Standing.sex).where(Standing.nomination_id == nomination.id)
    assert db.session.scalar(found) is Sex.WOMAN


def test_what_was_refused_is_not_counted(app):
    enrolment = make_enrolment()
    with pytest.raises(ZeroDivisionError), transaction():
        enrolment.move("arrived", by=make_acting())
        raise ZeroDivisionError
    assert Step.ARRIVED not in reached(enrolment.nomination_id)
    assert actions.differing() == []


def test_rebuilding_gives_the_same_and_mends_what_was_broken(app):
    make_enrolment(), make_nomination()
    with transaction() as session:
        session.execute(sa.update(Standing).values(reached=31))
    assert len(actions.differing()) == 2
    assert actions.rebuild() == 2
    assert actions.differing() == []


def standings():
    return {Step(number) for number in db.session.scalars(sa.select(Standing.reached))}


def test_standings_keep_up_with_a_whole_training_written_by_its_actions(app):
    """Every deed of the life of a run, those that write many rows at once included."""
    programme, allocation = make_acting(), make_allocation(seats=6)
    run = db.session.get(CourseOffering, allocation.offering_id)
    make_call(run)
    office = make_acting(Role.FOCAL_POINT, allocation.party)
    trainer = make_acting(Role.TRAINER, runs=[run])
    put_forward = [
        nominations.nominate(run, make_person(allocation.party), by=office) for _ in range(4)
    ]
    assert standings() == {Step.NOMINATED}
    assert actions.differing() == []

    selection.select(put_forward, by=programme, offer_until=clock.now() + timedelta(days=9))
    assert standings() == {Step.NOMINATED | Step.SELECTED}
    assert actions.differing() == []

    *taken, refused = put_forward
    selection.decline(refused, by=office, reason="Not available")
    places = [enrolments.confirm(nomination, by=office) for nomination in taken]
    enrolments.move(places[2:], "did_not_arrive", by=programme)
    assert actions.differing() == []

    with transaction():
        run.move("started", by=programme)
    session = make_session(run, starts_at=clock.now() - timedelta(hours=3), ends_at=clock.now())
    present = {place.id: Marked(Mark.PRESENT) for place in places[:2]}
    attendance.take(session, present, by=trainer)
    assert Step.NOMINATED | Step.SELECTED | Step.ARRIVED in standings()
    assert actions.differing() == []

    skills = competencies_of(run.course_version)
    sheet = [Assessed(place.id, skill.id, 90) for place in places[:2] for skill in skills]
    assessments.assess(run, sheet, by=trainer)
    assert assessments.decide(run, by=programme).recorded[OutcomeStatus.COMPLETED] == 2
    assert actions.differing() == []

    issued = certificates.register(run, by=programme).certificates
    assert len(issued) == 2
    assert Step(31) in standings()
    assert actions.differing() == []

    with transaction():
        issued[0].move("revoked", by=programme, reason="Issued in error")
    assert Step(15) in standings()
    assert actions.differing() == []


def test_somebody_who_was_selected_and_then_withdrawn_was_selected(app):
    nomination, programme = make_nomination(), make_acting()
    until = clock.now() + timedelta(days=9)
    selection.select([nomination], by=programme, offer_until=until)
    nominations.withdraw(nomination, by=programme, reason="Deployed")
    assert reached(nomination.id) == Step.NOMINATED | Step.SELECTED


def test_rows_inserted_many_at_once_are_counted(app):
    """Past the flush of the session, which tells of single rows."""
    places = [make_enrolment(status=EnrolmentStatus.FINISHED) for _ in range(2)]
    names = ("party_id", "offering_id", "person_id")
    lines = [
        {"enrolment_id": place.id, "status": OutcomeStatus.COMPLETED, "evidence": {}}
        | {name: getattr(place, name) for name in names}
        | {"qualification": "", "override_reason": "", "version": 1}
        for place in places
    ]
    with transaction() as session:
        session.execute(sa.insert(Outcome), lines)
    assert all(Step.COMPLETED in reached(place.nomination_id) for place in places)
    assert actions.differing() == []


def test_rows_changed_many_at_once_are_counted(app):
    enrolment = make_enrolment()
    make_nomination()
    with transaction() as session:
        session.execute(
            sa.update(Person).where(Person.id == enrolment.person_id).values(sex=Sex.WOMAN)
        )
    assert actions.differing() == []
    with transaction() as session:
        session.execute(sa.update(Person).values(sex=Sex.UNKNOWN))
    assert actions.differing() == []


def test_rows_removed_many_at_once_are_counted_no_more(app):
    enrolment = make_enrolment(status=EnrolmentStatus.FINISHED)
    make_outcome(enrolment, OutcomeStatus.COMPLETED)
    with transaction() as session:
        session.execute(sa.delete(Outcome).where(Outcome.enrolment_id == enrolment.id))
    assert Step.COMPLETED not in reached(enrolment.nomination_id)
    assert actions.differing() == []


def test_a_nomination_that_is_removed_takes_its_standing_along(app):
    nomination = make_nomination()
    with transaction() as session:
        session.delete(session.merge(nomination))
    assert actions.differing() == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Standing)) == 0


def test_a_suspended_certificate_is_not_counted_until_it_is_reinstated(app):
    place, programme = make_enrolment(status=EnrolmentStatus.FINISHED), make_acting()
    certificate = make_certificate(place)
    assert Step.CERTIFIED in reached(place.nomination_id)
    for step, counts in (("suspended", False), ("reinstated", True)):
        with transaction():
            certificate.move(step, by=programme, reason="Checked")
        assert (Step.CERTIFIED in reached(place.nomination_id)) is counts


def test_nobody_writes_rows_with_what_tells_no_listener():
    """Which files may speak to the database below the session, a house test says."""
    silent = re.compile(r"\.bulk_(?:insert|update|save)_\w+\(")
    assert [str(path) for path in TPP.rglob("*.py") if silent.search(path.read_text())] == []
