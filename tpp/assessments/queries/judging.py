"""What the completion rule says of each person, and what was decided."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tpp.acting import Acting
from tpp.assessments.models import Outcome
from tpp.assessments.queries.demanded import (
    competencies,
    sheets_of,
    thresholds_of,
    written_tests,
)
from tpp.assessments.queries.recorded import conduct_of, last_attempts, points_in
from tpp.assessments.rules import (
    Attempt,
    Conduct,
    Demand,
    Judgement,
    Sheet,
    Status,
    Thresholds,
    Written,
    judge,
)
from tpp.assessments.rules.written import Points
from tpp.attendance.queries import Trainee, held_sessions, tallies, trainees
from tpp.attendance.rules import Mark
from tpp.catalogue.models import Competency, Course, CourseVersion, WrittenTest
from tpp.db import db
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import CAME
from tpp.offerings.models import CourseOffering, Session
from tpp.offerings.queries import one_run
from tpp.people.models import Person
from tpp.scope import PRIVATE

LIVE = ("issued", "suspended")


class Judged(NamedTuple):
    """A person of the run, what the rule says, and what was decided."""

    trainee: Trainee
    judgement: Judgement
    outcome: Outcome | None


def judged(run: CourseOffering, now: datetime, language: str = "en") -> list[Judged]:
    """Everybody who came, with what the completion rule says of them now."""
    return judged_by(run, evidence_of(run, now), language)


def judged_by(run: CourseOffering, evidence: "Evidence", language: str = "en") -> list[Judged]:
    known = outcomes_of(run)
    came = [it for it in trainees(run, language) if it.status in CAME]
    return [Judged(it, evidence.judge(it), known.get(it.enrolment_id)) for it in came]


class Evidence(NamedTuple):
    """Everything on record of a class that the rule looks at, read once for all of it."""

    thresholds: Thresholds
    sessions_held: int
    counted: dict[int, Counter[Mark]]
    demanded: list[Competency]
    sheets: dict[int, Sheet]
    last: dict[tuple[int, int], Attempt]
    tests: list[WrittenTest]
    points: dict[tuple[int, int], Points]
    conduct: dict[int, tuple[int, Conduct]]

    def judge(self, it: Trainee) -> Judgement:
        who = it.enrolment_id
        return judge(
            self.thresholds,
            self.sessions_held,
            self.counted.get(who, Counter()),
            [self.demand(who, one) for one in self.demanded],
            it.status,
            [self.written(who, test) for test in self.tests],
            self.conduct[who][1] if who in self.conduct else Conduct.UNKNOWN,
        )

    def demand(self, who: int, it: Competency) -> Demand:
        attempt = self.last.get((who, it.id))
        return Demand(it.code, it.title, attempt, self.sheets[it.id], it.is_critical, it.machine)

    def written(self, who: int, it: WrittenTest) -> Written:
        stands = self.points.get((who, it.id))
        points = stands.points if stands else None
        return Written(it.code, it.title, it.kind, it.points, it.needed_percent, points)


def evidence_of(run: CourseOffering, now: datetime) -> Evidence:
    """A handful of questions for a class of any size; of tests and conduct only where they count."""
    sessions, demanded, tests = held_sessions(run, now), competencies(run), written_tests(run)
    thresholds = thresholds_of(run.course_version)
    return Evidence(
        thresholds,
        len(sessions),
        tallies(run, sessions),
        demanded,
        sheets_of(run, demanded),
        last_attempts(run, demanded=demanded),
        tests,
        points_in(run, tests) if tests else {},
        conduct_of(run) if thresholds.wants_conduct else {},
    )


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
