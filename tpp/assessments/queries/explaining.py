"""The records behind an outcome: sessions with marks, attempts, points and conduct of one person."""

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from tpp.acting import Acting
from tpp.assessments.models import AssessmentResult, ConductRecord, WrittenResult
from tpp.assessments.queries.judging import Judged, judged
from tpp.assessments.queries.recorded import attempts_of
from tpp.attendance.models import AttendanceRecord
from tpp.attendance.queries import held_sessions, standing
from tpp.attendance.rules import Mark
from tpp.db import db
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import CAME
from tpp.offerings.models import Session
from tpp.offerings.queries import one_run


def explained_place(_: Acting, enrolment_id: int) -> Enrolment | None:
    """The place with this number, of somebody who came, where this reader may see it."""
    statement = sa.select(Enrolment).where(Enrolment.id == enrolment_id, Enrolment.status.in_(CAME))
    return db.session.scalar(statement)


class Explained(NamedTuple):
    """What the rule says of one person, with every record that it rests on."""

    judged: Judged
    sessions: list[tuple[Session, Mark | None]]
    attempts: list[AssessmentResult]
    written: list[WrittenResult]
    conduct: ConductRecord | None


def explained(place: Enrolment, now: datetime, language: str) -> Explained:
    run = place.offering
    [it] = [it for it in judged(run, now, language) if it.trainee.enrolment_id == place.id]
    marks = marks_of(place)
    sessions = [(one, marks.get(one.id)) for one in held_sessions(run, now)]
    return Explained(it, sessions, attempts_of(place), written_of(place), conduct_record(place))


def marks_of(place: Enrolment) -> dict[int, Mark]:
    """What stands for one person, by session."""
    statement = standing(AttendanceRecord.session_id, AttendanceRecord.mark)
    rows = db.session.execute(statement.where(AttendanceRecord.enrolment_id == place.id))
    return dict(rows.all())


def written_of(place: Enrolment) -> list[WrittenResult]:
    """Points as they were entered, newest first."""
    found = sa.select(WrittenResult).where(WrittenResult.enrolment_id == place.id)
    return list(db.session.scalars(found.order_by(WrittenResult.id.desc())))


def conduct_record(place: Enrolment) -> ConductRecord | None:
    found = sa.select(ConductRecord).where(ConductRecord.enrolment_id == place.id)
    return db.session.scalar(found.order_by(ConductRecord.id.desc()).limit(1))


def one_result(acting: Acting, code: str, result_id: int) -> AssessmentResult | None:
    """A line of the record, where it belongs to a run that this office may know of."""
    run = one_run(acting, code)
    if run is None:
        return None
    statement = sa.select(AssessmentResult).where(
        AssessmentResult.id == result_id, AssessmentResult.offering_id == run.id
    )
    return db.session.scalar(statement)


def place_of(result: AssessmentResult) -> Enrolment:
    return db.session.get_one(Enrolment, result.enrolment_id)
