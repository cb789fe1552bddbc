"""Days off and times of prayer: of a run, and as they are usual."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from tpp.access import Ability, can
from tpp.db import db
from tpp.errors import Refused
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.offerings.views.blueprint import choose, party_choices
from tpp.offerings.views.runs import zone_words
from tpp.parties.queries import by_code
from tpp.timetables import actions, queries
from tpp.timetables.forms import FreeForm, UsualForm
from tpp.timetables.models import FreeTime
from tpp.timetables.rules import Free
from tpp.timetables.views.blueprint import bp, weekdays
from tpp.venues.models import Venue
from tpp.web.guard import acting, requires


@bp.get("/runs/<string:code>/days-off")
@requires(Ability.SESSION_PLAN, on=one_run)
def days_off(run: CourseOffering) -> Any:
    return page_of(run, prepared(FreeForm(formdata=None)))


def prepared(form: Any) -> Any:
    form.weekday.choices = [("", _("Every day")), *weekdays()]
    return form


def page_of(run: CourseOffering, form: FreeForm) -> Any:
    whose, lines = queries.free_times_of(run)
    page = render_template(
        "timetables/days_off.html",
        run=run,
        form=form,
        whose=whose,
        lines=lines,
        weekdays=dict(weekdays()),
        zone=zone_words(run),
    )
    return page, 422 if form.errors else 200


def typed(values: dict[str, Any]) -> Free:
    weekday = values["weekday"]
    return Free(
        values["title"],
        values["day"],
        int(weekday) if weekday else None,
        values["starts"],
        values["ends"],
    )


@bp.post("/runs/<string:code>/days-off")
@requires(Ability.SESSION_PLAN, on=one_run)
def add_day_off(run: CourseOffering) -> Any:
    form = prepared(FreeForm())
    if form.validate():
        try:
            actions.add_free_time(typed(form.values()), by=acting, of=run)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".days_off", code=run.code), 303)
    return page_of(run, form)


@bp.post("/runs/<string:code>/days-off/own")
@requires(Ability.SESSION_PLAN, on=one_run)
def own_days_off(run: CourseOffering) -> Any:
    actions.own_free_times(run, by=acting)
    return redirect(url_for(".days_off", code=run.code), 303)


def one_to_remove(who: Any, free_id: int) -> FreeTime | None:
    """A run's own for whoever plans it, a usual one for who keeps timetables."""
    row = queries.one_free_time(who, free_id)
    if row is None or (row.offering_id is None and not can(who, Ability.TIMETABLE_KEEP)):
        return None
    return row


@bp.post("/days-off/<int:free_id>/removal")
@requires(Ability.SESSION_PLAN, on=one_to_remove)
def remove_day_off(row: FreeTime) -> Any:
    run = db.session.get(CourseOffering, row.offering_id) if row.offering_id else None
    actions.remove_free_time(row, by=acting)
    flash(_("It is taken out."))
    back = url_for(".days_off", code=run.code) if run else url_for(".usual")
    return redirect(back, 303)


@bp.get("/days-off")
@requires(Ability.TIMETABLE_SEE)
def usual() -> Any:
    return listed(usual_form(fresh=True))


def usual_form(fresh: bool = False) -> UsualForm:
    form = prepared(UsualForm(formdata=None) if fresh else UsualForm())
    venues = db.session.execute(select(Venue.id, Venue.name).order_by(Venue.name))
    at_venues = [(f"venue-{number}", name) for number, name in venues]
    hosts = [(f"host-{code}", name) for code, name in party_choices()]
    form.whose.choices = [*choose(), *at_venues, *hosts]
    return form


def listed(form: UsualForm) -> Any:
    page = render_template(
        "timetables/usual.html",
        form=form,
        lines=queries.usual_free_times(),
        weekdays=dict(weekdays()),
    )
    return page, 422 if form.errors else 200


@bp.post("/days-off")
@requires(Ability.TIMETABLE_KEEP)
def add_usual() -> Any:
    form = usual_form()
    if form.validate():
        values = form.values()
        kind, _dash, which = values["whose"].partition("-")
        of = db.session.get(Venue, int(which)) if kind == "venue" else by_code(which)
        try:
            if of is None:
                raise Refused("Choose one.", "whose")
            actions.add_free_time(typed(values), by=acting, of=of)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".usual"), 303)
    return listed(form)
