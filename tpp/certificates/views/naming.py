"""Names before they are printed: confirmed by the people themselves, or by the office."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from tpp.access import Ability, can
from tpp.certificates import actions
from tpp.certificates.forms.awarding import OwnNameForm, WishForm
from tpp.certificates.queries.naming import NameLine, names_in, one_own_name, own_names
from tpp.certificates.queries.team import StaffLine, own_line, team_lines
from tpp.certificates.rules.naming import NameState, seen
from tpp.certificates.views.blueprint import bp
from tpp.db import transaction
from tpp.errors import Conflict, Refused
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.web.guard import acting, requires

OPEN = (NameState.NOT_RIGHT, NameState.CHANGED, NameState.UNCONFIRMED)
"""In this order they stand on the page: what somebody has to do first."""


@bp.get("/runs/<string:code>/names")
@requires(Ability.NAME_LIST, on=one_run)
def names(run: CourseOffering) -> str:
    lines = names_in(run)
    team = team_lines(run) if can(acting, Ability.CERTIFICATE_PREVIEW, run) else []
    return render_template(
        "certificates/names.html",
        run=run,
        lines=sorted(lines, key=lambda it: place_of(it.state)),
        team=sorted(team, key=lambda it: place_of(it.state)),
        open=[it for it in states_of(lines, team) if it is not NameState.CONFIRMED],
        seen=seen,
        confirms=can(acting, Ability.NAME_CONFIRM, run),
    )


def states_of(lines: Sequence[NameLine], team: Sequence[StaffLine]) -> list[NameState]:
    return [it.state for it in lines] + [it.state for it in team]


def place_of(state: NameState) -> int:
    return OPEN.index(state) if state in OPEN else len(OPEN)


@bp.post("/runs/<string:code>/names")
@requires(Ability.NAME_CONFIRM, on=one_run)
def confirm_names(run: CourseOffering) -> Response:
    """Confirms those that are ticked, as they were shown."""
    ticked = request.form.getlist("confirm")
    shown, of_team = shown_on(ticked), shown_on([it[1:] for it in ticked if it.startswith("a")])
    lines = [it for it in names_in(run) if it.person.person_id in shown]
    team = [it for it in team_lines(run) if it.account_id in of_team]
    if of_team and not can(acting, Ability.CERTIFICATE_PREVIEW, run):
        abort(404)
    if (len(lines), len(team)) != (len(shown), len(of_team)):
        abort(404)
    if not ticked:
        raise Refused("Tick the names that are right.")
    with transaction():
        number = actions.confirm_names(lines, shown, by=acting)
        number += actions.confirm_staff_names(team, of_team, by=acting)
    flash(ngettext("%(num)s name is confirmed.", "%(num)s names are confirmed.", number))
    return redirect(url_for(".names", code=run.code), 303)


def shown_on(ticked: list[str]) -> dict[int, str]:
    """Of each tick the person and what of the name was shown: “17-0c1d…”, “a17-0c1d…” of an account."""
    pairs = (tick.partition("-") for tick in ticked)
    return {int(who): shown for who, _dash, shown in pairs if who.isascii() and who.isdecimal()}


@bp.get("/my/name")
@requires(Ability.NAME_OWN)
def my_name() -> str:
    return name_page()


def name_page(form: WishForm | OwnNameForm | None = None, about: int = 0) -> str:
    own = own_line(acting) if can(acting, Ability.NAME_WRITE) else None
    return render_template(
        "certificates/my_name.html",
        own=own,
        lines=own_names(acting.person_ids),
        seen=seen,
        form=form or (own_form(own) if own else None),
        about=about,
        blank=lambda line: WishForm(formdata=None, seen=seen(line.names)),
    )


@bp.post("/my/name/<int:person_id>/confirmation")
@requires(Ability.NAME_OWN, on=one_own_name)
def confirm_name(line: NameLine) -> Any:
    shown = request.form.get("seen", "")
    try:
        actions.confirm_names([line], {line.person.person_id: shown}, by=acting)
    except Conflict:
        return corrected_meanwhile()
    flash(_("Thank you. Your certificate will be printed with this name."))
    return redirect(url_for(".my_name"), 303)


@bp.post("/my/name/<int:person_id>/correction")
@requires(Ability.NAME_OWN, on=one_own_name)
def doubt_name(line: NameLine) -> Any:
    form = WishForm()
    try:
        values = form.values()
        actions.doubt_name(line, values.pop("seen") or "", by=acting, **values)
    except Refused as refusal:
        form.refuse(refusal)
        return name_page(form, line.person.person_id), 422
    except Conflict:
        return corrected_meanwhile()
    flash(_("Thank you. Your office has been told how the name should be."))
    return redirect(url_for(".my_name"), 303)


def own_form(line: StaffLine) -> OwnNameForm:
    """The form, beginning with the name as it would be printed now."""
    row = line.row
    return OwnNameForm(
        formdata=None,
        seen=seen(line.names),
        name=line.names.name,
        native=row.native if row else "",
        native_language=row.native_language if row else "",
    )


@bp.post("/my/name")
@requires(Ability.NAME_WRITE)
def write_name() -> Any:
    """Those who teach write how they are named, and confirm it with that."""
    form = OwnNameForm()
    if not form.validate():
        return name_page(form), 422
    try:
        actions.write_own_name(own_line(acting), by=acting, **form.values())
    except Refused as refusal:
        form.refuse(refusal)
        return name_page(form), 422
    except Conflict:
        return corrected_meanwhile()
    flash(_("Thank you. Your certificate will be printed with this name."))
    return redirect(url_for(".my_name"), 303)


def corrected_meanwhile() -> Any:
    """Nobody confirms a name that they did not see."""
    flash(_("The office corrected your name meanwhile. Nothing was saved: look at it again."))
    return name_page(), 409
