"""A week of a run, as it hangs in the classroom; and a session moved in it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tpp import clock
from tpp.access import Ability, can
from tpp.errors import Refused
from tpp.offerings.models import CourseOffering, Session
from tpp.offerings.queries import one_run, one_session
from tpp.offerings.rules import OVER
from tpp.offerings.views.runs import zone_words
from tpp.timetables import actions, queries, rules
from tpp.timetables.forms import MoveForm
from tpp.timetables.views.blueprint import bp
from tpp.web.forms import is_number_seen
from tpp.web.guard import acting, requires

QUARTER = 15


@dataclass(frozen=True)
class Card:
    """A session in the grid: its first quarter of an hour, how many it takes, and its lane of the day."""

    session: Session
    row: int
    rows: int
    lane: int


@dataclass(frozen=True)
class Day:
    day: date
    off: str
    blocked: list[tuple[str, int, int]]
    cards: list[Card]
    lanes: int
    is_in_run: bool


def quarter(at: Any) -> int:
    return (at.hour * 60 + at.minute) // QUARTER


@bp.get("/runs/<string:code>/timetable")
@requires(Ability.SESSION_SEE, on=one_run)
def of_run(run: CourseOffering) -> Any:
    return page_of(run, asked_week(run))


def asked_week(run: CourseOffering) -> date:
    """The Monday of the week in the address; else of today, or of the first day while it is to come."""
    typed = request.args.get("week", "")
    day = min(max(clock.today(run.timezone), run.starts_on), run.ends_on)
    if typed:
        try:
            day = date.fromisoformat(typed)
        except ValueError:
            abort(404)
    day = min(max(day, run.starts_on), run.ends_on)
    return day - timedelta(days=day.weekday())


def page_of(run: CourseOffering, monday: date, form: MoveForm | None = None) -> Any:
    zone = ZoneInfo(run.timezone)
    week = [monday + timedelta(days=step) for step in range(7)]
    sessions = [
        it
        for it in queries.sessions_of(run)
        if it.starts_at.astimezone(zone).date() in week and not it.cancelled_at
    ]
    free = queries.free_of(run)
    first, last = hours_of(sessions, zone)
    days = [day_of(day, run, sessions, free, first, last) for day in week]
    page = render_template(
        "timetables/of_run.html",
        run=run,
        days=days,
        hours=list(range(first, last)),
        monday=monday,
        earlier=monday > run.starts_on,
        later=week[-1] < run.ends_on,
        week=timedelta(days=7),
        held=queries.held(sessions),
        plans=can(acting, Ability.SESSION_PLAN, run) and run.status not in OVER,
        zone=zone_words(run),
        form=form,
        has_any=bool(sessions),
    )
    return page, 422 if form and form.errors else 200


def hours_of(sessions: list[Session], zone: ZoneInfo) -> tuple[int, int]:
    """From which hour to which the grid goes: 8 to 17 at least."""
    starts = [it.starts_at.astimezone(zone).hour for it in sessions]
    ends = [it.ends_at.astimezone(zone) for it in sessions]
    until = [24 if it.hour == 0 else it.hour + (it.minute > 0) for it in ends]
    return min([8, *starts]), max([17, *until])


def day_of(
    day: date,
    run: CourseOffering,
    sessions: list[Session],
    free: list[rules.Free],
    first: int,
    last: int,
) -> Day:
    zone, off = ZoneInfo(run.timezone), rules.day_off(day, free)
    cards = cards_of(
        [it for it in sessions if it.starts_at.astimezone(zone).date() == day], zone, first
    )
    bands = []
    for it in rules.blocked(day, free):
        if it.starts is None or it.ends is None:
            continue
        begins, ends = max(quarter(it.starts), first * 4), min(quarter(it.ends), last * 4)
        if begins < ends:
            bands.append((it.title, begins - first * 4 + 1, ends - begins))
    is_in_run = run.starts_on <= day <= run.ends_on
    title = "" if off is None else off.title or _("Weekend")
    return Day(day, title, bands, cards, max([it.lane for it in cards], default=1), is_in_run)


def cards_of(sessions: list[Session], zone: ZoneInfo, first: int) -> list[Card]:
    """Sessions at the same time stand side by side."""
    ends_of_lanes: list[datetime] = []
    cards = []
    for it in sessions:
        starts, ends = it.starts_at.astimezone(zone), it.ends_at.astimezone(zone)
        lane = next((n for n, end in enumerate(ends_of_lanes) if end <= it.starts_at), None)
        if lane is None:
            lane = len(ends_of_lanes)
            ends_of_lanes.append(it.ends_at)
        ends_of_lanes[lane] = it.ends_at
        row = quarter(starts) - first * 4 + 1
        rows = max(quarter(ends) - quarter(starts), 1) if ends.date() == starts.date() else 4
        cards.append(Card(it, row, rows, min(lane + 1, 4)))
    return cards


@bp.post("/sessions/<int:session_id>/move")
@requires(Ability.SESSION_PLAN, on=one_session)
def move(session: Session) -> Any:
    form = MoveForm()
    run, zone = session.offering, ZoneInfo(session.offering.timezone)
    monday = session.starts_at.astimezone(zone).date()
    if form.validate() and is_number_seen(form.seen_version.data):
        form.check_fresh(session)
        values = form.values()
        try:
            actions.move(session, by=acting, **values)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("“%(title)s” is moved.", title=session.title))
            day = values["day"].isoformat()
            return redirect(url_for(".of_run", code=run.code, week=day), 303)
    return page_of(run, monday - timedelta(days=monday.weekday()), form)
