"""What is missing before a run can be closed, computed from its records."""

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from tpp import clock
from tpp.assessments.models import AssessmentResult, Outcome
from tpp.assessments.queries import competencies
from tpp.assessments.rules import Status as OutcomeStatus
from tpp.attendance.queries import held_sessions, sheets_taken
from tpp.certificates.queries.naming import names_in
from tpp.certificates.rules.naming import NameState
from tpp.contributions.queries import contributions
from tpp.days.rules import Line, line
from tpp.db import db
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import CAME
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.offerings.models import CourseOffering
from tpp.questionnaires.queries import over, round_of

STILL_HERE = (PlaceStatus.CONFIRMED, PlaceStatus.ARRIVED, PlaceStatus.IN_TRAINING)


def checklist(run: CourseOffering) -> list[Line]:
    """Line by line, in the order in which one does it."""
    now = clock.now()
    return [one(run, now) for one in LINES]


def sheets(run: CourseOffering, now: datetime) -> Line:
    held = {it.id for it in held_sessions(run, now)}
    missing = len(held - sheets_taken(run))
    return line("sheets", missing, "attendance.of_run", is_known=bool(held))


def assessed(run: CourseOffering, now: datetime) -> Line:
    demanded = [it.id for it in competencies(run)]
    done = (
        sa.select(sa.func.count(AssessmentResult.competency_id.distinct()))
        .where(
            AssessmentResult.enrolment_id == Enrolment.id,
            AssessmentResult.competency_id.in_(demanded),
        )
        .scalar_subquery()
    )
    missing = counted(
        Enrolment.offering_id == run.id, Enrolment.status.in_(CAME), done < len(demanded)
    )
    return line("assessed", missing, "assessments.of_run", is_known=bool(demanded))


def counted(*clauses: sa.ColumnElement[bool]) -> int:
    return db.session.scalar(sa.select(sa.func.count(Enrolment.id)).where(*clauses)) or 0


def decided(run: CourseOffering, now: datetime) -> Line:
    has_one = sa.exists().where(
        Outcome.enrolment_id == Enrolment.id, Outcome.status != OutcomeStatus.NOT_EVALUATED
    )
    missing = counted(Enrolment.offering_id == run.id, Enrolment.status.in_(CAME), ~has_one)
    return line("decided", missing, "assessments.of_run")


def second_looks(run: CourseOffering, now: datetime) -> Line:
    waiting = sa.exists().where(
        Outcome.enrolment_id == Enrolment.id, Outcome.override_asked.is_not(None)
    )
    missing = counted(Enrolment.offering_id == run.id, waiting)
    return line("second_looks", missing, "assessments.of_run")


def places(run: CourseOffering, now: datetime) -> Line:
    missing = counted(Enrolment.offering_id == run.id, Enrolment.status.in_(STILL_HERE))
    return line("places", missing, "enrolments.participants")


def names(run: CourseOffering, now: datetime) -> Line:
    open_ = [it for it in names_in(run) if it.state is not NameState.CONFIRMED]
    return line("names", len(open_), "certificates.of_run")


def evaluation(run: CourseOffering, now: datetime) -> Line:
    row = round_of(run)
    return line("evaluation", 0 if row and over(row) else 1, "questionnaires.of_run")


def given(run: CourseOffering, now: datetime) -> Line:
    every = [it for some in contributions(run).values() for it in some]
    missing = sum(it.actual is None for it in every)
    return line("given", missing, "offerings.run", is_known=bool(every))


LINES: list[Callable[[CourseOffering, datetime], Line]] = [
    sheets,
    places,
    assessed,
    second_looks,
    decided,
    names,
    evaluation,
    given,
]
