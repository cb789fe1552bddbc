"""Why somebody's outcome is what it is: line by line, with the records behind every line."""

from flask import render_template

from tpp import clock
from tpp.access import Ability
from tpp.assessments.queries.explaining import Explained, explained, explained_place
from tpp.assessments.rules import Part
from tpp.assessments.views.blueprint import bp, names_of
from tpp.enrolments.models import Enrolment
from tpp.web.guard import acting, requires
from tpp.web.language import current


@bp.get("/places/<int:enrolment_id>/outcome")
@requires(Ability.OUTCOME_EXPLAIN, on=explained_place)
def outcome(place: Enrolment) -> str:
    found = explained(place, clock.now(), current()["code"])
    is_own = place.person_id in acting.person_ids
    return render_template(
        "assessments/outcome.html",
        place=place,
        run=place.offering,
        it=found.judged,
        found=found,
        version=place.offering.course_version,
        is_own=is_own,
        accounts={} if is_own else names_of(accounts_of(found)),
        decision=Part.DECISION,
    )


def accounts_of(found: Explained) -> list[int | None]:
    """Those who assessed, entered and decided; the trainee is not told who they were."""
    outcome, conduct = found.judged.outcome, found.conduct
    return [
        *(it.account_id for it in found.attempts),
        *(it.account_id for it in found.written),
        conduct.account_id if conduct else None,
        outcome.decided_by_id if outcome else None,
    ]
