"""When a run meets."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from tpp import clock
from tpp.acting import Acting
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.offerings import queries, rules
from tpp.offerings.actions.details import Details, set_details
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
    details: Details | None = None,
) -> Session:
    """One session on a day of the run; the times are those on the wall of the run's zone."""
    rules.check_not_over(run.status)
    what = planned(run, title, day, starts, ends, room)
    lock(run)
    if queries.is_planned(run, **what):
        raise Refused("This session is planned already.", "title")
    session = Session(offering_id=run.id, **what)
    db.session.add(session)
    db.session.flush()
    if details:
        set_details(session, details)
    after = {"starts_at": session.starts_at, "ends_at": session.ends_at}
    record(session, "planned", by=by, after=after)
    return session


def planned(
    run: CourseOffering, title: str, day: date, starts: time, ends: time, room: str
) -> dict[str, Any]:
    """What a session is made of, checked: within the run, and ending after it begins."""
    rules.check_day(day, run.starts_on, run.ends_on)
    starts_at = rules.moment(day, starts, run.timezone, "starts")
    ends_at = rules.moment(day, ends, run.timezone, "ends")
    rules.check_session(starts_at, ends_at)
    return {"title": title, "room": room, "starts_at": starts_at, "ends_at": ends_at}


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
def cancel_session(session: Session, *, by: Acting, reason: str) -> None:
    """It stays in the list, struck, with the reason; nobody's attendance counts against it.

    Refused once attendance was taken: it was held, and marks count in everybody's share.
    """
    lock(session)
    rules.check_not_over(session.offering.status)
    if session.cancelled_at:
        raise Refused("This session is already cancelled.")
    if queries.has_marks(session):
        raise Refused("Attendance was taken in this session: it was held and stays.")
    rules.check_reason_of_session(reason)
    session.cancelled_at, session.cancel_reason = clock.now(), reason.strip()
    session.version += 1
    session.sequence += 1
    record(session, "cancelled", by=by, reason=reason.strip())


@transaction()
def change_session(
    session: Session,
    *,
    by: Acting,
    title: str,
    day: date,
    starts: time,
    ends: time,
    room: str = "",
    details: Details | None = None,
) -> None:
    """Another title, room, time, or what it needs; once attendance was taken its times stay."""
    lock(session)
    run = session.offering
    rules.check_not_over(run.status)
    if session.cancelled_at:
        raise Refused("This session is cancelled. Add another one instead.")
    what = planned(run, title, day, starts, ends, room)
    times = ("starts_at", "ends_at")
    if any(getattr(session, it) != what[it] for it in times) and queries.has_marks(session):
        words = "Attendance was taken in this session: its times stay. Title and room may change."
        raise Refused(words, "starts")
    changed = {name: it for name, it in what.items() if getattr(session, name) != it}
    needs_other = bool(details and set_details(session, details))
    if not changed and not needs_other:
        return
    if changed and queries.is_planned(run, **what):
        raise Refused("This session is planned already.", "title")
    before = {it: getattr(session, it) for it in times if it in changed}
    for name, value in changed.items():
        setattr(session, name, value)
    session.version += 1
    session.sequence += 1
    after = {it: changed[it] for it in times if it in changed}
    record(session, "changed", by=by, before=before, after=after)
