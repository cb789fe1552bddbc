"""Nominees judged by the rules of their course versions: a whole run in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from tpp.catalogue.models import EligibilityRule
from tpp.catalogue.rules.eligibility import ClearanceKind, DocumentKind
from tpp.db import db
from tpp.nominations.models import Clearance, Nomination, NomineeDocument, RuleOverride
from tpp.nominations.queries.papers import stands
from tpp.nominations.rules import UNDECIDED, Status
from tpp.nominations.rules.eligibility import (
    Answer,
    Asked,
    Check,
    ClearanceOutcome,
    Facts,
    Override,
    check,
)
from tpp.offerings.models import CourseOffering
from tpp.people.models import Person
from tpp.people.queries import languages_of, licences_of

EARLIER = "completed_courses"
"""``app.extensions[EARLIER]``: (person ids) -> {person id: codes of courses completed}. Filled by a
package to the right, which knows outcomes; without it the register knows of none."""


def checks_of(nominations: Sequence[Nomination]) -> dict[int, list[Check]]:
    """What each of these nominations meets, does not meet, or is not known to, by nomination id.

    In the order of the rules; an empty list where the course version asks nothing. The number of
    statements does not depend on how many nominations there are.
    """
    asked = rules_of({it.offering_id for it in nominations})
    if not any(asked.values()):
        return {it.id: [] for it in nominations}
    facts, overridden = facts_of(nominations), overrides_of([it.id for it in nominations])
    return {
        it.id: [
            check(rule, facts[it.id], overridden.get((it.id, rule.rule_id)))
            for rule in asked[it.offering_id]
        ]
        for it in nominations
    }


def in_the_way(nomination: Nomination) -> list[Check]:
    """What keeps this nominee from taking over a seat; nothing, where the programme keeps it on reserve."""
    return keeping(nomination, checks_of([nomination])[nomination.id])


def keeping(nomination: Nomination, checks: Iterable[Check]) -> list[Check]:
    is_on_reserve = nomination.status is Status.RESERVE
    return [] if is_on_reserve else [it for it in checks if it.stands_in_the_way]


def substitutes_for(nomination: Nomination) -> list[tuple[Nomination, list[Check]]]:
    """Whom the office could name instead, those on reserve first; and what keeps each from it."""
    found = (
        select(Nomination)
        .options(joinedload(Nomination.person))
        .where(
            Nomination.allocation_id == nomination.allocation_id,
            Nomination.status.in_(UNDECIDED),
        )
        .order_by(Nomination.reserve_rank.is_(None), Nomination.reserve_rank, Nomination.id)
    )
    others = list(db.session.scalars(found))
    checks = checks_of(others)
    return [(it, keeping(it, checks[it.id])) for it in others]


def rules_of(offering_ids: Iterable[int]) -> dict[int, list[Asked]]:
    """The rules of each run's course version, in their order, by run."""
    found = (
        select(CourseOffering.id, EligibilityRule)
        .join(EligibilityRule, EligibilityRule.version_id == CourseOffering.course_version_id)
        .where(CourseOffering.id.in_(list(offering_ids)))
        .order_by(EligibilityRule.position)
    )
    by_run: dict[int, list[Asked]] = defaultdict(list)
    for run_id, rule in db.session.execute(found):
        by_run[run_id].append(asked_by(rule))
    return by_run


def asked_by(rule: EligibilityRule) -> Asked:
    return Asked(rule.id, rule.criterion, rule.parameters, rule.is_required)


def facts_of(nominations: Sequence[Nomination]) -> dict[int, Facts]:
    """What the register knows of each nominee, by nomination id."""
    ids, people = [it.id for it in nominations], [it.person_id for it in nominations]
    runs, persons = days_of({it.offering_id for it in nominations}), persons_of(people)
    languages, licences, completed = languages_of(people), licences_of(people), completed_by(people)
    clearances, documents = clearances_of(ids), documents_of(ids)
    return {
        it.id: Facts(
            starts_on=runs[it.offering_id].starts_on,
            ends_on=runs[it.offering_id].ends_on,
            rank_band=persons[it.person_id].rank_band,
            languages=languages[it.person_id],
            licences=licences[it.person_id],
            completed=frozenset(completed.get(it.person_id, ())),
            declared={code: Answer(said) for code, said in (it.declared or {}).items()},
            serves_until=persons[it.person_id].serves_until,
            deploys=it.deploys,
            deploys_on=it.deploys_on,
            serves_in_mission=it.mission_id is not None,
            born_on=persons[it.person_id].born_on,
            sex=persons[it.person_id].sex,
            clearances=clearances[it.id],
            documents=frozenset(documents[it.id]),
        )
        for it in nominations
    }


def days_of(offering_ids: Iterable[int]) -> dict[int, Any]:
    days = (CourseOffering.id, CourseOffering.starts_on, CourseOffering.ends_on)
    found = select(*days).where(CourseOffering.id.in_(list(offering_ids)))
    return {row.id: row for row in db.session.execute(found)}


def persons_of(person_ids: Sequence[int]) -> dict[int, Any]:
    facts = (Person.id, Person.rank_band, Person.serves_until, Person.born_on, Person.sex)
    found = select(*facts).where(Person.id.in_(person_ids))
    return {row.id: row for row in db.session.execute(found)}


def completed_by(person_ids: Sequence[int]) -> Mapping[int, Iterable[str]]:
    ask: Callable[[Sequence[int]], Mapping[int, Iterable[str]]] | None
    ask = current_app.extensions.get(EARLIER)
    return ask(person_ids) if ask else {}


def clearances_of(ids: Sequence[int]) -> Mapping[int, dict[ClearanceKind, ClearanceOutcome]]:
    """The newest decision of each kind."""
    found = select(Clearance.nomination_id, Clearance.kind, Clearance.decision)
    by_nomination: dict[int, dict[ClearanceKind, ClearanceOutcome]] = defaultdict(dict)
    for row in db.session.execute(
        found.where(Clearance.nomination_id.in_(ids)).order_by(Clearance.id)
    ):
        by_nomination[row.nomination_id][row.kind] = row.decision
    return by_nomination


def documents_of(ids: Sequence[int]) -> Mapping[int, set[DocumentKind]]:
    found = select(NomineeDocument.nomination_id, NomineeDocument.kind).distinct()
    by_nomination: dict[int, set[DocumentKind]] = defaultdict(set)
    here = found.where(NomineeDocument.nomination_id.in_(ids), stands())
    for row in db.session.execute(here):
        by_nomination[row.nomination_id].add(row.kind)
    return by_nomination


def overrides_of(ids: Sequence[int]) -> dict[tuple[int, int], Override]:
    """Overrides that stand, by nomination and rule: of each, the newest line decides."""
    newest = (
        select(func.max(RuleOverride.id))
        .where(RuleOverride.nomination_id.in_(ids))
        .group_by(RuleOverride.nomination_id, RuleOverride.rule_id)
    )
    found = select(RuleOverride).where(RuleOverride.id.in_(newest), RuleOverride.stands)
    return {
        (row.nomination_id, row.rule_id): Override(row.reason, row.by_name, row.at)
        for row in db.session.scalars(found)
    }
