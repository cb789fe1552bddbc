"""When a run meets."""

from collections.abc import Iterable
from datetime import date, datetime, time

from tpp import clock
from tpp.acting import Acting
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.offerings import queries, rules
from tpp.offerings.models import CourseOffering, Session


@transaction()
def add_session(
    run: CourseOffering,
    *,
    by: Acting,
    title: str,
    day: date,
    starts: time,
    ends: time,
    room: str = "",
) -> Session:
    """One session on a day of the run; the times are those on the wall of the run's zone."""
    rules.check_not_over(run.status)
    rules.check_day(day, run.starts_on, run.ends_on)
    starts_at = rules.moment(day, starts, run.timezone, "starts")
    ends_at = rules.moment(day, ends, run.timezone, "ends")
    rules.check_session(starts_at, ends_at)
    lock(run)
    what = {"title": title, "room": room, "starts_at": starts_at, "ends_at": ends_at}
    if queries.is_planned(run, **what):
        raise Refused("This session is planned already.", "title")
    session = Session(offering_id=run.id, **what)
    db.session.add(session)
    db.session.flush()
    record(session, "planned", by=by, after={"starts_at": starts_at, "ends_at": ends_at})
    return session


@transaction()
def fill_weekdays(
    run: CourseOffering, *, by: Acting, title: str, blocks: list[tuple[time, time]], room: str = ""
) -> list[Session]:
    """The same one or two sessions on every weekday of the run; what stands there already stays."""
    rules.check_not_over(run.status)
    rules.check_blocks(blocks)
    lock(run)
    taken = set(db.session.scalars(queries.session_starts(run)))
    sessions = [
        Session(offering_id=run.id, title=title, room=room, starts_at=starts_at, ends_at=ends_at)
        for starts_at, ends_at in blocks_of(run, blocks)
        if starts_at not in taken
    ]
    db.session.add_all(sessions)
    db.session.flush()
    record(run, "sessions_planned", by=by, after={"sessions": len(sessions)})
    return sessions


def blocks_of(
    run: CourseOffering, blocks: list[tuple[time, time]]
) -> Iterable[tuple[datetime, datetime]]:
    for day in rules.weekdays(run.starts_on, run.ends_on):
        for starts, ends in blocks:
            yield rules.moment(day, starts, run.timezone), rules.moment(day, ends, run.timezone)


@transaction()
def cancel_session(session: Session, *, by: Acting, reason: str = "") -> None:
    """It stays in the list, struck; nobody's attendance counts against it.

    Refused once attendance was taken: it was held, and marks count in everybody's share.
    """
    lock(session)
    rules.check_not_over(session.offering.status)
    if session.cancelled_at:
        raise Refused("This session is already cancelled.")
    if queries.has_marks(session):
        raise Refused("Attendance was taken in this session: it was held and stays.")
    session.cancelled_at = clock.now()
    record(session, "cancelled", by=by, reason=reason)
