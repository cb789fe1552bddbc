"""Asking to read the papers of a run's nominees, and deciding on it."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tpp import clock
from tpp.access import Ability
from tpp.errors import Refused
from tpp.nominations import actions, queries
from tpp.nominations.forms.papers import AskForm, GrantForm
from tpp.nominations.models import DocumentGrant
from tpp.nominations.rules.grants import FLOW, USUAL_DAYS
from tpp.nominations.views.blueprint import bp
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.web.guard import acting, requires


@bp.get("/document-grants")
@requires(Ability.GRANT_LIST)
def grants() -> str:
    return render_template(
        "nominations/grants.html", grants=queries.grants(), usual_days=USUAL_DAYS
    )


@bp.route("/runs/<string:code>/document-grants", methods=["GET", "POST"])
@requires(Ability.GRANT_ASK, on=one_run)
def ask(run: CourseOffering) -> Any:
    form = AskForm()
    if form.validate_on_submit():
        try:
            actions.ask_for_documents(run, by=acting, reason=form.values()["reason"])
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("You have asked. A second person or an administrator decides."))
            return redirect(url_for(".grants"), 303)
    page = render_template(
        "nominations/ask_for_documents.html",
        run=run,
        form=form,
        standing=queries.open_grant(run.id, acting.account_id),
        at=clock.now(),
    )
    return page, form.status


@bp.post("/document-grants/<int:grant_id>/decision")
@requires(Ability.GRANT_DECIDE, on=queries.one_grant)
def decide_grant(grant: DocumentGrant) -> Any:
    values = GrantForm().values()
    step = values["step"]
    if step not in FLOW.steps:
        abort(400)
    days = values["days"] or USUAL_DAYS
    actions.decide_grant(grant, step, by=acting, reason=values["reason"] or "", days=days)
    flash(_("The decision is recorded."))
    return redirect(url_for(".grants"), 303)
