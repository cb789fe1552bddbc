"""Incidents of a run: reported by its team, read by whoever reported, its lead, and the programme."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tpp import clock
from tpp.access import Ability
from tpp.days import actions, queries
from tpp.days.actions import Report
from tpp.days.forms import IncidentForm, StepForm
from tpp.days.queries.incidents import Opened
from tpp.days.rules import IncidentKind
from tpp.days.views.blueprint import bp
from tpp.errors import Refused
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.offerings.rules import moment
from tpp.offerings.views.blueprint import chosen_words
from tpp.web.guard import acting, requires


@bp.get("/runs/<string:code>/incidents")
@requires(Ability.INCIDENT_SEE, on=one_run)
def incidents(run: CourseOffering) -> str:
    return render_template(
        "days/incidents.html", run=run, incidents=queries.incidents_of(acting, run)
    )


@bp.route("/runs/<string:code>/incidents/new", methods=["GET", "POST"])
@requires(Ability.INCIDENT_REPORT, on=one_run)
def report(run: CourseOffering) -> Any:
    form = IncidentForm(day=clock.today(run.timezone))
    form.kind.choices = chosen_words(IncidentKind)
    if form.validate_on_submit():
        try:
            number = actions.report(run, told(form, run), by=acting).id
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The incident is reported. The lead of the run and the programme read it."))
            return redirect(url_for(".incident", code=run.code, incident_id=number), 303)
    return render_template("days/report.html", run=run, form=form), form.status


def told(form: IncidentForm, run: CourseOffering) -> Report:
    return Report(
        IncidentKind(form.kind.data),
        moment(form.day.data, form.time.data, run.timezone, "time"),
        form.what.data,
        form.done.data or "",
        form.people.data or "",
    )


@bp.route("/runs/<string:code>/incidents/<int:incident_id>", methods=["GET", "POST"])
@requires(Ability.INCIDENT_SEE, on=queries.one_incident)
def incident(opened: Opened) -> Any:
    form, code, number = StepForm(), opened.run.code, opened.incident.id
    if form.validate_on_submit():
        try:
            actions.add_step(opened.incident, form.text.data, by=acting)
        except Refused as refusal:
            form.refuse(refusal)
            opened = queries.one_incident(acting, code, number) or opened
        else:
            flash(_("What was done is kept."))
            return redirect(url_for(".incident", code=code, incident_id=number), 303)
    page = render_template(
        "days/incident.html",
        run=opened.run,
        incident=opened.incident,
        steps=queries.steps_of(opened.incident),
        form=form,
        may_write=queries.may_write(acting, opened.run),
    )
    return page, form.status
