"""One confirmed place: what has to be done before the journey, the letter, the steps."""

from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tpp import clock
from tpp.access import Ability, can
from tpp.enrolments import actions
from tpp.enrolments.forms import TickForm
from tpp.enrolments.models import Enrolment
from tpp.enrolments.queries import travel
from tpp.enrolments.queries.joining import letter_of, one_place, sent
from tpp.enrolments.rules import WRITTEN_TO
from tpp.enrolments.rules.travel import State, may_tick, missing
from tpp.enrolments.views.blueprint import bp
from tpp.enrolments.views.joining import letter_file
from tpp.errors import Refused
from tpp.offerings.models import CourseOffering
from tpp.offerings.rules import OVER, moment
from tpp.web.guard import acting, requires


@bp.get("/places/<int:enrolment_id>")
@requires(Ability.PLACE_SEE, on=one_place)
def place(place: Enrolment) -> Any:
    return page_of_place(place, TickForm(formdata=None)), 200


def page_of_place(place: Enrolment, form: TickForm) -> str:
    run = place.offering
    steps, marks = travel.steps_of(run.id), travel.marks_of([place.id]).get(place.id, {})
    is_open = place.status in WRITTEN_TO and run.status not in OVER
    ticks = is_open and can(acting, Ability.TRAVEL_TICK, place)
    return render_template(
        "enrolments/place.html",
        place=place,
        run=run,
        steps=steps,
        marks=marks,
        who=travel.who_ticked(marks.values()),
        missing=missing(steps, travel.states(marks)) if is_open else [],
        mine={step.key for step in steps if ticks and may_tick(step, acting.role)},
        letter=letter_of(place),
        instructions=sent(run.id),
        is_open=is_open,
        form=form,
        today=clock.today(run.timezone),
    )


@bp.get("/places/<int:enrolment_id>/letter")
@requires(Ability.PLACE_SEE, on=one_place)
def letter(place: Enrolment) -> Response:
    """The joining letter as it was stored, in the newest version that went out."""
    found = letter_of(place)
    if found is None:
        abort(404)
    name = f"joining-{place.offering.code}-{found.instructions.number}.pdf"
    return letter_file(found.file, name)


@bp.post("/places/<int:enrolment_id>/steps")
@requires(Ability.TRAVEL_TICK, on=one_place)
def tick(place: Enrolment) -> Any:
    form = TickForm()
    if not form.validate():
        return page_of_place(place, form), 422
    try:
        actions.tick(place, form.step.data or "", by=acting, **ticked(place.offering, form))
    except Refused as refusal:
        form.refuse(refusal)
        return page_of_place(place, form), 422
    flash(_("Saved."))
    return redirect(url_for(".place", enrolment_id=place.id) + "#steps", 303)


def ticked(run: CourseOffering, form: TickForm) -> dict[str, Any]:
    values = form.values()
    return {
        "state": State(values["state"]),
        "arrives_at": arrival(run, values),
        "flight": values["flight"],
        "seen": form.version_seen(),
    }


def arrival(run: CourseOffering, values: dict[str, Any]) -> datetime | None:
    day, at = values["arrives_on"], values["arrives_at"]
    if bool(day) != bool(at):
        raise Refused(
            "Give the day and the time of the arrival.", "arrives_at" if day else "arrives_on"
        )
    return moment(day, at, run.timezone, "arrives_at") if day else None
