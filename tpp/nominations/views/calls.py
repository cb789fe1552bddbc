"""The call of a run."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tpp import clock
from tpp.access import Ability
from tpp.errors import Refused
from tpp.nominations import actions, queries
from tpp.nominations.forms import CallForm
from tpp.nominations.models import NominationCall
from tpp.nominations.views.blueprint import begin_of, bp, end_of, last_day
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import local_day, one_run
from tpp.web.guard import acting, requires


@bp.route("/runs/<string:code>/call", methods=["GET", "POST"])
@requires(Ability.CALL_OPEN, on=one_run)
def call(run: CourseOffering) -> Any:
    standing = queries.call_of(run)
    form = call_form(run, standing)
    if form.validate_on_submit():
        if standing:
            form.check_fresh(standing)
        try:
            save(run, form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The call is saved. Offices with seats see it now."))
            return redirect(url_for(".of_run", code=run.code), 303)
    return render_template("nominations/call.html", run=run, form=form, call=standing), form.status


def call_form(run: CourseOffering, standing: NominationCall | None) -> CallForm:
    if standing is None:
        return CallForm(opens_on=clock.today(run.timezone), seen_version=0)
    return CallForm(
        opens_on=local_day(standing.opens_at, run.timezone),
        closes_on=last_day(standing.closes_at, run),
        text=standing.text,
        seen_version=standing.version,
    )


def save(run: CourseOffering, form: CallForm) -> None:
    values = form.values()
    actions.open_call(
        run,
        by=acting,
        opens_at=begin_of(values["opens_on"], run),
        closes_at=end_of(values["closes_on"], run),
        text=values["text"],
    )
