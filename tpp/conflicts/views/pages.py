"""Conflicts of a run, of all runs, and the decision to live with one."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tpp import clock
from tpp.access import Ability
from tpp.conflicts import actions, queries
from tpp.conflicts.forms import GroupForm, KeyForm, ReasonForm, VenueOfRunForm
from tpp.conflicts.rules import Conflict
from tpp.conflicts.views.telling import Told, told
from tpp.db import db
from tpp.errors import Refused
from tpp.offerings.actions import make_group as plan_group
from tpp.offerings.models import CourseOffering, Session
from tpp.offerings.queries import groups_of, one_run
from tpp.venues.models import Venue
from tpp.venues.queries import venues
from tpp.web.forms import options
from tpp.web.guard import acting, requires

bp = Blueprint("conflicts", __name__)

LISTED = 200
"""Lines on one page; solving the first brings the next."""


@bp.app_template_global()
def conflicts_of_session(session: Session) -> list[Told]:
    return told(acting, queries.of_sessions([session.id]))


@bp.app_template_global()
def conflicts_of_run(run: CourseOffering) -> list[Told]:
    return told(acting, queries.of_run(run))


@bp.get("/runs/<string:code>/conflicts")
@requires(Ability.CONFLICT_SEE, on=one_run)
def of_run(run: CourseOffering) -> Any:
    return page_of_run(run)


def page_of_run(run: CourseOffering, form: ReasonForm | None = None, about: str = "") -> Any:
    lines = told(acting, queries.of_run(run))
    page = render_template(
        "conflicts/of_run.html",
        choice=venue_form(run, formdata=None),
        group=GroupForm(formdata=None, prefix="group"),
        groups=groups_of(run),
        run=run,
        lines=lines[:LISTED],
        total=len(lines),
        form=form,
        about=about,
    )
    return page, 422 if form and form.errors else 200


def venue_form(run: CourseOffering, **given: Any) -> VenueOfRunForm:
    form = VenueOfRunForm(data={"venue": str(run.venue_id or "")}, **given)
    named_ = [(str(it.id), it.name) for it in venues()]
    form.venue.choices = options([("", _("None of the list")), *named_])
    return form


@bp.post("/runs/<string:code>/venue")
@requires(Ability.RUN_PLAN, on=one_run)
def choose_venue(run: CourseOffering) -> Any:
    form = venue_form(run)
    if not form.validate():
        raise Refused("Choose one.")
    venue = db.session.get(Venue, int(form.venue.data)) if form.venue.data else None
    actions.choose_venue(run, venue, by=acting)
    flash(_("The venue is saved: sessions can choose among its rooms and machines."))
    return redirect(url_for(".of_run", code=run.code), 303)


@bp.post("/runs/<string:code>/trainee-groups")
@requires(Ability.RUN_PLAN, on=one_run)
def make_group(run: CourseOffering) -> Any:
    form = GroupForm(prefix="group")
    if not form.validate():
        raise Refused("Give the group a name.")
    group = plan_group(run, form.name.data or "", by=acting)
    flash(_("%(name)s can be chosen in sessions.", name=group.name))
    return redirect(url_for(".of_run", code=run.code), 303)


@bp.get("/conflicts")
@requires(Ability.CONFLICT_LIST)
def index() -> str:
    lines = told(acting, queries.from_day(clock.now().date()))
    return render_template("conflicts/index.html", lines=lines[:LISTED], total=len(lines))


@bp.post("/runs/<string:code>/conflicts/acceptance")
@requires(Ability.CONFLICT_ACCEPT, on=one_run)
def accept(run: CourseOffering) -> Any:
    form = ReasonForm()
    conflict = named(run, form.key.data or "")
    if not form.validate():
        return page_of_run(run, form, conflict.key)
    actions.accept(conflict, by=acting, reason=form.reason.data or "")
    flash(_("The conflict is accepted. It comes back when one of its sides changes."))
    return redirect(url_for(".of_run", code=run.code), 303)


@bp.post("/runs/<string:code>/conflicts/opening")
@requires(Ability.CONFLICT_ACCEPT, on=one_run)
def take_back(run: CourseOffering) -> Any:
    row = queries.acceptance(named(run, KeyForm().key.data or "").key)
    if row is None:
        abort(404)
    actions.take_back(row, by=acting)
    flash(_("The conflict is open again."))
    return redirect(url_for(".of_run", code=run.code), 303)


def named(run: CourseOffering, key: str) -> Conflict:
    """The conflict of this run with this key; 404 where it is solved."""
    for conflict in queries.of_run(run):
        if conflict.key == key:
            return conflict
    abort(404)
