"""Decisions of others on a nominee are written down; the programme overrides a rule."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tpp.access import Ability, can
from tpp.catalogue.rules.eligibility import ClearanceKind
from tpp.errors import Refused
from tpp.nominations import actions, queries
from tpp.nominations.forms.papers import ClearanceForm, OverrideForm
from tpp.nominations.models import Nomination
from tpp.nominations.rules.eligibility import ClearanceOutcome
from tpp.nominations.views.blueprint import bp
from tpp.offerings.views.blueprint import choose, chosen_words
from tpp.web.guard import acting, requires


@bp.route("/nominations/<int:nomination_id>/clearances", methods=["GET", "POST"])
@requires(Ability.CLEARANCE_RECORD, on=queries.one_nomination)
def clearances(nomination: Nomination) -> Any:
    form = ClearanceForm()
    form.kind.choices = [*choose(), *kinds()]
    if form.validate_on_submit():
        try:
            record(nomination, form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The decision is recorded."))
            return redirect(url_for(".clearances", nomination_id=nomination.id), 303)
    page = render_template(
        "nominations/clearances.html",
        nomination=nomination,
        run=nomination.offering,
        form=form,
        may_know=lambda it: can(acting, Ability.CLEARANCE_PAPER, it),
        lines=queries.clearances_of_one(nomination),
    )
    return page, form.status


def kinds() -> list[tuple[str, str]]:
    """Vetting is written down by the programme alone, not by the office whose people are vetted."""
    vets = can(acting, Ability.CLEARANCE_VET)
    named = chosen_words(ClearanceKind)
    return [(value, word) for value, word in named if vets or value != ClearanceKind.VETTING]


def record(nomination: Nomination, form: ClearanceForm) -> None:
    values = form.values()
    actions.record_clearance(
        nomination,
        ClearanceKind(values.pop("kind")),
        ClearanceOutcome(values.pop("outcome")),
        by=acting,
        **values,
    )


@bp.post("/nominations/<int:nomination_id>/overrides")
@requires(Ability.ELIGIBILITY_OVERRIDE, on=queries.one_nomination)
def override(nomination: Nomination) -> Any:
    form = OverrideForm()
    values = form.values()
    rule, step = values["rule"] or "", values["step"]
    if not rule.isdecimal() or len(rule) > 9 or step not in ("override", "undo"):
        abort(400)
    deed = actions.override if step == "override" else actions.undo_override
    deed(nomination, int(rule), by=acting, reason=values["reason"] or "")
    flash(_("The rule is overridden.") if step == "override" else _("The rule counts again."))
    return redirect(url_for(".nomination", nomination_id=nomination.id), 303)
