"""Names before they are printed: confirmed by the people themselves, or by the office."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from tpp.access import Ability, can
from tpp.certificates import actions
from tpp.certificates.forms.awarding import WishForm
from tpp.certificates.queries.naming import NameLine, names_in, one_own_name, own_names
from tpp.certificates.rules.naming import NameState, seen
from tpp.certificates.views.blueprint import bp
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
    return render_template(
        "certificates/names.html",
        run=run,
        lines=sorted(lines, key=lambda it: place_of(it.state)),
        open=[it for it in lines if it.state is not NameState.CONFIRMED],
        seen=seen,
        confirms=can(acting, Ability.NAME_CONFIRM, run),
    )


def place_of(state: NameState) -> int:
    return OPEN.index(state) if state in OPEN else len(OPEN)


@bp.post("/runs/<string:code>/names")
@requires(Ability.NAME_CONFIRM, on=one_run)
def confirm_names(run: CourseOffering) -> Response:
    """Confirms those that are ticked, as they were shown."""
    shown = shown_on(request.form.getlist("confirm"))
    lines = [it for it in names_in(run) if it.person.person_id in shown]
    if len(lines) != len(shown):
        abort(404)
    if not shown:
        raise Refused("Tick the names that are right.")
    number = actions.confirm_names(lines, shown, by=acting)
    flash(ngettext("%(num)s name is confirmed.", "%(num)s names are confirmed.", number))
    return redirect(url_for(".names", code=run.code), 303)


def shown_on(ticked: list[str]) -> dict[int, str]:
    """Of each tick the person and what of the name was shown: “17-0c1d…”."""
    pairs = (tick.partition("-") for tick in ticked)
    return {int(who): shown for who, _dash, shown in pairs if who.isascii() and who.isdecimal()}


@bp.get("/my/name")
@requires(Ability.NAME_OWN)
def my_name() -> str:
    return name_page()


def name_page(form: WishForm | None = None, about: int = 0) -> str:
    return render_template(
        "certificates/my_name.html",
        lines=own_names(acting.person_ids),
        seen=seen,
        form=form,
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


def corrected_meanwhile() -> Any:
    """Nobody confirms a name that they did not see."""
    flash(_("The office corrected your name meanwhile. Nothing was saved: look at it again."))
    return name_page(), 409
