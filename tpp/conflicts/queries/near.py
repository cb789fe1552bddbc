"""The plans that can meet a change, and no others."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import select

from tpp.conflicts.queries.plans import COMING, plan_of
from tpp.conflicts.rules import Plan
from tpp.db import db
from tpp.enrolments.models import Enrolment
from tpp.offerings.models import CourseOffering, Session, SessionStaff, SessionStation, Staffing
from tpp.offerings.rules import LONGEST_SESSION, OFF

TAKES_PLACE = (Session.cancelled_at.is_(None), CourseOffering.status.not_in(OFF))

COLUMNS = (
    *(Session.id, Session.offering_id, Session.starts_at, Session.ends_at),
    *(Session.room_id, Session.group_id, CourseOffering.timezone),
)


def plan_near(ids: set[int], runs: set[int] | None = None) -> Plan:
    """These sessions, and what meets them by room, person, machine, run or trainee."""
    own = db.session.execute(
        select(*COLUMNS).join(Session.offering).where(*TAKES_PLACE, Session.id.in_(ids))
    ).all()
    of_runs = {row.offering_id for row in own} | (runs or set())
    rows = {row.id: row for row in own}
    if own:
        doubled = other_runs(of_runs)
        near = neighbours(own, of_runs | doubled)
        rows |= {row.id: row for row in db.session.execute(near)}
    return plan_of(list(rows.values()), of_runs | {row.offering_id for row in rows.values()})


def neighbours(own: Sequence[Any], runs: set[int]) -> sa.Select[*tuple[Any, ...]]:
    since, until = min(it.starts_at for it in own), max(it.ends_at for it in own)
    ids = [it.id for it in own]
    mine = select(Staffing.account_id).join(SessionStaff, SessionStaff.staffing_id == Staffing.id)
    accounts = mine.where(SessionStaff.session_id.in_(ids))
    staffed = (
        select(SessionStaff.session_id)
        .join(Staffing, Staffing.id == SessionStaff.staffing_id)
        .where(Staffing.account_id.in_(accounts))
    )
    machines = select(SessionStation.equipment_id).where(SessionStation.session_id.in_(ids))
    stationed = select(SessionStation.session_id).where(SessionStation.equipment_id.in_(machines))
    return (
        select(*COLUMNS)
        .join(Session.offering)
        .where(
            *TAKES_PLACE,
            Session.starts_at.between(since - LONGEST_SESSION, until),
            Session.ends_at > since,
            sa.or_(
                Session.offering_id.in_(runs),
                Session.room_id.in_({it.room_id for it in own if it.room_id}),
                Session.id.in_(staffed),
                Session.id.in_(stationed),
            ),
        )
    )


def other_runs(runs: set[int]) -> set[int]:
    """Runs in which somebody has a place who has one in these, too."""
    other = sa.orm.aliased(Enrolment)
    found = (
        select(other.offering_id)
        .join(Enrolment, Enrolment.human_id == other.human_id)
        .where(Enrolment.offering_id.in_(runs), other.offering_id.in_(meeting_runs(runs)))
        .where(Enrolment.status.in_(COMING), other.status.in_(COMING))
    )
    return set(db.session.scalars(found.distinct())) - runs


def meeting_runs(runs: set[int]) -> sa.Select[int]:
    """Other runs that take place while these do."""
    one = sa.orm.aliased(CourseOffering)
    return (
        select(CourseOffering.id)
        .join(
            one,
            sa.and_(
                one.starts_on <= CourseOffering.ends_on, one.ends_on >= CourseOffering.starts_on
            ),
        )
        .where(one.id.in_(runs), CourseOffering.id != one.id, CourseOffering.status.not_in(OFF))
    )
