"""Recommending certificates, and the answer of a second person."""

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _

from tpp.access import Ability
from tpp.certificates import actions
from tpp.certificates.forms.awarding import ApproveForm, ReturnForm
from tpp.certificates.models import Award
from tpp.certificates.queries.awards import open_award
from tpp.certificates.views.blueprint import bp
from tpp.certificates.views.of_run import recommend_form, run_page
from tpp.db import transaction
from tpp.errors import Conflict, Refused
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.web.guard import acting, requires


@bp.post("/runs/<string:code>/recommendation")
@requires(Ability.CERTIFICATE_RECOMMEND, on=one_run)
def recommend(run: CourseOffering) -> Any:
    form = recommend_form(run)
    if not form.validate():
        return run_page(run, recommending=form), 422
    try:
        actions.recommend(run, by=acting, **form.values())
    except Refused as refusal:
        form.refuse(refusal)
        return run_page(run, recommending=form), 422
    flash(_("Recommended. A coordinator who is somebody else approves or returns it."))
    return back_to(run)


@bp.post("/runs/<string:code>/recommendation/approval")
@requires(Ability.CERTIFICATE_APPROVE, on=one_run)
def approve(run: CourseOffering) -> Any:
    """Approves, and asks for the work that issues: both or neither."""
    award, form = awaited(run), ApproveForm()
    if not form.validate():
        return run_page(run, approving=form), 422
    try:
        form.check_fresh(award)
        with transaction():
            actions.approve(award, by=acting, **form.values())
            job = actions.ask_to_issue(run, by=acting)
    except Refused as refusal:
        form.refuse(refusal)
        return run_page(run, approving=form), 422
    except Conflict:
        return overtaken(run)
    return redirect(url_for("jobs.job", job_id=job.id), 303)


@bp.post("/runs/<string:code>/recommendation/return")
@requires(Ability.CERTIFICATE_APPROVE, on=one_run)
def send_back(run: CourseOffering) -> Any:
    award, form = awaited(run), ReturnForm()
    if not form.validate():
        return run_page(run, returning=form), 422
    try:
        form.check_fresh(award)
        actions.send_back(award, by=acting, **form.values())
    except Refused as refusal:
        form.refuse(refusal)
        return run_page(run, returning=form), 422
    except Conflict:
        return overtaken(run)
    flash(_("Returned. Whoever recommended sees your words on this page."))
    return back_to(run)


@bp.post("/runs/<string:code>/recommendation/withdrawal")
@requires(Ability.CERTIFICATE_RECOMMEND, on=one_run)
def withdraw(run: CourseOffering) -> Any:
    actions.withdraw(awaited(run), by=acting)
    flash(_("Withdrawn. Nothing of it was issued."))
    return back_to(run)


def awaited(run: CourseOffering) -> Award:
    """The recommendation that the form was about; 404 where there is none."""
    award = open_award(run)
    if award is None:
        abort(404)
    return award


def overtaken(run: CourseOffering) -> Any:
    """Somebody answered meanwhile: the page as it stands now, and nothing done."""
    flash(
        _("Somebody changed this list, or a name on it, meanwhile. Nothing was done: look again.")
    )
    return run_page(run), 409


def back_to(run: CourseOffering) -> Any:
    return redirect(url_for("certificates.of_run", code=run.code), 303)
