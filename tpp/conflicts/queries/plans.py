"""Plans as the rules see them, read from the register."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import select

from tpp.catalogue.models import TrainerDemand
from tpp.conflicts.rules import Block, Plan, Post, RunPlan
from tpp.conflicts.rules.finding import days_of
from tpp.db import db
from tpp.enrolments.models import Enrolment, GroupPlace
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.offerings.models import (
    CourseOffering,
    SessionStaff,
    SessionStation,
    StaffAbsence,
    Staffing,
    TrainerQualification,
)
from tpp.offerings.rules import OFF, Duty
from tpp.venues.models import Equipment, OutOfService, Room, Venue

COMING = (PlaceStatus.CONFIRMED, PlaceStatus.ARRIVED, PlaceStatus.IN_TRAINING)
FOREVER = date.max


def plan_of(rows: Sequence[Any], run_ids: set[int]) -> Plan:
    runs = run_plans(run_ids)
    ids = [row.id for row in rows]
    # Many runs are read whole, a few by their numbers: a list of thousands is no condition.
    few = sa.true() if len(ids) > 800 else SessionStaff.session_id.in_(ids)
    few_stations = sa.true() if len(ids) > 800 else SessionStation.session_id.in_(ids)
    posts, stations = posts_of(few), stations_of(few_stations)
    heads = group_sizes({row.group_id for row in rows if row.group_id})
    blocks = tuple(block_of(row, runs, posts, stations, heads) for row in rows)
    machines = {machine for block in blocks for machine, _ in block.stations}
    accounts = {post.account for block in blocks for post in block.staff}
    return Plan(
        blocks=blocks,
        runs=runs,
        rooms=capacities(Room, {block.room for block in blocks if block.room}),
        venues=capacities(Venue, {run.venue for run in runs.values() if run.venue}),
        equipment=held(machines),
        outages=outages(machines),
        sharing=sharing(set(runs)) if heads else frozenset(),
        trainees=trainees(set(runs)),
        absences=absences(blocks),
        qualifications=qualifications(accounts, runs.values()),
    )


def block_of(row: Any, runs: Any, posts: Any, stations: Any, heads: dict[int, int]) -> Block:
    zone = ZoneInfo(row.timezone)
    first, last = days_of(row.starts_at.astimezone(zone), row.ends_at.astimezone(zone))
    return Block(
        id=row.id,
        run=row.offering_id,
        starts=row.starts_at,
        ends=row.ends_at,
        first_day=first,
        last_day=last,
        room=row.room_id,
        group=row.group_id,
        heads=heads.get(row.group_id, 0) if row.group_id else runs[row.offering_id].seats,
        staff=tuple(posts.get(row.id, ())),
        stations=tuple(stations.get(row.id, ())),
    )


def run_plans(ids: set[int]) -> dict[int, RunPlan]:
    """The runs, and the others that are at the same venues at the same time."""
    mine = [it for it in run_rows(CourseOffering.id.in_(ids)) if it.id in ids]
    venues = {it.venue_id for it in mine if it.venue_id}
    rows = {it.id: it for it in mine}
    if venues:
        first, last = min(it.starts_on for it in mine), max(it.ends_on for it in mine)
        meets = (CourseOffering.starts_on <= last, CourseOffering.ends_on >= first)
        rows |= {it.id: it for it in run_rows(CourseOffering.venue_id.in_(venues), *meets)}
    demands: dict[int, list[str]] = defaultdict(list)
    asked = select(TrainerDemand.version_id, TrainerDemand.qualification)
    for version, qualification in db.session.execute(asked):
        demands[version].append(qualification)
    return {
        it.id: RunPlan(
            it.id,
            it.starts_on,
            it.ends_on,
            it.seats,
            it.venue_id,
            tuple(demands[it.course_version_id]),
        )
        for it in rows.values()
    }


def run_rows(*where: sa.ColumnElement[bool]) -> Sequence[Any]:
    columns = (
        *(CourseOffering.id, CourseOffering.starts_on, CourseOffering.ends_on),
        *(CourseOffering.seats, CourseOffering.venue_id, CourseOffering.course_version_id),
    )
    takes_place = CourseOffering.status.not_in(OFF)
    return db.session.execute(select(*columns).where(takes_place, *where)).all()


def posts_of(which: sa.ColumnElement[bool]) -> dict[int, list[Post]]:
    columns = (SessionStaff.session_id, SessionStaff.duty, Staffing.account_id, Staffing.party_id)
    found = select(*columns).join(Staffing, Staffing.id == SessionStaff.staffing_id).where(which)
    posts: dict[int, list[Post]] = defaultdict(list)
    for session, duty, account, party in db.session.execute(found):
        interprets, teaches = duty is Duty.INTERPRETS, duty is Duty.TEACHES
        posts[session].append(Post(account, party, teaches, interprets))
    return posts


def stations_of(which: sa.ColumnElement[bool]) -> dict[int, list[tuple[int, int]]]:
    columns = (SessionStation.session_id, SessionStation.equipment_id, SessionStation.number)
    stations: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for session, machine, number in db.session.execute(select(*columns).where(which)):
        stations[session].append((machine, number))
    return stations


def group_sizes(groups: set[int]) -> dict[int, int]:
    if not groups:
        return {}
    counted = (
        select(GroupPlace.group_id, sa.func.count())
        .join(Enrolment, Enrolment.id == GroupPlace.enrolment_id)
        .where(GroupPlace.group_id.in_(groups), Enrolment.status.in_(COMING))
        .group_by(GroupPlace.group_id)
    )
    return dict.fromkeys(groups, 0) | dict(db.session.execute(counted).all())


def capacities(model: type[Room | Venue], ids: set[int]) -> dict[int, int]:
    if not ids:
        return {}
    known = select(model.id, model.capacity).where(model.id.in_(ids), model.capacity.is_not(None))
    return {key: capacity for key, capacity in db.session.execute(known) if capacity}


def held(ids: set[int]) -> dict[int, int]:
    if not ids:
        return {}
    found = select(Equipment.id, Equipment.number).where(Equipment.id.in_(ids))
    return dict(db.session.execute(found).all())


def outages(ids: set[int]) -> tuple[tuple[int, datetime, datetime, int], ...]:
    """In moments: from the beginning of the first day until the end of the last, at the venue."""
    if not ids:
        return ()
    found = (
        select(OutOfService, Venue.timezone)
        .join(Equipment, Equipment.id == OutOfService.equipment_id)
        .join(Venue, Venue.id == Equipment.venue_id)
        .where(OutOfService.equipment_id.in_(ids))
    )
    return tuple(
        (out.equipment_id, *span(out.starts_on, out.ends_on, zone), out.number)
        for out, zone in db.session.execute(found)
    )


def span(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
    there = ZoneInfo(zone)
    after = last + timedelta(days=1)
    return (
        datetime.combine(first, time(), there).astimezone(UTC),
        datetime.combine(after, time(), there).astimezone(UTC),
    )


def sharing(runs: set[int]) -> frozenset[tuple[int, int]]:
    """Groups of one run that have a member in common."""
    other = sa.orm.aliased(GroupPlace)
    pairs = (
        select(GroupPlace.group_id, other.group_id)
        .join(other, other.enrolment_id == GroupPlace.enrolment_id)
        .where(GroupPlace.offering_id.in_(runs), GroupPlace.group_id < other.group_id)
    )
    return frozenset((one, two) for one, two in db.session.execute(pairs.distinct()))


def trainees(runs: set[int]) -> dict[int, dict[int, frozenset[int]]]:
    """Those with a place in several of these runs, with their groups."""
    here = (Enrolment.offering_id.in_(runs), Enrolment.status.in_(COMING))
    several = select(Enrolment.human_id).where(*here).group_by(Enrolment.human_id)
    doubled = several.having(sa.func.count() > 1)
    places = (
        select(Enrolment.human_id, Enrolment.offering_id, GroupPlace.group_id)
        .outerjoin(GroupPlace, GroupPlace.enrolment_id == Enrolment.id)
        .where(*here, Enrolment.human_id.in_(doubled))
    )
    found: dict[int, dict[int, frozenset[int]]] = defaultdict(dict)
    for human, run, group in db.session.execute(places):
        known = found[human].get(run, frozenset())
        found[human][run] = known | {group} if group else known
    return found


def absences(blocks: Sequence[Block]) -> tuple[tuple[int | None, int | None, date, date], ...]:
    if not blocks:
        return ()
    first, last = min(it.first_day for it in blocks), max(it.last_day for it in blocks)
    columns = (StaffAbsence.account_id, StaffAbsence.party_id)
    days = (StaffAbsence.starts_on, StaffAbsence.ends_on)
    found = select(*columns, *days).where(days[0] <= last, days[1] >= first)
    return tuple(
        (who, party, since, until) for who, party, since, until in db.session.execute(found)
    )


def qualifications(accounts: set[int], runs: Iterable[RunPlan]) -> dict[tuple[int, str], date]:
    if not accounts or not any(run.demands for run in runs):
        return {}
    held_ = TrainerQualification
    found = select(held_.account_id, held_.qualification, held_.until_on)
    found = found.where(held_.account_id.in_(accounts))
    return {(who, what): until or FOREVER for who, what, until in db.session.execute(found)}
