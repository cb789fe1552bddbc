"""A whole run is judged in a fixed number of statements, each office's nominees from its own facts."""

from datetime import date

import pytest
import sqlalchemy as sa

from tests.factories import (
    make,
    make_acting,
    make_allocation,
    make_call,
    make_enrolment,
    make_focal_point,
    make_nomination,
    make_outcome,
    make_party,
    make_person,
    make_run,
    make_version,
)
from tpp import clock
from tpp.access import scope_of
from tpp.assessments.rules import Status as Outcome
from tpp.catalogue.models import EligibilityRule
from tpp.catalogue.rules.eligibility import ClearanceKind, Criterion
from tpp.db import db, transaction
from tpp.nominations import queries
from tpp.nominations.models import Clearance, Nomination, RuleOverride
from tpp.nominations.rules.eligibility import ClearanceOutcome, Verdict
from tpp.people.models import PersonLanguage
from tpp.people.rules import LanguageLevel
from tpp.scope import see

RULES = [
    (Criterion.LANGUAGE, {"language": "fr", "level": "level_working"}, True),
    (Criterion.CLEARANCE, {"decision": "medical"}, True),
    (Criterion.AGE, {"at_least": 20, "at_most": 50}, False),
]


def make_rules(version, rules=RULES):
    setting = {"version_id": version.id, "set_by": "Training unit", "set_on": date(2026, 1, 1)}
    return [
        make(
            EligibilityRule,
            setting,
            {"criterion": criterion, "parameters": it, "is_required": required, "position": n},
        )
        for n, (criterion, it, required) in enumerate(rules, start=1)
    ]


def about(nomination):
    ties = {"nomination_id": nomination.id, "party_id": nomination.party_id}
    return ties | {"offering_id": nomination.offering_id, "at": clock.now()}


@pytest.fixture
def ruled(app):
    """Seats of a country in a run whose course asks for French, fitness and an age."""
    version = make_version()
    allocation = make_allocation(make_run(version))
    make_call(allocation.offering)
    allocation.rules = make_rules(version)
    return allocation


def verdicts(nomination):
    return [it.verdict for it in queries.checks_of([nomination])[nomination.id]]


def test_what_was_not_told_is_unknown(ruled):
    nomination = make_nomination(ruled)
    assert verdicts(nomination) == [Verdict.UNKNOWN] * 3


def test_a_course_that_asks_nothing_gives_no_checks(app):
    nomination = make_nomination()
    assert queries.checks_of([nomination]) == {nomination.id: []}


def test_facts_are_judged(ruled):
    person = make_person(ruled.party, born_on=date(1990, 5, 1))
    spoken = {"person_id": person.id, "party_id": person.party_id}
    make(PersonLanguage, spoken, {"language": "fr", "level": LanguageLevel.BASIC})
    nomination = make_nomination(ruled, person)
    for outcome in (ClearanceOutcome.PENDING, ClearanceOutcome.CLEARED):
        decided = {"kind": ClearanceKind.MEDICAL, "decision": outcome}
        make(Clearance, about(nomination), decided)
    assert verdicts(nomination) == [Verdict.NOT_MET, Verdict.MET, Verdict.MET]


def test_the_newest_line_of_an_override_stands(ruled):
    nomination = make_nomination(ruled)
    words = about(nomination) | {"rule_id": ruled.rules[0].id, "by_name": "Programme office"}
    make(RuleOverride, words, {"stands": True, "reason": "Speaks it daily"})
    [first, *_rest] = queries.checks_of([nomination])[nomination.id]
    assert first.overridden.reason == "Speaks it daily"
    assert not first.stands_in_the_way
    make(RuleOverride, words, {"stands": False, "reason": "Does not"})
    [first, *_rest] = queries.checks_of([nomination])[nomination.id]
    assert first.overridden is None
    assert first.stands_in_the_way


def statements(some):
    """How many statements judging these nominees costs, the nominations themselves being at hand."""
    ids = [it.id for it in some]
    loaded = list(db.session.scalars(sa.select(Nomination).where(Nomination.id.in_(ids))))
    asked = []
    sa.event.listen(db.engine, "before_cursor_execute", lambda *it: asked.append(it[2]))
    assert len(queries.checks_of(loaded)) == len(some)
    return len(asked)


def test_many_nominees_cost_as_many_statements_as_one(ruled):
    some = [make_nomination(ruled) for _ in range(40)]
    assert statements(some[:1]) == statements(some) <= 12


def test_an_office_judges_its_own_nominees_alone(ruled):
    own = make_nomination(ruled)
    make_nomination(make_allocation(ruled.offering, make_party(code="PER")))
    see(scope_of(make_focal_point(ruled.party)))
    assert set(queries.checks_of([own])) == {own.id}


def test_a_completed_run_of_the_register_counts_as_a_course_taken_before(app):
    person = make_person()
    taken = make_run()
    code = taken.course_version.course.code
    enrolment = make_enrolment(make_allocation(taken, person.party), person)
    version = make_version()
    make_rules(version, [(Criterion.PRIOR_COURSE, {"courses": [code]}, True)])
    nomination = make_nomination(make_allocation(make_run(version), person.party), person)
    assert verdicts(nomination) == [Verdict.UNKNOWN]
    outcome = make_outcome(enrolment, Outcome.PARTICIPATED)
    assert verdicts(nomination) == [Verdict.UNKNOWN]
    with transaction():
        outcome.move("completed", by=make_acting())
    assert verdicts(nomination) == [Verdict.MET]
