"""A class: people and competencies, what is still to assess, and recording outcomes."""

from collections import Counter
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import ngettext

from tpp import clock
from tpp.access import Ability
from tpp.assessments import actions, queries
from tpp.assessments.queries import class_sheets
from tpp.assessments.queries.judging import Judged
from tpp.assessments.rules import Status
from tpp.assessments.views.blueprint import bp
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.web.guard import acting, requires
from tpp.web.language import current


@bp.get("/runs/<string:code>/assessments")
@requires(Ability.ASSESSMENT_SEE, on=one_run)
def of_run(run: CourseOffering) -> str:
    evidence = queries.evidence_of(run, clock.now())
    people = queries.judged_by(run, evidence, current()["code"])
    came = [it.trainee for it in people]
    return render_template(
        "assessments/of_run.html",
        run=run,
        people=people,
        competencies=evidence.demanded,
        version=run.course_version,
        thresholds=evidence.thresholds,
        stations=class_sheets.at_stations(came, evidence.last, evidence.demanded),
        waiting=class_sheets.how_many_wait(evidence.last, came),
        tested=class_sheets.tested(came, evidence.tests, evidence.points),
        conduct_open=sum(is_conduct_open(it) for it in people),
        preview=preview(run, people),
        today=clock.today(run.timezone),
    )


def is_conduct_open(it: Judged) -> bool:
    line = it.judgement.conduct
    return line is not None and line.met is None


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
