"""Conduct of a class: the decision alone, for courses whose completion rule asks for it."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import ngettext

from tpp.access import Ability
from tpp.assessments import actions, queries
from tpp.assessments.forms import ConductForm
from tpp.assessments.queries import class_sheets
from tpp.assessments.rules import Conduct
from tpp.assessments.views.blueprint import bp
from tpp.errors import Conflict, Refused
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.web.guard import acting, requires
from tpp.web.language import current


@bp.get("/runs/<string:code>/conduct")
@requires(Ability.ASSESSMENT_SEE, on=one_run)
def conduct(run: CourseOffering) -> str:
    return page(run)


@bp.post("/runs/<string:code>/conduct")
@requires(Ability.OUTCOME_DECIDE, on=one_run)
def record_conduct(run: CourseOffering) -> Any:
    form = ConductForm([it.enrolment_id for it in class_sheets.who_came(run)])
    if not form.validate():
        return page(run, form), 422
    try:
        number = actions.record_conduct(run, by=acting, **form.values())
    except Refused as refusal:
        form.refuse(refusal)
        return page(run, form), 422
    except Conflict as found:
        return page(run, form, found), 409
    flash(ngettext("%(num)s answer was saved.", "%(num)s answers were saved.", number))
    return redirect(url_for(".of_run", code=run.code), 303)


def page(
    run: CourseOffering, form: ConductForm | None = None, conflict: Conflict | None = None
) -> str:
    stands = queries.conduct_of(run)
    newest = max((number for number, _ in stands.values()), default=0)
    people = class_sheets.who_came(run, current()["code"])
    standing = {who: it for who, (_, it) in stands.items()}
    return render_template(
        "assessments/conduct.html",
        run=run,
        people=people,
        shown={**standing, **(form.sheet if form else {})},
        standing=standing,
        choices=list(Conduct),
        thresholds=queries.thresholds_of(run.course_version),
        form=form or ConductForm([], formdata=None),
        conflict=conflict,
        seen=newest if form is None or conflict else form.seen.data,
    )
