"""Laying a timetable on the days of a run."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tpp import clock
from tpp.acting import Acting
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.offerings.models import (
    CourseOffering,
    Session,
    SessionStaff,
    SessionStation,
    Staffing,
)
from tpp.offerings.rules import check_not_over, moment
from tpp.timetables import queries, rules
from tpp.timetables.models import TimetableDeed, TimetableTemplate
from tpp.timetables.rules import Block, Placed


@transaction()
def lay(
    run: CourseOffering,
    template: TimetableTemplate,
    *,
    by: Acting,
    first: date,
    once: str,
    staffing: Staffing | None = None,
) -> int:
    """The blocks of a timetable as sessions from the day ``first``; how many were planned."""
    blocks = [it.block for it in queries.blocks_of(template)]
    return write(run, blocks, "laid", by=by, first=first, once=once, staffing=staffing)


@transaction()
def copy(
    run: CourseOffering,
    source: CourseOffering,
    *,
    by: Acting,
    first: date,
    once: str,
    staffing: Staffing | None = None,
) -> int:
    """The sessions of another run, day for day of training; how many were planned."""
    blocks = rules.counted(queries.as_blocks(source))
    return write(run, blocks, "copied", by=by, first=first, once=once, staffing=staffing)


def write(
    run: CourseOffering,
    blocks: Sequence[Block],
    deed: str,
    *,
    by: Acting,
    first: date,
    once: str,
    staffing: Staffing | None,
) -> int:
    lock(run)
    if done := queries.once_done(once):
        return done.sessions
    places = laid_out(run, blocks, first)
    standing = {(it.starts_at, it.title) for it in db.session.scalars(queries.standing(run))}
    new = [(it, session_of(run, it)) for it in places]
    new = [(it, row) for it, row in new if (row.starts_at, row.title) not in standing]
    db.session.add_all(row for _, row in new)
    db.session.flush()
    furnish(run, new, staffing)
    keep_once(run, once, deed, len(new))
    record(run, f"timetable_{deed}", by=by, after={"sessions": len(new)})
    return len(new)


def laid_out(run: CourseOffering, blocks: Sequence[Block], first: date) -> list[Placed]:
    """Where blocks would come to lie in a run; Refused where they do not fit into its days."""
    check_not_over(run.status)
    rules.check_first(first, run.starts_on, run.ends_on)
    if not blocks:
        raise Refused("There is nothing in it to lay.", "first")
    return rules.placed(blocks, first, run.ends_on, queries.free_of(run))


def session_of(run: CourseOffering, it: Placed) -> Session:
    room = queries.rooms_at(run).get(it.block.room) if it.block.room else None
    return Session(
        offering_id=run.id,
        title=it.block.title,
        starts_at=moment(it.day, it.starts, run.timezone, "first"),
        ends_at=moment(it.day, it.ends, run.timezone, "first"),
        language=it.block.language,
        room="" if room else it.block.room,
        room_id=room.id if room else None,
    )


def furnish(
    run: CourseOffering, new: Sequence[tuple[Placed, Session]], staffing: Staffing | None
) -> None:
    """Who teaches, and the machines that the blocks ask for, where the venue has them."""
    machines = queries.machines_at(run)
    for it, session in new:
        if staffing:
            whose: dict[str, Any] = {"offering_id": run.id, "staffing_id": staffing.id}
            db.session.add(SessionStaff(session_id=session.id, **whose))
        if it.block.machines and (found := machines.get(it.block.machine)):
            needed = {"equipment_id": found.id, "number": it.block.machines}
            db.session.add(SessionStation(session_id=session.id, **needed))


def keep_once(run: CourseOffering, once: str, deed: str, sessions: int) -> None:
    db.session.add(
        TimetableDeed(offering_id=run.id, once=once, deed=deed, sessions=sessions, at=clock.now())
    )
    db.session.flush()
