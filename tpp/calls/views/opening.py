"""Opening a call, and changing it."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tpp import clock
from tpp.access import Ability
from tpp.calls import actions, queries
from tpp.calls.forms import CallForm
from tpp.calls.models import NominationCall
from tpp.calls.views.blueprint import bp
from tpp.errors import Refused
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.web.forms import options
from tpp.web.guard import acting, requires
from tpp.web.moments import day


@bp.get("/runs/<string:code>/call")
@requires(Ability.CALL_OPEN, on=one_run)
def of_run(run: CourseOffering) -> Any:
    """The call of a run, or a new one that begins with it."""
    called = queries.call_of(run)
    if called:
        return redirect(url_for(".call", call_id=called.call_id), 303)
    return redirect(url_for(".new", run=run.code), 303)


@bp.route("/calls/new", methods=["GET", "POST"])
@requires(Ability.CALL_OPEN)
def new() -> Any:
    runs = queries.runs_to_call(clock.now().date())
    form = new_form(runs)
    if form.validate_on_submit():
        try:
            made = actions.open_call(chosen(form, runs), by=acting, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The call is made. Choose now which offices are asked."))
            return redirect(url_for(".offices", call_id=made.id), 303)
    return render_template("calls/form.html", form=form, call=None), form.status


def new_form(runs: list[CourseOffering]) -> CallForm:
    begun = [run for run in runs if run.code == request.args.get("run")]
    form = CallForm(
        opens_on=clock.today(begun[0].timezone if begun else "UTC"),
        title=begun[0].course_version.course.title if begun else "",
        runs=[run.code for run in begun],
        reminders=current_app.config["CALL_REMINDERS"],
        seen_version=0,
    )
    return with_runs(form, runs)


def with_runs(form: CallForm, runs: list[CourseOffering]) -> CallForm:
    form.runs.choices = options((run.code, told_in_line(run)) for run in runs)
    return form


def told_in_line(run: CourseOffering) -> str:
    title, first = run.course_version.course.title, day(run.starts_on)
    return f"{title} · {run.code} · {first} · {run.place or run.venue} ({run.timezone})"


def chosen(form: CallForm, runs: list[CourseOffering]) -> list[CourseOffering]:
    return [run for run in runs if run.code in (form.runs.data or ())]


@bp.route("/calls/<int:call_id>/change", methods=["GET", "POST"])
@requires(Ability.CALL_OPEN, on=queries.one_call)
def change(call: NominationCall) -> Any:
    runs = queries.runs_to_call(clock.now().date(), call)
    form = change_form(call, runs)
    if form.validate_on_submit():
        form.check_fresh(call)
        try:
            actions.change(call, chosen(form, runs), by=acting, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The call is saved."))
            return redirect(url_for(".call", call_id=call.id), 303)
    return render_template("calls/form.html", form=form, call=call), form.status


def change_form(call: NominationCall, runs: list[CourseOffering]) -> CallForm:
    form = CallForm(
        title=call.title,
        opens_on=call.opens_on,
        closes_on=call.closes_on,
        reminders=call.reminders,
        runs=[it.offering.code for it in call.runs],
        seen_version=call.version,
        **{f"text_{code}": text for code, text in call.texts.items()},
    )
    return with_runs(form, runs)
