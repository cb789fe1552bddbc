"""The women's funnel of a run, or of all runs of its call."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask_babel import gettext as _

from tpp.access import Ability, can
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.reports.queries import funnel as queries
from tpp.reports.views.blueprint import bp
from tpp.web.guard import acting, requires
from tpp.web.language import current

BEHIND = {
    "nominated": "all",
    "selected": "selected",
    "accepted": "selected",
    "arrived": "",
}
"""The list of nominations in which the people of a step stand."""


@bp.get("/runs/<string:code>/funnel")
@requires(Ability.FUNNEL_SEE, on=one_run)
def funnel(run: CourseOffering) -> str:
    whose = request.args.get("of", "run")
    if whose not in ("run", "call"):
        abort(404)
    of_call = queries.runs_of_call(acting, run)
    runs = of_call if whose == "call" else [run]
    ids = [it.id for it in runs]
    offices = queries.funnel(ids, current()["code"])
    total = queries.together(offices)
    return render_template(
        "reports/funnel.html",
        run=run,
        runs=runs,
        of_call=of_call,
        whose=whose,
        offices=offices,
        total=total,
        steps=[drawn(step, total[step], run if whose == "run" else None) for step in total],
        reasons=queries.below_floor(acting, ids),
        step_words={step: step_word(step) for step in total},
    )


def drawn(step: str, count: Any, run: CourseOffering | None) -> dict[str, Any]:
    """A step as the picture takes it, with the list behind it."""
    show = BEHIND[step]
    url = None
    if run is not None and show and can(acting, Ability.NOMINATION_LIST):
        url = url_for("nominations.of_run", code=run.code, show=show)
    return {
        "name": step_word(step),
        "people": count.people,
        "women": count.women,
        "not_known": count.unknown,
        "url": url if step == "nominated" else None,
    }


def step_word(step: str) -> str:
    return {
        "nominated": _("Nominated"),
        "selected": _("Selected"),
        "accepted": _("Accepted"),
        "arrived": _("Arrived"),
    }[step]
