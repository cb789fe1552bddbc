"""One machine: who is still to be assessed on it, and the sheet of whoever is next."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from tpp.access import Ability
from tpp.assessments import actions, queries
from tpp.assessments.forms import AssessmentForm
from tpp.assessments.queries import class_sheets
from tpp.assessments.queries.class_sheets import AtStation
from tpp.assessments.views.blueprint import bp
from tpp.assessments.views.person import form_of
from tpp.enrolments.models import Enrolment
from tpp.errors import Conflict, Refused
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.web.guard import acting, requires
from tpp.web.language import current


def run_with_machine(by: Any, code: str, machine: str) -> CourseOffering | None:
    """The run, where it assesses something on this machine."""
    run = one_run(by, code)
    known = queries.stations(queries.competencies(run)) if run else []
    return run if any(it.address == machine for it in known) else None


@bp.get("/runs/<string:code>/stations")
@requires(Ability.ASSESSMENT_SEE, on=one_run)
def stations(run: CourseOffering) -> str:
    """The first machine on which somebody is still to be assessed, with whoever is next."""
    known = queries.competencies(run)
    people = class_sheets.who_came(run, current()["code"])
    every = class_sheets.at_stations(people, queries.last_attempts(run, demanded=known), known)
    at = next((it for it in every if it.open), every[0] if every else abort(404))
    return page(run, at, at.open[0].enrolment_id if at.open else None)


@bp.get("/runs/<string:code>/stations/<string:machine>")
@requires(Ability.ASSESSMENT_SEE, on=run_with_machine)
def station(run: CourseOffering) -> str:
    at = at_machine(run)
    return page(run, at, at.open[0].enrolment_id if at.open else None)


@bp.get("/runs/<string:code>/machine-sheets/<int:enrolment_id>")
@requires(Ability.ASSESSMENT_SEE, on=queries.one_place)
def at_station(place: Enrolment) -> str:
    return page(place.offering, at_machine(place.offering), place.id)


@bp.post("/runs/<string:code>/machine-sheets/<int:enrolment_id>")
@requires(Ability.ASSESSMENT_RECORD, on=queries.one_place)
def assess_at_station(place: Enrolment) -> Any:
    run, at = place.offering, at_machine(place.offering)
    form = form_of(place, at.station.competencies)
    if not form.validate():
        return page(run, at, place.id, form), 422
    try:
        number = actions.assess(run, by=acting, **form.values())
    except Refused as refusal:
        form.refuse(refusal)
        return page(run, at, place.id, form), 422
    except Conflict as found:
        return page(run, at, place.id, form, found), 409
    flash(ngettext("%(num)s result was saved.", "%(num)s results were saved.", number))
    return redirect(next_one(run, at, place.id), 303)


def next_one(run: CourseOffering, before: AtStation, saved: int) -> str:
    """Whoever comes after the one just saved and is still to be assessed here."""
    at = at_machine(run)
    order = [it.enrolment_id for it in class_sheets.who_came(run, current()["code"])]
    open_ = [it.enrolment_id for it in at.open if it.enrolment_id != saved]
    later = [it for it in open_ if order.index(it) > order.index(saved)] or open_
    machine = before.station.address
    if not later:
        return url_for(".station", code=run.code, machine=machine)
    return url_for(".at_station", code=run.code, machine=machine, enrolment_id=later[0])


def at_machine(run: CourseOffering) -> AtStation:
    known = queries.competencies(run)
    people = class_sheets.who_came(run, current()["code"])
    last = queries.last_attempts(run, demanded=known)
    address = (request.view_args or {}).get("machine") or request.args.get("machine")
    found = [it for it in queries.stations(known) if address in (None, it.address)]
    return class_sheets.at_station(found[0], people, last) if found else abort(404)


def page(
    run: CourseOffering,
    at: AtStation,
    who: int | None,
    form: AssessmentForm | None = None,
    conflict: Conflict | None = None,
) -> str:
    everybody = sorted([*at.open, *at.done], key=lambda it: (it.party, it.name.casefold()))
    chosen = next((it for it in everybody if it.enrolment_id == who), None)
    known = at.station.competencies
    last = queries.last_attempts(run, demanded=known)
    mine = [it.result_id for (place, _), it in last.items() if place == who]
    newest = max(mine, default=0)
    return render_template(
        "assessments/station.html",
        run=run,
        at=at,
        stations=queries.stations(queries.competencies(run)),
        chosen=chosen,
        number=everybody.index(chosen) + 1 if chosen else 0,
        people=everybody,
        sheets=queries.sheets_of(run, known),
        last=last,
        form=form,
        conflict=conflict,
        seen=newest if form is None or conflict else form.seen.data,
    )
