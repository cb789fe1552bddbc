"""Single calls, their runs and seats, and what a deed needs of them."""

import sqlalchemy as sa
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from tpp.acting import Acting, Role
from tpp.calls.models import AskedParty, CalledRun, NominationCall
from tpp.catalogue.models import CourseVersion
from tpp.db import db
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import within_sight
from tpp.seats.models import SeatAllocation


def call_of(run: CourseOffering) -> CalledRun | None:
    """The run in its call: from when until when offices may nominate for it."""
    found = select(CalledRun).options(joinedload(CalledRun.call))
    return db.session.scalar(found.where(CalledRun.offering_id == run.id))


def call_and_seats(
    run: CourseOffering, party_id: int
) -> tuple[CalledRun | None, SeatAllocation | None]:
    """The call of a run and a Party's seats in it, which every nomination asks for."""
    own = (SeatAllocation.offering_id == run.id) & (SeatAllocation.party_id == party_id)
    both = select(CalledRun, SeatAllocation).outerjoin(SeatAllocation, own)
    found = db.session.execute(both.where(CalledRun.offering_id == run.id)).first()
    return (found[0], found[1]) if found else (None, None)


def concerns(acting: Acting) -> list[ColumnElement[bool]]:
    """A call is known to the programme, and to the offices that it asks or that have seats in its runs."""
    if acting.role in (Role.COORDINATOR, Role.AUDITOR):
        return []
    if acting.role is not Role.FOCAL_POINT:
        return [sa.false()]
    asked = select(AskedParty.call_id).where(AskedParty.party_id == acting.party_id)
    seated = select(SeatAllocation.offering_id).where(SeatAllocation.party_id == acting.party_id)
    of_a_known_run = (
        select(CalledRun.call_id)
        .join(CourseOffering, CourseOffering.id == CalledRun.offering_id)
        .where(*within_sight(acting))
        .where(CalledRun.call_id.in_(asked) | CalledRun.offering_id.in_(seated))
    )
    return [NominationCall.id.in_(of_a_known_run)]


def one_call(acting: Acting, call_id: int) -> NominationCall | None:
    """The call with this number, where this office may know of it."""
    found = select(NominationCall).where(NominationCall.id == call_id, *concerns(acting))
    return db.session.scalar(found)


def runs_of(acting: Acting, call: NominationCall) -> list[CalledRun]:
    """The runs of a call by their first day; an office sees those in which it has seats."""
    course = joinedload(CalledRun.offering).joinedload(CourseOffering.course_version)
    found = (
        select(CalledRun)
        .options(course.joinedload(CourseVersion.course))
        .join(CourseOffering, CourseOffering.id == CalledRun.offering_id)
        .where(CalledRun.call_id == call.id, *within_sight(acting))
        .order_by(CourseOffering.starts_on, CourseOffering.code)
    )
    if acting.role is Role.FOCAL_POINT:
        own = select(SeatAllocation.offering_id).where(SeatAllocation.party_id == acting.party_id)
        found = found.where(CalledRun.offering_id.in_(own))
    return list(db.session.scalars(found))


def asked_of(call: NominationCall, party_id: int | None) -> AskedParty | None:
    """What a Party was asked and answered; nothing where it was not asked."""
    whose = (AskedParty.call_id == call.id, AskedParty.party_id == party_id)
    return db.session.scalar(select(AskedParty).where(*whose))


def seats_of(call: NominationCall) -> list[SeatAllocation]:
    """The seats of each Party in the runs of a call, as far as they are seen."""
    found = (
        select(SeatAllocation)
        .options(joinedload(SeatAllocation.party))
        .join(CalledRun, CalledRun.offering_id == SeatAllocation.offering_id)
        .where(CalledRun.call_id == call.id)
    )
    return list(db.session.scalars(found))
