"""What a trainer has before them: sessions of their own runs, and what is still to assess."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Select, func, select

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


class ToAssess(NamedTuple):
    """A competency of a run that was not assessed of everybody."""

    run: CourseOffering
    title: str
    done: int
    people: int

    @property
    def missing(self) -> int:
        return self.people - self.done


def still_to_assess(runs: Sequence[CourseOffering]) -> list[ToAssess]:
    """What is missing in the runs that have begun, competency by competency."""
    return [it for run in runs if run.status is not Status.CONFIRMED for it in missing_in(run)]


def missing_in(run: CourseOffering) -> list[ToAssess]:
    of_run = (Enrolment.offering_id == run.id, Enrolment.status.in_(CAME))
    people = db.session.scalar(select(func.count()).select_from(Enrolment).where(*of_run)) or 0
    done = numbers(
        select(AssessmentResult.competency_id, func.count(AssessmentResult.enrolment_id.distinct()))
        .join(Enrolment, Enrolment.id == AssessmentResult.enrolment_id)
        .where(*of_run)
        .group_by(AssessmentResult.competency_id)
    )
    every = (ToAssess(run, it.title, done.get(it.id, 0), people) for it in competencies(run))
    return [it for it in every if it.missing]
