"""What belongs to one run: its parties, team and sessions."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import contains_eager, joinedload

from tpp.accounts.models import Account, Office, OfficeHolder
from tpp.acting import Acting, Role
from tpp.catalogue.models import Competency
from tpp.db import db
from tpp.offerings.models import CourseOffering, Participation, Session, Staffing
from tpp.offerings.queries.sight import within_sight
from tpp.offerings.rules import PartyRole
from tpp.parties.models import Party
from tpp.scope import EVERYTHING, seeing

MARKS = sa.table("attendance_record", sa.column("session_id"))
GIFTS = sa.table("contribution", sa.column("participation_id"))


def last_number(stem: str) -> int:
    """The highest running number that a code of this course and year has."""
    codes = select(CourseOffering.code).where(CourseOffering.code.startswith(stem, autoescape=True))
    numbers = (code.removeprefix(stem) for code in db.session.scalars(codes))
    return max((int(number) for number in numbers if number.isdecimal()), default=0)


def planned_by(once: str | None) -> CourseOffering | None:
    """The run that this very form planned, where it was sent before."""
    if not once:
        return None
    return db.session.scalar(select(CourseOffering).where(CourseOffering.once == once))


def parties_of(run: CourseOffering) -> list[Participation]:
    """Who hosts, supports and sends, by name."""
    found = (
        select(Participation)
        .join(Participation.party)
        .options(contains_eager(Participation.party))
        .where(Participation.offering_id == run.id)
        .order_by(Party.name)
    )
    return list(db.session.scalars(found))


def role_of(run: CourseOffering, party: Party, role: PartyRole) -> Participation | None:
    return db.session.scalar(
        select(Participation).where(
            Participation.offering_id == run.id,
            Participation.party_id == party.id,
            Participation.role == role,
        )
    )


def gives(taking_part: Participation) -> bool:
    """Is anything written down of what this Party gives to the run?"""
    given = sa.exists().where(GIFTS.c.participation_id == taking_part.id)
    return bool(db.session.scalar(select(given)))


def staff_of(run: CourseOffering) -> list[Staffing]:
    """The team: leads first, then as they were assigned."""
    in_order = sa.case({"lead": 0, "trainer": 1, "assistant": 2}, value=Staffing.role, else_=3)
    team = (
        select(Staffing)
        .options(joinedload(Staffing.account), joinedload(Staffing.party))
        .where(Staffing.offering_id == run.id)
        .order_by(in_order, Staffing.id)
    )
    return list(db.session.scalars(team))


def staffing_of(run: CourseOffering, account: Account) -> Staffing | None:
    whose = (Staffing.offering_id == run.id, Staffing.account_id == account.id)
    return db.session.scalar(select(Staffing).where(*whose))


def holds_trainer_office() -> ColumnElement[bool]:
    return Account.id.in_(
        select(OfficeHolder.account_id)
        .join(Office, Office.id == OfficeHolder.office_id)
        .where(
            Office.role == Role.TRAINER, Office.closed_at.is_(None), OfficeHolder.until.is_(None)
        )
    )


def trainers() -> list[Account]:
    """Accounts that may be assigned to a run, by name."""
    found = select(Account).where(Account.disabled_at.is_(None), holds_trainer_office())
    return list(db.session.scalars(found.order_by(Account.name)))


def is_trainer(account: Account) -> bool:
    held = select(Account.id).where(Account.id == account.id, holds_trainer_office())
    return db.session.scalar(held) is not None


def sessions_of(run: CourseOffering) -> list[Session]:
    """In the order of the clock, cancelled ones included."""
    found = select(Session).where(Session.offering_id == run.id)
    return list(db.session.scalars(found.order_by(Session.starts_at, Session.id)))


def session_starts(run: CourseOffering) -> Select[datetime]:
    """When the sessions that are not cancelled begin."""
    return (
        select(Session.starts_at)
        .where(Session.offering_id == run.id, Session.cancelled_at.is_(None))
        .order_by(Session.starts_at)
    )


def is_planned(run: CourseOffering, **what: Any) -> bool:
    """Does the same session, in every word, stand in the timetable?"""
    same = select(Session.id).filter_by(offering_id=run.id, cancelled_at=None, **what)
    return db.session.scalar(same.limit(1)) is not None


def local_day(at: datetime, timezone: str) -> date:
    return at.astimezone(ZoneInfo(timezone)).date()


def one_session(acting: Acting, session_id: int) -> Session | None:
    """The session with this number, where this office may know of its run."""
    found = select(Session).join(Session.offering).options(contains_eager(Session.offering))
    return db.session.scalar(found.where(Session.id == session_id, *within_sight(acting)))


def one_staffing(acting: Acting, staffing_id: int) -> Staffing | None:
    found = select(Staffing).join(Staffing.offering).options(contains_eager(Staffing.offering))
    return db.session.scalar(found.where(Staffing.id == staffing_id, *within_sight(acting)))


def one_participation(acting: Acting, participation_id: int) -> Participation | None:
    found = select(Participation).options(joinedload(Participation.party))
    found = found.join(CourseOffering, CourseOffering.id == Participation.offering_id)
    return db.session.scalar(
        found.where(Participation.id == participation_id, *within_sight(acting))
    )


def machines_known() -> list[str]:
    """Every machine type on which some course assesses."""
    found = select(Competency.machine).where(Competency.machine != "").distinct()
    return sorted(db.session.scalars(found))


def has_marks(session: Session) -> bool:
    """Was attendance taken in it, of anybody?"""
    taken = sa.exists().where(MARKS.c.session_id == session.id)
    with seeing(EVERYTHING):  # whether, not who
        return bool(db.session.scalar(select(taken)))
