"""Moving sessions: one to another time, whole days earlier or later."""

from datetime import date, time
from zoneinfo import ZoneInfo

from tpp.acting import Acting
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.offerings.models import CourseOffering, Session
from tpp.offerings.queries import has_marks, is_planned, local_day
from tpp.offerings.rules import check_day, check_not_over, check_session, moment
from tpp.timetables import queries, rules
from tpp.timetables.actions.laying import keep_once


@transaction()
def move(session: Session, *, by: Acting, day: date, starts: time) -> None:
    """To another day or time of the run; it stays as long as it is."""
    lock(session)
    run = session.offering
    check_not_over(run.status)
    if session.cancelled_at:
        raise Refused("This session is cancelled. Add another one instead.")
    check_day(day, run.starts_on, run.ends_on)
    if has_marks(session):
        raise Refused("Attendance was taken in this session: its times stay.", "starts")
    put(session, day, starts, by)


def put(session: Session, day: date, starts: time, by: Acting) -> None:
    run, length = session.offering, session.ends_at - session.starts_at
    starts_at = moment(day, starts, run.timezone, "starts")
    if starts_at == session.starts_at:
        return
    ends_at = starts_at + length
    check_session(starts_at, ends_at)
    same = {"title": session.title, "starts_at": starts_at, "ends_at": ends_at}
    same |= {"room": session.room, "room_id": session.room_id, "group_id": session.group_id}
    if is_planned(run, **same):
        raise Refused("The same session stands there already.", "starts")
    before = {"starts_at": session.starts_at, "ends_at": session.ends_at}
    session.starts_at, session.ends_at = starts_at, ends_at
    session.version += 1
    session.sequence += 1
    record(session, "moved", by=by, before=before, after={"starts_at": starts_at})
    db.session.flush()


@transaction()
def shift(
    run: CourseOffering, *, by: Acting, day: date, days: int, following: bool, once: str
) -> int:
    """All sessions of a day, or from it on, so many days of training later; how many were moved.

    Days off are leapt over. Sent twice it shifts once. Refused, as a whole, where one would leave the run
    or attendance was taken in one.
    """
    lock(run)
    if done := queries.once_done(once):
        return done.sessions
    check_not_over(run.status)
    chosen = [
        it
        for it in db.session.scalars(queries.standing(run))
        if (here := local_day(it.starts_at, run.timezone)) == day or (following and here > day)
    ]
    if not chosen:
        raise Refused("No session is planned on this day.", "day")
    if queries.held(chosen):
        raise Refused("Attendance was taken on one of these days: they stay.", "day")
    to = rules.shifted(
        (local_day(it.starts_at, run.timezone) for it in chosen),
        days,
        run.starts_on,
        run.ends_on,
        queries.free_of(run),
    )
    # From the far end, so that none is put where the next one still stands.
    for it in chosen if days < 0 else reversed(chosen):
        wall = it.starts_at.astimezone(ZoneInfo(run.timezone))
        put(it, to[wall.date()], wall.time(), by)
    keep_once(run, once, "shifted", len(chosen))
    record(run, "sessions_shifted", by=by, after={"sessions": len(chosen), "days": days})
    return len(chosen)
