"""Reading attendance: the people of a run, its sessions, and the marks that stand."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tpp import clock
from tpp.accounts.models import Account
from tpp.acting import Acting, Role
from tpp.attendance.models import AttendanceRecord
from tpp.attendance.rules import (
    NEVER_CAME,
    OPENS_BEFORE,
    TAKEN_IN,
    Mark,
    Marked,
    Standing,
    is_held,
)
from tpp.db import db
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.offerings.models import CourseOffering, Session
from tpp.offerings.queries import PARTS, local_day, one_run, sessions_of
from tpp.parties.models import Party
from tpp.people.models import Person
from tpp.people.rules import Sex
from tpp.scope import EVERYTHING, seeing


class Trainee(NamedTuple):
    """Somebody with a place in a run, as a sheet names them."""

    enrolment_id: int
    person_id: int
    party_id: int
    status: PlaceStatus
    name: str
    sex: Sex
    party: str

    @property
    def is_woman(self) -> bool:
        return self.sex is Sex.WOMAN


def trainees(run: CourseOffering, language: str = "en") -> list[Trainee]:
    """Everybody with a place in the run who came or is expected, by country and name."""
    statement = (
        sa.select(
            Enrolment.id,
            Enrolment.person_id,
            Enrolment.party_id,
            Enrolment.status,
            Person.name,
            Person.sex,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.offering_id == run.id, Enrolment.status.not_in(NEVER_CAME))
    )
    rows = db.session.execute(statement).all()
    names = party_names({row.party_id for row in rows}, language)
    found = [Trainee(*row, names[row.party_id]) for row in rows]
    return sorted(found, key=lambda it: (it.party, it.name.casefold(), it.enrolment_id))


def party_names(ids: set[int], language: str) -> dict[int, str]:
    parties = db.session.scalars(sa.select(Party).where(Party.id.in_(ids)))
    return {party.id: party.name_in(language) for party in parties}


def held_sessions(run: CourseOffering, now: datetime) -> list[Session]:
    """The sessions that count by now, in the order of the clock."""
    taken = sheets_taken(run)
    return [
        it
        for it in sessions_of(run)
        if is_held(it.ends_at, it.cancelled_at, now, is_taken=it.id in taken)
    ]


def sheets_taken(run: CourseOffering) -> set[int]:
    """The sessions of which somebody's mark was given."""
    found = sa.select(AttendanceRecord.session_id).where(AttendanceRecord.offering_id == run.id)
    with seeing(EVERYTHING):  # whether a sheet was taken, not of whom
        return set(db.session.scalars(found.distinct()))


def sheet_to_take(acting: Acting, run: CourseOffering) -> dict[str, Any]:
    """For the page of the run: the session of today whose sheet a trainer takes next."""
    now = clock.now()
    if acting.role is not Role.TRAINER or run.status not in TAKEN_IN:
        return {}
    taken = sheets_taken(run)
    open_ = (
        it
        for it in sessions_of(run)
        if it.cancelled_at is None
        and it.id not in taken
        and it.starts_at - OPENS_BEFORE <= now
        and local_day(it.starts_at, run.timezone) == clock.today(run.timezone)
    )
    return {"sheet_to_take": next(open_, None)}


PARTS.append(sheet_to_take)


def one_session(acting: Acting, code: str, session_id: int) -> Session | None:
    """The session with this number, where it belongs to a run that this office may know of."""
    run = one_run(acting, code)
    session = db.session.get(Session, session_id) if run else None
    return session if session and run and session.offering_id == run.id else None


def standing(*columns: Any) -> sa.Select[Any]:
    """Records that no later one corrects."""
    correction = aliased(AttendanceRecord)
    is_corrected = sa.exists().where(correction.corrects_id == AttendanceRecord.id)
    return sa.select(*columns).where(~is_corrected)


def marks_of_session(session: Session) -> dict[int, Standing]:
    """What stands for each place in one session."""
    statement = standing(
        AttendanceRecord.enrolment_id,
        AttendanceRecord.id,
        AttendanceRecord.mark,
        AttendanceRecord.minutes_late,
    ).where(AttendanceRecord.session_id == session.id)
    rows = db.session.execute(statement).all()
    return {who: Standing(record, Marked(mark, minutes)) for who, record, mark, minutes in rows}


def marks_of_run(run: CourseOffering) -> dict[tuple[int, int], Mark]:
    """What stands in the whole run, by place and session."""
    statement = standing(
        AttendanceRecord.enrolment_id, AttendanceRecord.session_id, AttendanceRecord.mark
    ).where(AttendanceRecord.offering_id == run.id)
    return {(who, when): mark for who, when, mark in db.session.execute(statement)}


def tallies(run: CourseOffering, sessions: Sequence[Session]) -> dict[int, Counter[Mark]]:
    """How many of these sessions each place attended, was late in, missed …"""
    statement = (
        standing(AttendanceRecord.enrolment_id, AttendanceRecord.mark, sa.func.count())
        .where(
            AttendanceRecord.offering_id == run.id,
            AttendanceRecord.session_id.in_([session.id for session in sessions]),
        )
        .group_by(AttendanceRecord.enrolment_id, AttendanceRecord.mark)
    )
    counted: dict[int, Counter[Mark]] = defaultdict(Counter)
    for who, mark, number in db.session.execute(statement):
        counted[who][mark] = number
    return counted


class Correction(NamedTuple):
    """A mark that was changed: whose, from what, to what, by whom, when and why."""

    enrolment_id: int
    before: Mark
    after: Mark
    minutes: int | None
    at: datetime
    by: str | None
    reason: str


def corrections(session: Session) -> list[Correction]:
    """The marks of the session that were changed, newest first."""
    before = aliased(AttendanceRecord)
    statement = (
        sa.select(
            AttendanceRecord.enrolment_id,
            before.mark,
            AttendanceRecord.mark,
            AttendanceRecord.minutes_late,
            AttendanceRecord.at,
            Account.name,
            AttendanceRecord.reason,
        )
        .join(before, before.id == AttendanceRecord.corrects_id)
        .outerjoin(Account, Account.id == AttendanceRecord.account_id)
        .where(AttendanceRecord.session_id == session.id)
        .order_by(AttendanceRecord.id.desc())
    )
    return [Correction(*row) for row in db.session.execute(statement)]


def session_of_trainer(acting: Acting, session_id: int) -> Session | None:
    """The session with this number, where it belongs to a run that this trainer teaches."""
    session = db.session.get(Session, session_id)
    return session if session and session.offering_id in acting.offering_ids else None


def sessions_at_hand(acting: Acting) -> list[Session]:
    """The sessions from yesterday to tomorrow in the runs that this trainer teaches, by the clock."""
    now = clock.now()
    statement = (
        sa.select(Session)
        .join(CourseOffering, CourseOffering.id == Session.offering_id)
        .where(
            Session.offering_id.in_(acting.offering_ids),
            CourseOffering.status.in_(TAKEN_IN),
            Session.cancelled_at.is_(None),
            Session.starts_at.between(now - timedelta(hours=36), now + timedelta(hours=36)),
        )
        .order_by(Session.starts_at, Session.id)
    )
    return list(db.session.scalars(statement))
