"""A run in which people are asked."""

from datetime import UTC, date, datetime

from tests import factories as f
from tpp.acting import Role
from tpp.enrolments.rules import Status as Place
from tpp.offerings.rules import Status as Run
from tpp.people.models import ContactPoint
from tpp.people.rules import ContactKind
from tpp.questionnaires import actions, queries

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LAST = date(2026, 12, 1)


def a_run(people=6, mailed=0, version=None, **given):
    given = {"status": Run.IN_PROGRESS, **given}
    run = f.make_run(version, **given)
    allocation = f.make_allocation(run, f.make_party(), seats=people)
    for number in range(people):
        person = f.make_person(allocation.party, name=f"Person {number}", language="fr")
        f.make_enrolment(allocation, person, status=Place.IN_TRAINING)
        if number < mailed:
            to = {"kind": ContactKind.EMAIL, "value": f"p{number}@example.org"}
            f.make(ContactPoint, to, {"person_id": person.id, "party_id": person.party_id})
    return run


def given_out(run, by=None):
    by = by or f.make_acting(Role.COORDINATOR)
    actions.start(run.course_version, by=by)
    return actions.give_out(run, LAST, by=by)


def questions(row):
    return {it.key: it.id for it in queries.questions_of(row.questionnaire_id)}


def answered(row, number, by, **answers):
    """So many people answer alike on paper."""
    ids = questions(row)
    for code in actions.print_forms(row, number, by=by):
        actions.answer(code, {ids[key]: value for key, value in answers.items()})
