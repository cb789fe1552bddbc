"""What a trainer has before them: sessions of their own runs, and what is still to assess."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Select, exists, func, select

from tpp.acting import Acting
from tpp.assessments.models import AssessmentResult
from tpp.assessments.queries import competencies
from tpp.attendance.models import AttendanceRecord
from tpp.attendance.rules import NEVER_CAME
from tpp.db import db
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import CAME
from tpp.offerings.models import CourseOffering, Session
from tpp.offerings.queries import visible_to
from tpp.offerings.rules import Status
from tpp.people.models import Person

TAUGHT = (Status.CONFIRMED, Status.IN_PROGRESS, Status.DELIVERED)
MOST_SESSIONS = 12


def own_runs(acting: Acting) -> list[CourseOffering]:
    """The runs that this trainer is assigned to and that are not closed, the earliest first."""
    found = visible_to(acting).where(CourseOffering.status.in_(TAUGHT))
    return list(db.session.scalars(found.order_by(CourseOffering.starts_on)))


def sessions_from(runs: Sequence[CourseOffering], now: datetime) -> list[Session]:
    """The sessions of these runs from yesterday's on, in the order of the clock."""
    found = select(Session).where(
        Session.offering_id.in_([run.id for run in runs]),
        Session.cancelled_at.is_(None),
        Session.ends_at >= now - timedelta(days=1),
    )
    return list(db.session.scalars(found.order_by(Session.starts_at).limit(MOST_SESSIONS)))


def sheets_missing(runs: Sequence[CourseOffering], now: datetime) -> list[Session]:
    """Sessions that are over and of which nobody took the sheet, the oldest first."""
    has_one = exists().where(AttendanceRecord.session_id == Session.id)
    found = select(Session).where(
        Session.offering_id.in_([run.id for run in runs]),
        Session.cancelled_at.is_(None),
        Session.ends_at < now,
        ~has_one,
    )
    return list(db.session.scalars(found.order_by(Session.starts_at)))


def marks_given(sessions: Sequence[Session]) -> dict[int, int]:
    """How many people have a mark in each of these sessions."""
    ids = [session.id for session in sessions]
    return numbers(
        select(
            AttendanceRecord.session_id,
            func.count(AttendanceRecord.enrolment_id.distinct()),
        )
        .where(AttendanceRecord.session_id.in_(ids))
        .group_by(AttendanceRecord.session_id)
    )


def expected_in(runs: Sequence[CourseOffering]) -> dict[int, int]:
    """How many people a sheet of each run lists."""
    return numbers(
        select(Enrolment.offering_id, func.count())
        .where(
            Enrolment.offering_id.in_([run.id for run in runs]),
            Enrolment.status.not_in(NEVER_CAME),
        )
        .group_by(Enrolment.offering_id)
    )


def numbers(counted: Select[int, int]) -> dict[int, int]:
    return dict(db.session.execute(counted).all())


class Unassessed(NamedTuple):
    """Somebody in a run with competencies that nobody has assessed yet."""

    enrolment_id: int
    name: str
    missing: int


class ToAssess(NamedTuple):
    """What is still to assess in one run: of whom, and how much in all."""

    run: CourseOffering
    people: list[Unassessed]
    came: int

    @property
    def missing(self) -> int:
        return sum(it.missing for it in self.people)


def still_to_assess(runs: Sequence[CourseOffering]) -> list[ToAssess]:
    """What is missing in the runs that have begun: run by run, whoever lacks most first."""
    begun = (missing_in(run) for run in runs if run.status is not Status.CONFIRMED)
    return [it for it in begun if it.people]


def missing_in(run: CourseOffering) -> ToAssess:
    demanded = [it.id for it in competencies(run)]
    done = (
        select(func.count(AssessmentResult.competency_id.distinct()))
        .where(
            AssessmentResult.enrolment_id == Enrolment.id,
            AssessmentResult.competency_id.in_(demanded),
        )
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Enrolment.id, Person.name, done.label("done"))
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.offering_id == run.id, Enrolment.status.in_(CAME))
        .order_by(done, Person.name)
    ).all()
    every = [Unassessed(row.id, row.name, len(demanded) - row.done) for row in rows]
    return ToAssess(run, [it for it in every if it.missing], len(every))
