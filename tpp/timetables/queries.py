"""Timetables that may be laid, what stands on a run's days, and when nothing is taught there."""

from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from tpp.acting import Acting
from tpp.catalogue.models import Course, CourseVersion
from tpp.db import db
from tpp.offerings.models import (
    CourseOffering,
    Participation,
    Session,
    SessionStaff,
    SessionStation,
    Staffing,
)
from tpp.offerings.queries import visible_to, within_sight
from tpp.offerings.queries.parts import MARKS
from tpp.offerings.rules import PartyRole
from tpp.scope import EVERYTHING, seeing
from tpp.timetables.models import FreeTime, TimetableBlock, TimetableDeed, TimetableTemplate
from tpp.timetables.rules import Block, Free, with_weekend
from tpp.venues.models import Equipment, Room


def templates() -> list[TimetableTemplate]:
    """Those in use, by course."""
    found = (
        select(TimetableTemplate)
        .join(TimetableTemplate.course_version)
        .join(Course, Course.id == CourseVersion.course_id)
        .options(contains_eager(TimetableTemplate.course_version).joinedload(CourseVersion.course))
        .where(TimetableTemplate.withdrawn_at.is_(None))
        .order_by(Course.title, CourseVersion.number.desc(), TimetableTemplate.id)
    )
    return list(db.session.scalars(found))


def templates_for(run: CourseOffering) -> list[TimetableTemplate]:
    """Those of the run's own course; of its version first."""
    own = run.course_version
    fitting = [it for it in templates() if it.course_version.course_id == own.course_id]
    return sorted(fitting, key=lambda it: it.course_version_id != own.id)


def one_template(_: Acting, template_id: int) -> TimetableTemplate | None:
    version = joinedload(TimetableTemplate.course_version).joinedload(CourseVersion.course)
    found = select(TimetableTemplate).options(version)
    return db.session.scalar(found.where(TimetableTemplate.id == template_id))


def one_block(_: Acting, block_id: int) -> TimetableBlock | None:
    found = select(TimetableBlock).options(joinedload(TimetableBlock.template))
    return db.session.scalar(found.where(TimetableBlock.id == block_id))


def blocks_of(template: TimetableTemplate) -> list[TimetableBlock]:
    in_order = (TimetableBlock.day, TimetableBlock.starts, TimetableBlock.id)
    found = select(TimetableBlock).where(TimetableBlock.template_id == template.id)
    return list(db.session.scalars(found.order_by(*in_order)))


def block_counts() -> dict[int, tuple[int, int]]:
    """How many days and blocks each timetable has."""
    counted = select(
        TimetableBlock.template_id, sa.func.max(TimetableBlock.day), sa.func.count()
    ).group_by(TimetableBlock.template_id)
    return {number: (days, blocks) for number, days, blocks in db.session.execute(counted)}


def once_done(once: str) -> TimetableDeed | None:
    return db.session.scalar(select(TimetableDeed).where(TimetableDeed.once == once))


def free_times_of(run: CourseOffering) -> tuple[str, list[FreeTime]]:
    """Whose setting holds for a run - its own, else its venue's, else that of who hosts - and the setting."""
    hosting = select(Participation.party_id).where(
        Participation.offering_id == run.id, Participation.role == PartyRole.HOST
    )
    for whose, is_its in (
        ("run", FreeTime.offering_id == run.id),
        ("venue", FreeTime.venue_id == run.venue_id if run.venue_id else sa.false()),
        ("host", FreeTime.host_id.in_(hosting)),
    ):
        if set_there := listed(select(FreeTime).where(is_its)):
            return whose, set_there
    return "", []


def usual_free_times() -> list[FreeTime]:
    """What is usual at venues and with hosts."""
    return listed(
        select(FreeTime)
        .options(joinedload(FreeTime.venue), joinedload(FreeTime.host))
        .where(FreeTime.offering_id.is_(None))
    )


def listed(found: Select[FreeTime]) -> list[FreeTime]:
    return list(db.session.scalars(found.order_by(FreeTime.id)))


def free_of(run: CourseOffering) -> list[Free]:
    """When nothing is taught in it, with the weekend where no other day of the week is off."""
    return with_weekend([it.free for it in free_times_of(run)[1]])


