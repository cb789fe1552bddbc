"""Reading assessments: the last attempts, what the rule says of each person, and what was decided."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tpp.acting import Acting
from tpp.assessments.models import AssessmentResult, Outcome
from tpp.assessments.rules import Attempt, Demand, Judgement, Status, Thresholds, judge
from tpp.attendance.queries import Trainee, held_sessions, tallies, trainees
from tpp.catalogue.models import Competency, Course, CourseVersion
from tpp.catalogue.queries import competencies_of
from tpp.db import db
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import CAME
from tpp.offerings.models import CourseOffering, Session
from tpp.offerings.queries import one_run
from tpp.people.models import Person
from tpp.scope import PRIVATE

LIVE = ("issued", "suspended")


def competencies(run: CourseOffering) -> list[Competency]:
    """What this run assesses: without a machine, or on one of the machines that it has."""
    return competencies_of(run.course_version, run.machines)


def thresholds_of(version: CourseVersion) -> Thresholds:
    return Thresholds(
        version.attendance_share_percent, version.pass_mark_percent, version.set_by, version.set_on
    )


def last_attempts(
    run: CourseOffering, places: Collection[int] | None = None
) -> dict[tuple[int, int], Attempt]:
    """The last attempt on record, by place and competency."""
    statement = (
        sa.select(
            AssessmentResult.enrolment_id,
            AssessmentResult.competency_id,
            AssessmentResult.id,
            AssessmentResult.attempt,
            AssessmentResult.mark_percent,
            AssessmentResult.result,
            AssessmentResult.remark,
        )
        .where(AssessmentResult.offering_id == run.id)
        .order_by(AssessmentResult.attempt)
    )
    if places is not None:
        statement = statement.where(AssessmentResult.enrolment_id.in_(places))
    rows = db.session.execute(statement)
    return {(row[0], row[1]): Attempt(*row[2:]) for row in rows}


def attempts_of(place: Enrolment) -> list[AssessmentResult]:
    """Every attempt of one person in this run, newest first."""
    statement = (
        sa.select(AssessmentResult)
        .where(AssessmentResult.enrolment_id == place.id)
        .order_by(AssessmentResult.id.desc())
    )
    return list(db.session.scalars(statement))


class Judged(NamedTuple):
    """A person of the run, what the rule says, and what was decided."""

    trainee: Trainee
    judgement: Judgement
    outcome: Outcome | None


def judged(run: CourseOffering, now: datetime, language: str = "en") -> list[Judged]:
    """Everybody who came, with what the completion rule says of them now."""
    sessions = held_sessions(run, now)
    counted, last, known = tallies(run, sessions), last_attempts(run), outcomes_of(run)
    thresholds, demanded = thresholds_of(run.course_version), competencies(run)

    def of(it: Trainee) -> Judgement:
        demands = [Demand(c.code, c.title, last.get((it.enrolment_id, c.id))) for c in demanded]
        marks = counted.get(it.enrolment_id, Counter())
        return judge(thresholds, len(sessions), marks, demands, it.status)

    came = [it for it in trainees(run, language) if it.status in CAME]
    return [Judged(it, of(it), known.get(it.enrolment_id)) for it in came]


def outcomes_of(run: CourseOffering) -> dict[int, Outcome]:
    """The outcome of every place that has one."""
    statement = sa.select(Outcome).where(Outcome.offering_id == run.id)
    return {outcome.enrolment_id: outcome for outcome in db.session.scalars(statement)}


def outcome_of(place: Enrolment) -> Outcome | None:
    return db.session.scalar(sa.select(Outcome).where(Outcome.enrolment_id == place.id))


def certified(run: CourseOffering) -> set[int]:
    """The places on whose outcome a live certificate rests."""
    certificate: Any = PRIVATE["certificate"]  # of a later package
    statement = sa.select(certificate.enrolment_id).where(
        certificate.offering_id == run.id, certificate.status.in_(LIVE)
    )
    return set(db.session.scalars(statement))


def still_to_come(run: CourseOffering, now: datetime) -> int:
    """Sessions that are planned and have not begun."""
    statement = sa.select(sa.func.count()).where(
        Session.offering_id == run.id, Session.cancelled_at.is_(None), Session.starts_at > now
    )
    return db.session.scalar(statement) or 0


def one_place(acting: Acting, code: str, enrolment_id: int) -> Enrolment | None:
    """The place with this number, where it belongs to a run that this office may know of."""
    run = one_run(acting, code)
    if run is None:
        return None
    statement = sa.select(Enrolment).where(
        Enrolment.id == enrolment_id, Enrolment.offering_id == run.id, Enrolment.status.in_(CAME)
    )
    return db.session.scalar(statement)


def completed_courses(person_ids: Collection[int]) -> dict[int, set[str]]:
    """Codes of the courses that these people completed, by person: an outcome, never a guess.

    Records that were merged tell of one person.
    """
    asked = aliased(Person)
    found = (
        sa.select(asked.id, Course.code)
        .select_from(asked)
        .join(Person, Person.human_id == asked.human_id)
        .join(Outcome, Outcome.person_id == Person.id)
        .join(CourseOffering, CourseOffering.id == Outcome.offering_id)
        .join(CourseVersion, CourseVersion.id == CourseOffering.course_version_id)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(asked.id.in_(person_ids), Outcome.status == Status.COMPLETED)
    )
    by_person: dict[int, set[str]] = {}
    for person_id, code in db.session.execute(found):
        by_person.setdefault(person_id, set()).add(code)
    return by_person
