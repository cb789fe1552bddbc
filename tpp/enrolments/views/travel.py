"""Who is ready to travel: the overview of a run, an office's people, and the steps of a run."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask import (
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask_babel import gettext as _

from tpp import clock
from tpp.access import Ability
from tpp.db import db
from tpp.enrolments import actions
from tpp.enrolments import queries as places
from tpp.enrolments.forms import StepsForm, TravelFilter, asking, ticked_by_words, who_field
from tpp.enrolments.models import TravelMark
from tpp.enrolments.queries import travel as queries
from tpp.enrolments.queries.travel import ANY, Filter
from tpp.enrolments.rules.travel import DEFAULT, State, Step, TickedBy, missing
from tpp.enrolments.sheets import csv_lines
from tpp.enrolments.views.blueprint import bp
from tpp.errors import Refused
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run, page_of
from tpp.offerings.views.blueprint import begun
from tpp.offerings.views.runs import page_number
from tpp.scope import current, see
from tpp.web.forms import options
from tpp.web.guard import acting, requires
from tpp.web.words import words


@bp.app_template_global("step_words")
def step_words(step: Step) -> str:
    """A step by its usual words, or as the run has named it."""
    return step.title or begun(words(step.key))


@bp.get("/runs/<string:code>/travel")
@requires(Ability.TRAVEL_LIST, on=one_run)
def travel(run: CourseOffering) -> str:
    steps = queries.steps_of(run.id)
    form = filter_form(run, steps)
    page = page_of(queries.travellers(run, narrowed_by(form), steps), page_number())
    ids = [line.id for line in page.items]
    marks = queries.marks_of(ids)
    return render_template(
        "enrolments/travel.html",
        run=run,
        form=form,
        page=page,
        steps=steps,
        marks=marks,
        left={it: missing(steps, queries.states(marks.get(it, {}))) for it in ids},
        comes=queries.arrivals_known(ids),
        ready=queries.readiness(run, steps),
        plan=queries.plan_of(run.id),
    )


def filter_form(run: CourseOffering, steps: list[Step]) -> TravelFilter:
    """The filters with what there is to choose from; anything else is not found."""
    form = TravelFilter(request.args)
    named = [(step.key, step_words(step)) for step in steps]
    form.lacks.choices = [("", _("All, ready or not")), (ANY, _("Something is missing")), *named]
    form.party.choices = [("", _("All countries")), *places.parties_in(run)]
    for field in (form.lacks, form.party):
        if (field.data or "") not in dict(field.choices):
            abort(404)
    return form


def narrowed_by(form: TravelFilter) -> Filter:
    return Filter(form.lacks.data or "", form.party.data or "", (form.q.data or "")[:200])


@bp.get("/runs/<string:code>/travel.csv")
@requires(Ability.TRAVEL_LIST, on=one_run)
def travel_csv(run: CourseOffering) -> Response:
    steps, scope = queries.steps_of(run.id), current()
    narrowed = narrowed_by(filter_form(run, steps))
    lines = csv_lines(heads(steps), rows(run, narrowed, steps), about(run))

    def within_scope() -> Iterator[str]:
        """The answer is written when the request's own session is gone; this one sees no more."""
        see(scope)
        yield from lines

    file = f"travel-{run.code}-{clock.now():%Y-%m-%d}.csv"
    name = {"Content-Disposition": f'attachment; filename="{file}"'}
    return Response(stream_with_context(within_scope()), mimetype="text/csv", headers=name)


def heads(steps: list[Step]) -> list[str]:
    fixed = [_("Name"), _("Rank"), _("Sent by"), _("Code"), _("Status")]
    return [*fixed, *map(step_words, steps), _("Arrives (UTC)"), _("Flight")]


def rows(run: CourseOffering, narrowed: Filter, steps: list[Step]) -> Iterator[list[Any]]:
    lines = db.session.execute(queries.travellers(run, narrowed, steps)).all()
    marks = queries.marks_of(line.id for line in lines)
    for it in lines:
        own = marks.get(it.id, {})
        states = [words(own[step.key].state if step.key in own else State.OPEN) for step in steps]
        yield [it.name, it.rank, it.party, it.party_code, words(it.status), *states, *journey(own)]


def journey(own: dict[str, TravelMark]) -> tuple[Any, str]:
    mark = next((it for it in own.values() if it.arrives_at), None)
    return (mark.arrives_at, mark.flight) if mark else (None, "")


def about(run: CourseOffering) -> list[str]:
    title = run.course_version.course.title
    return [
        _("Before the journey to %(code)s, %(course)s", code=run.code, course=title),
        _("Seen by: %(office)s", office=acting.office_name),
        _("Recorded, as of %(time)s", time=f"{clock.now():%Y-%m-%d %H:%M} UTC"),
    ]


@bp.get("/travel")
@requires(Ability.TRAVEL_LIST)
def coming() -> str:
    """The people of this office who have a place in a run to come, with what is missing."""
    return render_template("enrolments/coming.html", page=queries.coming(page_number()))


@bp.route("/runs/<string:code>/travel/steps", methods=["GET", "POST"])
@requires(Ability.JOINING_PREPARE, on=one_run)
def travel_steps(run: CourseOffering) -> Any:
    steps = queries.steps_of(run.id)
    there = {step.key: step for step in (*DEFAULT, *steps)}
    form = asking(there.values())(data={"steps": [step.key for step in steps]})
    form.steps.choices = options((key, step_words(step)) for key, step in there.items())
    form.title_by.choices = options((str(it), said) for it, said in ticked_by_words().items())
    if form.validate_on_submit():
        try:
            save_steps(run, form, there)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The steps of this run are saved."))
            return redirect(url_for(".travel", code=run.code), 303)
    page = render_template(
        "enrolments/travel_steps.html",
        run=run,
        form=form,
        asked=[(step, form[who_field(key)]) for key, step in there.items()],
        plan=queries.plan_of(run.id),
    )
    return page, form.status


def save_steps(run: CourseOffering, form: StepsForm, there: Iterable[str]) -> None:
    values = form.values()
    who = {key: TickedBy(values[who_field(key)]) for key in there}
    kept, by = values["steps"], TickedBy(values["title_by"] or TickedBy.TRAINEE)
    actions.plan(run, kept, by=acting, ticked_by=who, title=values["title"], title_by=by)
