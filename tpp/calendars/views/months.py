"""A month of runs, and a week of sessions."""

from calendar import Calendar
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, render_template, request

from tpp import clock
from tpp.access import Ability, can
from tpp.calendars import queries
from tpp.calendars.views.blueprint import bp
from tpp.offerings.queries import Filter
from tpp.offerings.rules import YEARS
from tpp.web.guard import acting, requires

A_WEEK = timedelta(days=7)


def asked_day(name: str, ending: str = "") -> date:
    """The day in the address; today where it names none."""
    typed = request.args.get(name, "")
    if not typed:
        return clock.now().date()
    try:
        day = date.fromisoformat(typed + ending)
    except ValueError:
        abort(404)
    if day.year not in YEARS:
        abort(404)
    return day


@bp.get("/calendar/month")
@requires(Ability.RUN_LIST)
def month() -> Any:
    first = asked_day("month", "-01").replace(day=1)
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    runs = queries.runs_between(acting, Filter(), weeks[0][0], weeks[-1][-1])
    return render_template(
        "calendars/month.html",
        first=first,
        before=(first - timedelta(days=1)).replace(day=1),
        after=(first + timedelta(days=32)).replace(day=1),
        weeks=weeks,
        of_day={
            day: [it for it in runs if it.starts_on <= day <= it.ends_on]
            for week in weeks
            for day in week
        },
        runs=[it for it in runs if it.ends_on >= first],
        today=clock.now().date(),
    )


@bp.get("/calendar/week")
@requires(Ability.RUN_LIST)
def week() -> Any:
    """Runs of the week and, for whoever may see them, its sessions by day in each run's own zone."""
    day = asked_day("day")
    monday = day - timedelta(days=day.weekday())
    last = monday + timedelta(days=6)
    sessions = sessions_of_week(monday) if can(acting, Ability.SESSION_SEE) else []
    days = [(key, list(some)) for key, some in groupby(sessions, local_day)]
    return render_template(
        "calendars/week.html",
        monday=monday,
        last=last,
        a_week=A_WEEK,
        days=days,
        runs=queries.runs_between(acting, Filter(), monday, last),
        sees_sessions=can(acting, Ability.SESSION_SEE),
    )


def local_day(session: Any) -> date:
    zone = ZoneInfo(session.offering.timezone)
    return session.starts_at.astimezone(zone).date()


def sessions_of_week(monday: date) -> list[Any]:
    """Those whose day in their own run's zone lies in the week."""
    midnight = datetime(monday.year, monday.month, monday.day, tzinfo=UTC)
    margin = timedelta(hours=15)
    around = queries.sessions_between(acting, midnight - margin, midnight + A_WEEK + margin)
    inside = [
        it
        for it in around
        if monday <= local_day(it) <= monday + timedelta(days=6)
        and can(acting, Ability.SESSION_SEE, it)
    ]
    return sorted(inside, key=lambda it: (local_day(it), it.starts_at, it.id))
