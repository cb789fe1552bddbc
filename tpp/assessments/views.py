"""Assessments: people and competencies, the sheet of one person, and outcomes."""

from collections import Counter
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tpp import clock
from tpp.access import Ability
from tpp.accounts.models import Account
from tpp.assessments import actions, queries
from tpp.assessments.forms import AnswerForm, AssessmentForm, OverrideForm
from tpp.assessments.models import AssessmentResult
from tpp.assessments.queries import Judged
from tpp.assessments.rules import Status
from tpp.db import db
from tpp.enrolments.models import Enrolment
from tpp.errors import Conflict, Refused
from tpp.nominations.queries.eligibility import EARLIER
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.web.guard import acting, requires
from tpp.web.language import current

bp = Blueprint("assessments", __name__)


def init_app(app: Flask) -> None:
    """Nominations ask which courses somebody completed; they stand before this package."""
    app.extensions[EARLIER] = queries.completed_courses


@bp.get("/runs/<string:code>/assessments")
@requires(Ability.ASSESSMENT_SEE, on=one_run)
def of_run(run: CourseOffering) -> str:
    people = queries.judged(run, clock.now(), current()["code"])
    return render_template(
        "assessments/of_run.html",
        run=run,
        people=people,
        competencies=queries.competencies(run),
        version=run.course_version,
        preview=preview(run, people),
    )


def preview(run: CourseOffering, people: list[Judged]) -> dict[str, Any]:
    """What recording outcomes would do: how many of each before and after, and who stays open."""
    kept = queries.certified(run)
    before, after = Counter[Status](), Counter[Status]()
    for it in people:
        stands = it.outcome.status if it.outcome else Status.NOT_EVALUATED
        is_decided = it.judgement.status is not Status.NOT_EVALUATED
        is_free = it.trainee.enrolment_id not in kept
        before[stands] += 1
        changes = is_decided and is_free and actions.is_news(it)
        after[it.judgement.status if changes else stands] += 1
    return {
        "before": before,
        "after": after,
        "kinds": [status for status in Status if before[status] or after[status]],
        "open": [it for it in people if it.judgement.status is Status.NOT_EVALUATED],
        "asked": [it for it in people if it.outcome and it.outcome.override_asked],
        "to_come": queries.still_to_come(run, clock.now()),
        "is_news": before != after,
    }


@bp.post("/runs/<string:code>/outcomes")
@requires(Ability.OUTCOME_DECIDE, on=one_run)
def decide(run: CourseOffering) -> Any:
    done = actions.decide(run, by=acting)
    number = done.recorded.total()
    flash(ngettext("%(num)s outcome was recorded.", "%(num)s outcomes were recorded.", number))
    return redirect(url_for(".of_run", code=run.code), 303)


@bp.get("/runs/<string:code>/assessments/<int:enrolment_id>")
@requires(Ability.ASSESSMENT_SEE, on=queries.one_place)
def person(place: Enrolment) -> str:
    return person_page(place)


@bp.post("/runs/<string:code>/assessments/<int:enrolment_id>")
@requires(Ability.ASSESSMENT_RECORD, on=queries.one_place)
def assess(place: Enrolment) -> Any:
    form = AssessmentForm(place.id, queries.competencies(place.offering))
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
    return render_template(
        "assessments/person.html",
        run=run,
        place=place,
        it=people[number],
        number=number + 1,
        count=len(people),
        competencies=queries.competencies(run),
        last=queries.last_attempts(run, [place.id]),
        attempts=attempts,
        accounts=accounts_of(attempts, people[number]),
        form=form,
        override=override or OverrideForm(outcome_choices(), formdata=None),
        conflict=conflict,
        seen=seen,
        is_certified=place.id in queries.certified(run),
    )


def accounts_of(attempts: list[AssessmentResult], it: Judged) -> dict[int, str]:
    """Names of those who assessed, decided or asked."""
    ids = {attempt.account_id for attempt in attempts}
    if it.outcome:
        ids |= {it.outcome.decided_by_id, it.outcome.override_asked_by_id}
    found = db.session.query(Account.id, Account.name).where(Account.id.in_(ids - {None}))
    return {row.id: row.name for row in found}


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
