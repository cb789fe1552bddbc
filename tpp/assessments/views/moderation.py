"""Second assessors: what waits for one, their own sheet, and the decision between two results."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tpp.access import Ability
from tpp.assessments import actions, queries
from tpp.assessments.forms import AssessmentForm, BetweenForm
from tpp.assessments.models import AssessmentResult
from tpp.assessments.queries import class_sheets
from tpp.assessments.queries.explaining import one_result, place_of
from tpp.assessments.rules.showing import Waits
from tpp.assessments.views.blueprint import bp, names_of
from tpp.errors import Conflict, Refused
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.web.guard import acting, requires
from tpp.web.language import current


@bp.get("/runs/<string:code>/moderation")
@requires(Ability.ASSESSMENT_SEE, on=one_run)
def moderation(run: CourseOffering) -> str:
    found = class_sheets.waiting(run, class_sheets.who_came(run, current()["code"]))
    accounts = [line.account_id for it in found for line in (it.first, it.second) if line]
    return render_template(
        "assessments/moderation.html",
        run=run,
        version=run.course_version,
        thresholds=queries.thresholds_of(run.course_version),
        for_second=[it for it in found if it.attempt.waits is Waits.SECOND],
        for_decision=[it for it in found if it.attempt.waits is Waits.DECISION],
        accounts=names_of(accounts),
    )


@bp.get("/runs/<string:code>/moderation/<int:result_id>")
@requires(Ability.ASSESSMENT_SEE, on=one_result)
def second_look(result: AssessmentResult) -> str:
    return page(result)


def page(
    result: AssessmentResult,
    form: AssessmentForm | None = None,
    between: BetweenForm | None = None,
) -> str:
    place = place_of(result)
    run, people = place.offering, class_sheets.who_came(place.offering, current()["code"])
    trainee = next((it for it in people if it.enrolment_id == place.id), None)
    found = class_sheets.waiting(run, [trainee] if trainee else [])
    it = next((it for it in found if it.competency.id == result.competency_id), None)
    lines = (it.first, it.second) if it else ()
    return render_template(
        "assessments/second_look.html",
        run=run,
        result=result,
        trainee=trainee,
        it=it,
        sheets=queries.sheets_of(run, [result.competency]),
        accounts=names_of(line.account_id for line in lines if line),
        form=form,
        between=between or BetweenForm(formdata=None),
    )


@bp.post("/runs/<string:code>/moderation/<int:result_id>/second")
@requires(Ability.ASSESSMENT_RECORD, on=one_result)
def assess_again(result: AssessmentResult) -> Any:
    place = place_of(result)
    sheets = queries.sheets_of(place.offering, [result.competency])
    form = AssessmentForm(place.id, [result.competency], sheets, {})
    if not form.validate():
        return page(result, form), 422
    try:
        actions.assess_again(place, result.competency, form.sheet[0], by=acting)
    except Refused as refusal:
        form.refuse(refusal)
        return page(result, form), 422
    except Conflict:
        return settled(result)
    flash(_("The second assessment was saved."))
    return back(place.offering)


@bp.post("/runs/<string:code>/moderation/<int:result_id>/decision")
@requires(Ability.OUTCOME_DECIDE, on=one_result)
def decide_between(result: AssessmentResult) -> Any:
    place, form = place_of(result), BetweenForm()
    if not form.validate():
        return page(result, between=form), 422
    try:
        actions.decide_between(place, result.competency, by=acting, **form.values())
    except Refused as refusal:
        form.refuse(refusal)
        return page(result, between=form), 422
    except Conflict:
        return settled(result)
    flash(_("The result stands, with the reason."))
    return back(place.offering)


def settled(result: AssessmentResult) -> Any:
    """Somebody was faster: the page says what waits now."""
    return page(result), 409


def back(run: CourseOffering) -> Any:
    return redirect(url_for(".moderation", code=run.code), 303)
