"""Laying a timetable on a run, copying another run's, shifting days, keeping what stands."""

from secrets import token_urlsafe
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tpp.access import Ability, can
from tpp.db import db
from tpp.errors import Refused
from tpp.offerings.models import CourseOffering, Staffing
from tpp.offerings.queries import one_run, session_starts, staff_of
from tpp.offerings.queries.parts import local_day
from tpp.offerings.views.runs import zone_words
from tpp.timetables import actions, queries, rules
from tpp.timetables.actions.laying import laid_out
from tpp.timetables.forms import KeepForm, LayForm, ShiftForm
from tpp.timetables.rules import Block, Placed
from tpp.timetables.views.blueprint import bp
from tpp.web.guard import acting, requires


class Forms:
    """The three forms of the page; the one that was sent comes back with what was typed."""

    def __init__(self, run: CourseOffering, sent: str = ""):
        self.sources: dict[str, Any] = {}
        self.team = {str(it.id): it for it in staff_of(run)}
        self.lay = LayForm() if sent == "lay" else LayForm(formdata=None, first=run.starts_on)
        self.shift = ShiftForm() if sent == "shift" else ShiftForm(formdata=None, by=1)
        self.keep = KeepForm(prefix="keep") if sent == "keep" else KeepForm(None, prefix="keep")
        for form in (self.lay, self.shift):
            form.once.data = form.once.data or token_urlsafe(16)
        self.choose_what(run)
        self.lay.teacher.choices = [
            ("", _("Nobody yet")),
            *((number, it.account.name) for number, it in self.team.items()),
        ]
        days = {local_day(at, run.timezone) for at in db.session.scalars(session_starts(run))}
        self.shift.day.choices = [
            ("", _("Choose…")),
            *((it.isoformat(), it) for it in sorted(days)),
        ]

    def choose_what(self, run: CourseOffering) -> None:
        choices = [("", _("Choose…"))]
        for template in queries.templates_for(run):
            key = f"t{template.id}"
            self.sources[key] = template
            words = _(
                "%(title)s (version %(number)s)",
                title=template.title,
                number=template.course_version.number,
            )
            choices.append((key, words))
        for other in queries.others_with_sessions(acting, run):
            key = f"r{other.id}"
            self.sources[key] = other
            choices.append((key, _("As in %(code)s", code=other.code)))
        self.lay.what.choices = choices

    def blocks(self) -> list[Block]:
        source = self.sources[self.lay.what.data]
        if isinstance(source, CourseOffering):
            return rules.counted(queries.as_blocks(source))
        return [it.block for it in queries.blocks_of(source)]

    def teacher(self) -> Staffing | None:
        return self.team.get(self.lay.teacher.data or "")


@bp.get("/runs/<string:code>/timetable/plan")
@requires(Ability.SESSION_PLAN, on=one_run)
def plan(run: CourseOffering) -> Any:
    return page_of(run, Forms(run))


def page_of(run: CourseOffering, forms: Forms, preview: list[Placed] | None = None) -> Any:
    bad = forms.lay.errors or forms.shift.errors or forms.keep.errors
    page = render_template(
        "timetables/plan.html",
        run=run,
        lay=forms.lay,
        shift=forms.shift,
        keep=forms.keep,
        preview=preview,
        keeps=can(acting, Ability.TIMETABLE_KEEP),
        whose=queries.free_times_of(run)[0],
        zone=zone_words(run),
    )
    return page, 422 if bad else 200


@bp.post("/runs/<string:code>/timetable/laying")
@requires(Ability.SESSION_PLAN, on=one_run)
def lay(run: CourseOffering) -> Any:
    """Shown first; laid with the button that stands under what was shown."""
    forms = Forms(run, "lay")
    form = forms.lay
    if not form.validate():
        return page_of(run, forms)
    try:
        if request.form.get("as") != "lay":
            return page_of(run, forms, laid_out(run, forms.blocks(), form.values()["first"]))
        planned = laid(run, forms)
    except Refused as refusal:
        form.refuse(refusal)
        return page_of(run, forms)
    flash(ngettext("%(num)s session is planned.", "%(num)s sessions are planned.", planned))
    return redirect(url_for(".of_run", code=run.code, week=form.values()["first"].isoformat()), 303)


def laid(run: CourseOffering, forms: Forms) -> int:
    values = forms.lay.values()
    source = forms.sources[values["what"]]
    how: dict[str, Any] = {"first": values["first"], "once": values["once"]}
    how |= {"by": acting, "staffing": forms.teacher()}
    if isinstance(source, CourseOffering):
        return actions.copy(run, source, **how)
    return actions.lay(run, source, **how)


@bp.post("/runs/<string:code>/timetable/shift")
@requires(Ability.SESSION_PLAN, on=one_run)
def shift(run: CourseOffering) -> Any:
    forms = Forms(run, "shift")
    form = forms.shift
    if form.validate():
        values = form.values()
        day, by = rules.date.fromisoformat(values["day"]), values["by"]
        try:
            moved = actions.shift(
                run, by=acting, day=day, days=by, following=values["following"], once=values["once"]
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(ngettext("%(num)s session is moved.", "%(num)s sessions are moved.", moved))
            return redirect(url_for(".of_run", code=run.code, week=day.isoformat()), 303)
    return page_of(run, forms)


@bp.post("/runs/<string:code>/timetable/template")
@requires(Ability.TIMETABLE_KEEP, on=one_run)
def keep(run: CourseOffering) -> Any:
    forms = Forms(run, "keep")
    if forms.keep.validate():
        try:
            template = actions.keep_as_template(run, by=acting, **forms.keep.values())
        except Refused as refusal:
            forms.keep.refuse(refusal)
        else:
            return redirect(url_for(".template", template_id=template.id), 303)
    return page_of(run, forms)
