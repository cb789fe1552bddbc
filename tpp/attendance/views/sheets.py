"""Attendance: the grid of a run, and the sheet of one session."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import format_date, format_time, ngettext
from markupsafe import Markup

from tpp import clock
from tpp.access import Ability
from tpp.attendance import actions, queries
from tpp.attendance.forms import SheetForm
from tpp.attendance.queries import Trainee
from tpp.attendance.rules import EXPECTED, OPENS_BEFORE, Mark, Marked, Standing, is_held
from tpp.errors import Conflict, Refused
from tpp.offerings.models import CourseOffering, Session
from tpp.offerings.queries import one_run, sessions_of
from tpp.web.guard import acting, requires
from tpp.web.language import current

bp = Blueprint("attendance", __name__)


@bp.app_template_filter()
def hour(at: datetime, timezone: str) -> str:
    """08:00 on the wall of the run."""
    return format_time(at.astimezone(ZoneInfo(timezone)), "HH:mm", rebase=False)


@bp.app_template_filter()
def short_day(at: datetime, timezone: str) -> str:
    """18 Jan, where there is room for no more."""
    return format_date(at.astimezone(ZoneInfo(timezone)).date(), "d MMM")


@bp.app_template_filter()
def in_cells(
    marks: dict[tuple[int, int], Mark],
    place: int,
    columns: list["Column"],
    cells: dict[Mark | None, Markup],
) -> Markup:
    """One person's marks in the order of the columns, each as its cell was written once."""
    return Markup("").join(cells[marks.get((place, column.session_id))] for column in columns)


COLUMNS = 15
"""Sessions side by side in one grid: what an upright sheet of paper holds."""


@dataclass
class Column:
    """A session with how many marks of each kind stand in it."""

    session: Session
    marks: Counter[Mark]
    is_open: bool
    is_held: bool

    session_id: int

    @property
    def is_taken(self) -> bool:
        return bool(self.marks)


@bp.get("/runs/<string:code>/attendance")
@requires(Ability.ATTENDANCE_SEE, on=one_run)
def of_run(run: CourseOffering) -> str:
    people, marks = queries.trainees(run, current()["code"]), queries.marks_of_run(run)
    columns = columns_of(run, marks)
    held = [column.session for column in columns if column.is_held]
    return render_template(
        "attendance/of_run.html",
        run=run,
        people=people,
        marks=marks,
        columns=columns,
        waiting=[column for column in columns if column.is_open and not column.is_taken],
        grids=[list(some) for some in in_rows([c for c in columns if c.is_held or c.is_taken])],
        held=len(held),
        attended=attended(people, held, marks),
        version=run.course_version,
    )


def in_rows(columns: list[Column]) -> Any:
    for first in range(0, len(columns), COLUMNS):
        yield columns[first : first + COLUMNS]


def columns_of(run: CourseOffering, marks: dict[tuple[int, int], Mark]) -> list[Column]:
    counted: dict[int, Counter[Mark]] = {}
    pairs = Counter((session_id, mark) for (_place, session_id), mark in marks.items())
    for (session_id, mark), number in pairs.items():
        counted.setdefault(session_id, Counter())[mark] = number
    now = clock.now()
    return [
        Column(
            it,
            counted.get(it.id, Counter()),
            it.starts_at - OPENS_BEFORE <= now,
            is_held(it.ends_at, it.cancelled_at, now, is_taken=it.id in counted),
            it.id,
        )
        for it in sessions_of(run)
        if it.cancelled_at is None
    ]


def attended(
    people: list[Trainee], held: list[Session], marks: dict[tuple[int, int], Mark]
) -> dict[int, int]:
    """How many of the sessions held each place attended."""
    came = {key for key, mark in marks.items() if mark in (Mark.PRESENT, Mark.LATE)}
    sessions = [session.id for session in held]
    return {
        it.enrolment_id: sum((it.enrolment_id, session) in came for session in sessions)
        for it in people
    }


@bp.get("/runs/<string:code>/attendance/<int:session_id>")
@requires(Ability.ATTENDANCE_SEE, on=queries.one_session)
def sheet(session: Session) -> str:
    standing = queries.marks_of_session(session)
    people = on_sheet(session, standing)
    shown = {place: stands.marked for place, stands in standing.items()}
    if request.args.get("start") != "empty":
        shown = {**dict.fromkeys(ids(people), Marked(Mark.PRESENT)), **shown}
    form = SheetForm((), formdata=None)
    return sheet_page(session, people, standing, shown, form, seen=newest(standing))


@bp.post("/runs/<string:code>/attendance/<int:session_id>")
@requires(Ability.ATTENDANCE_TAKE, on=queries.one_session)
def take(session: Session) -> Any:
    form = SheetForm(ids(on_sheet(session, queries.marks_of_session(session))))
    if not form.validate():
        return shown_again(session, form), 422
    try:
        changed = actions.take(session, by=acting, **form.values())
    except Refused as refusal:
        form.refuse(refusal)
        return shown_again(session, form), 422
    except Conflict as found:
        return shown_again(session, form, found), 409
    flash(ngettext("%(num)s mark was saved.", "%(num)s marks were saved.", changed))
    return redirect(url_for(".of_run", code=session.offering.code), 303)


def shown_again(session: Session, form: SheetForm, conflict: Conflict | None = None) -> str:
    """The sheet with what was sent; after a conflict beside what somebody else saved meanwhile."""
    standing = queries.marks_of_session(session)
    people = on_sheet(session, standing)
    seen = newest(standing) if conflict else form.seen.data
    return sheet_page(session, people, standing, form.marks, form, seen=seen, conflict=conflict)


def sheet_page(
    session: Session,
    people: list[Trainee],
    standing: dict[int, Standing],
    shown: dict[int, Marked],
    form: SheetForm,
    **more: Any,
) -> str:
    counted = Counter(marked.mark for marked in shown.values())
    return render_template(
        "attendance/sheet.html",
        run=session.offering,
        session=session,
        people=people,
        names={it.enrolment_id: it.name for it in people},
        standing=standing,
        shown=shown,
        counted=counted,
        without=len(people) - len(shown),
        form=form,
        is_open=session.starts_at - OPENS_BEFORE <= clock.now(),
        history=queries.corrections(session),
        **more,
    )


def on_sheet(session: Session, standing: dict[int, Standing]) -> list[Trainee]:
    """Whoever is expected, and whoever was marked and has left since."""
    people = queries.trainees(session.offering, current()["code"])
    return [it for it in people if it.status in EXPECTED or it.enrolment_id in standing]


def ids(people: list[Trainee]) -> list[int]:
    return [it.enrolment_id for it in people]


def newest(standing: dict[int, Standing]) -> int:
    """The newest record of the sheet: whoever saves says which one they have seen."""
    return max((stands.record_id for stands in standing.values()), default=0)
