"""The sheet of one person in a run, and the request for an outcome against the rule."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tpp import clock
from tpp.access import Ability
from tpp.assessments import actions, queries
from tpp.assessments.forms import AnswerForm, AssessmentForm, OverrideForm
from tpp.assessments.models import AssessmentResult, Outcome
from tpp.assessments.rules import Status
from tpp.assessments.views.blueprint import bp, names_of
from tpp.catalogue.models import Competency
from tpp.enrolments.models import Enrolment
from tpp.errors import Conflict, Refused
from tpp.web.guard import acting, requires
from tpp.web.language import current


@bp.get("/runs/<string:code>/assessments/<int:enrolment_id>")
@requires(Ability.ASSESSMENT_SEE, on=queries.one_place)
def person(place: Enrolment) -> str:
    return person_page(place)


@bp.post("/runs/<string:code>/assessments/<int:enrolment_id>")
@requires(Ability.ASSESSMENT_RECORD, on=queries.one_place)
def assess(place: Enrolment) -> Any:
    form = form_of(place)
    if not form.validate():
        return person_page(place, form), 422
    try:
        number = actions.assess(place.offering, by=acting, **form.values())
    except Refused as refusal:
        form.refuse(refusal)
        return person_page(place, form), 422
    except Conflict as found:
        return person_page(place, form, conflict=found), 409
    flash(ngettext("%(num)s result was saved.", "%(num)s results were saved.", number))
    return redirect(after(place), 303)


def form_of(place: Enrolment, competencies: list[Competency] | None = None) -> AssessmentForm:
    """The sheet as it was sent; of some competencies where it is that of one machine."""
    run = place.offering
    known = queries.competencies(run) if competencies is None else competencies
    last = queries.last_attempts(run, [place.id])
    return AssessmentForm(place.id, known, queries.sheets_of(run, known), last)


def after(place: Enrolment) -> str:
    """The next person of the run, or the matrix after the last one."""
    ids = [it.trainee.enrolment_id for it in queries.judged(place.offering, clock.now())]
    following = ids[ids.index(place.id) + 1 :][:1]
    if request.form.get("then") == "next" and following:
        return url_for(".person", code=place.offering.code, enrolment_id=following[0])
    return url_for(".of_run", code=place.offering.code)


def person_page(
    place: Enrolment,
    form: AssessmentForm | None = None,
    override: OverrideForm | None = None,
    conflict: Conflict | None = None,
) -> str:
    run = place.offering
    people = queries.judged(run, clock.now(), current()["code"])
    number = [it.trainee.enrolment_id for it in people].index(place.id)
    attempts = queries.attempts_of(place)
    newest = max((attempt.id for attempt in attempts), default=0)
    seen = newest if form is None or conflict else form.seen.data
    known = queries.competencies(run)
    return render_template(
        "assessments/person.html",
        run=run,
        place=place,
        it=people[number],
        number=number + 1,
        count=len(people),
        competencies=known,
        sheets=queries.sheets_of(run, known),
        last=queries.last_attempts(run, [place.id], known),
        attempts=attempts,
        accounts=accounts_of(attempts, people[number].outcome),
        form=form,
        override=override or OverrideForm(outcome_choices(), formdata=None),
        conflict=conflict,
        seen=seen,
        is_certified=place.id in queries.certified(run),
    )


def accounts_of(attempts: list[AssessmentResult], outcome: Outcome | None) -> dict[int, str]:
    """Names of those who assessed, decided or asked."""
    ids = [attempt.account_id for attempt in attempts]
    if outcome:
        ids += [outcome.decided_by_id, outcome.override_asked_by_id]
    return names_of(ids)


def outcome_choices() -> dict[str, str]:
    return {
        str(Status.COMPLETED): _("Completed"),
        str(Status.PARTICIPATED): _("Participated"),
        str(Status.NOT_COMPLETED): _("Not completed"),
        str(Status.FAILED): _("Failed"),
    }


@bp.post("/runs/<string:code>/assessments/<int:enrolment_id>/override")
@requires(Ability.OUTCOME_OVERRIDE, on=queries.one_place)
def ask_override(place: Enrolment) -> Any:
    form = OverrideForm(outcome_choices())
    if not form.validate():
        return person_page(place, override=form), 422
    try:
        actions.ask_override(place, by=acting, **form.values())
    except Refused as refusal:
        form.refuse(refusal)
        return person_page(place, override=form), 422
    flash(_("Asked. It stands when another coordinator has confirmed it."))
    return back_to(place)


@bp.post("/runs/<string:code>/assessments/<int:enrolment_id>/override/confirmation")
@requires(Ability.OUTCOME_OVERRIDE, on=queries.one_place)
def confirm_override(place: Enrolment) -> Any:
    outcome = Status(AnswerForm().values()["outcome"])
    actions.confirm_override(place, outcome, by=acting)
    flash(_("The outcome stands, against the rule, with both names in the history."))
    return back_to(place)


@bp.post("/runs/<string:code>/assessments/<int:enrolment_id>/override/refusal")
@requires(Ability.OUTCOME_OVERRIDE, on=queries.one_place)
def refuse_override(place: Enrolment) -> Any:
    values = AnswerForm().values()
    actions.refuse_override(place, Status(values["outcome"]), by=acting, reason=values["reason"])
    flash(_("The outcome stays as it was."))
    return back_to(place)


def back_to(place: Enrolment) -> Any:
    return redirect(
        url_for(".person", code=place.offering.code, enrolment_id=place.id) + "#outcome", 303
    )