def one_free_time(acting: Acting, free_id: int) -> FreeTime | None:
    """A usual one, or one of a run that this office may know of."""
    runs = select(CourseOffering.id).where(*within_sight(acting))
    known = sa.or_(FreeTime.offering_id.is_(None), FreeTime.offering_id.in_(runs))
    return db.session.scalar(select(FreeTime).where(FreeTime.id == free_id, known))


def standing(run: CourseOffering) -> Select[Session]:
    """Its sessions that are not cancelled, in the order of the clock."""
    return (
        select(Session)
        .where(Session.offering_id == run.id, Session.cancelled_at.is_(None))
        .order_by(Session.starts_at, Session.id)
    )


def sessions_of(run: CourseOffering) -> list[Session]:
    """All that a timetable shows, with room and group."""
    shown = (joinedload(Session.listed_room), joinedload(Session.group))
    found = select(Session).options(*shown).where(Session.offering_id == run.id)
    return list(db.session.scalars(found.order_by(Session.starts_at, Session.id)))


def held(sessions: Iterable[Session]) -> set[int]:
    """Those in which attendance was taken: they stay where they are."""
    numbers = [it.id for it in sessions]
    taken = select(MARKS.c.session_id).where(MARKS.c.session_id.in_(numbers)).distinct()
    with seeing(EVERYTHING):  # whether, not who
        return set(db.session.scalars(taken))


def as_blocks(run: CourseOffering) -> list[tuple[Any, Block]]:
    """The sessions of a run as blocks on their dates, with the day not counted yet."""
    zone, needs = ZoneInfo(run.timezone), stations_of(run)
    dated = []
    for it in db.session.scalars(standing(run).options(joinedload(Session.listed_room))):
        starts, ends = it.starts_at.astimezone(zone), it.ends_at.astimezone(zone)
        machine, machines = needs.get(it.id, ("", 0))
        if ends.date() == starts.date():
            words = (it.title, it.language, it.where, machine, machines)
            dated.append((starts.date(), Block(1, starts.time(), ends.time(), *words)))
    return dated


def stations_of(run: CourseOffering) -> dict[int, tuple[str, int]]:
    """The first type of machine that each session needs, and how many."""
    found = (
        select(SessionStation.session_id, Equipment.type, SessionStation.number)
        .join(Session, Session.id == SessionStation.session_id)
        .join(Equipment, Equipment.id == SessionStation.equipment_id)
        .where(Session.offering_id == run.id)
        .order_by(SessionStation.id.desc())
    )
    return {number: (type_, many) for number, type_, many in db.session.execute(found)}


def others_with_sessions(acting: Acting, run: CourseOffering) -> list[CourseOffering]:
    """Runs of the same course whose sessions may be copied, the latest first."""
    has_some = sa.exists().where(
        Session.offering_id == CourseOffering.id, Session.cancelled_at.is_(None)
    )
    versions = select(CourseVersion.id).where(
        CourseVersion.course_id == run.course_version.course_id
    )
    return list(
        db.session.scalars(
            visible_to(acting)
            .where(CourseOffering.id != run.id, has_some)
            .where(CourseOffering.course_version_id.in_(versions))
            .order_by(CourseOffering.starts_on.desc())
            .limit(50)
        )
    )


def rooms_at(run: CourseOffering) -> dict[str, Room]:
    """The rooms of the run's venue by their names."""
    found = select(Room).where(Room.venue_id == run.venue_id)
    return {it.name: it for it in db.session.scalars(found)} if run.venue_id else {}


def machines_at(run: CourseOffering) -> dict[str, Equipment]:
    """The machines of the run's venue by their type."""
    found = select(Equipment).where(Equipment.venue_id == run.venue_id)
    return {it.type: it for it in db.session.scalars(found)} if run.venue_id else {}


def people_in(sessions: Sequence[Session]) -> dict[int, list[SessionStaff]]:
    """Who teaches in each session."""
    found = (
        select(SessionStaff)
        .options(joinedload(SessionStaff.staffing).joinedload(Staffing.account))
        .where(SessionStaff.session_id.in_([it.id for it in sessions]))
        .order_by(SessionStaff.id)
    )
    people: dict[int, list[SessionStaff]] = {}
    for it in db.session.scalars(found):
        people.setdefault(it.session_id, []).append(it)
    return people
