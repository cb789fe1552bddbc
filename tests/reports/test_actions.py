"""Standings always equal the records they are derived from."""

import pytest
import sqlalchemy as sa

from tests.factories import (
    make_acting,
    make_allocation,
    make_enrolment,
    make_nomination,
    make_outcome,
    make_person,
)
from tpp.assessments.rules import Status as OutcomeStatus
from tpp.db import db, transaction
from tpp.enrolments.rules import Status as EnrolmentStatus
from tpp.nominations.rules import Status as NominationStatus
from tpp.people import actions as people
from tpp.people.rules import Sex
from tpp.reports import actions
from tpp.reports.models import Standing
from tpp.reports.rules import Step

pytestmark = pytest.mark.both


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
