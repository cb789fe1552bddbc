"""The programme office decides: tick, preview what it does, do it."""

from itertools import groupby
from operator import attrgetter
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tpp.access import Ability
from tpp.calls.queries import call_of
from tpp.calls.rules import end_of
from tpp.errors import Refused
from tpp.nominations import queries as nominees
from tpp.nominations.forms import DecisionForm, RunFilter
from tpp.nominations.models import Nomination
from tpp.nominations.views.blueprint import usual_answer_day
from tpp.nominations.views.filters import filter_form, narrowed_by, shown
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.seats.queries import allocations
from tpp.selection import actions, queries
from tpp.selection.views.blueprint import bp
from tpp.web.guard import acting, requires
from tpp.web.words import said

STEPS = ("selected", "put_on_reserve", "reviewed", "returned", "not_selected", "found_ineligible")


@bp.get("/runs/<string:code>/selection")
@requires(Ability.SELECTION_SEE, on=one_run)
def of_run(run: CourseOffering) -> Any:
    return selection_page(run)


def selection_page(
    run: CourseOffering,
    form: DecisionForm | None = None,
    ticked: list[Nomination] | None = None,
    step: str = "selected",
) -> Any:
    """Nominees by country with their seats, and what the ticked step would do."""
    show, seats = shown(first="to_decide"), allocations(run)
    filters = filter_form(RunFilter(request.args), [it.party for it in seats])
    found = nominees.of_run(acting, run, narrowed_by(filters, show))
    form = form or DecisionForm(formdata=None, offer_until=usual_answer_day(run))
    preview = queries.preview(run, ticked, step) if ticked else None
    page = render_template(
        "selection/selection.html",
        run=run,
        show=show,
        filters=filters,
        form=form,
        counts=nominees.count_by_list(acting, run),
        groups=[(key, list(some)) for key, some in groupby(found, attrgetter("party"))],
        seats={it.party_id: it for it in seats},
        earlier=nominees.earlier(run, [it.person_id for it in found]),
        ticked={it.id for it in ticked or ()},
        preview=preview,
        stays=[(it.person.name, said(why)) for it, why in preview.unable] if preview else [],
        call=call_of(run),
        total=len(found),
    )
    return page, 422 if form.errors else 200


@bp.post("/runs/<string:code>/decisions")
@requires(Ability.NOMINATION_DECIDE, on=one_run)
def decide(run: CourseOffering) -> Any:
    step, ids = asked(run)
    ticked = nominees.chosen(acting, run, ids)
    form = DecisionForm()
    if not form.offer_until.data:
        form.offer_until.data = usual_answer_day(run)
    if not form.validate():
        return selection_page(run, form, ticked, step)
    if not ticked:
        form.refuse(Refused("Tick at least one nominee first."))
    elif request.form.get("confirm"):
        try:
            carry_out(run, ticked, step, form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(done_words(step, len(ticked)))
            filters: dict[str, Any] = request.args.to_dict()
            return redirect(url_for(".of_run", code=run.code, **filters), 303)
    return selection_page(run, form, ticked, step)


def asked(run: CourseOffering) -> tuple[str, list[int]]:
    """The step and the nominees: of one row's button, of the bar over the ticks, or all within seats."""
    one, _colon, number = request.form.get("one", "").partition(":")
    step = one or request.form.get("confirm") or request.form.get("do") or "selected"
    if step == "tick":
        return "selected", queries.within_seats(run)
    if step not in STEPS:
        abort(400)
    numbers = [number] if one else request.form.getlist("nomination")
    return step, [int(it) for it in numbers if it.isdecimal() and len(it) < 10]


def carry_out(run: CourseOffering, ticked: list[Nomination], step: str, form: DecisionForm) -> None:
    reason = form.values()["reason"]
    match step:
        case "selected":
            until = end_of(form.offer_until.data or usual_answer_day(run), run.timezone)
            actions.select(ticked, by=acting, offer_until=until, reason=reason)
        case "put_on_reserve":
            actions.reserve(ticked, by=acting, reason=reason)
        case _:
            actions.step(ticked, step, by=acting, reason=reason)


def done_words(step: str, number: int) -> str:
    """What was done, with how many it was done to."""
    match step:
        case "selected":
            return ngettext(
                "%(num)s nominee is selected.", "%(num)s nominees are selected.", number
            )
        case "put_on_reserve":
            return ngettext(
                "%(num)s nominee is on reserve.", "%(num)s nominees are on reserve.", number
            )
        case "returned":
            return ngettext(
                "%(num)s nomination is returned to its office.",
                "%(num)s nominations are returned to their offices.",
                number,
            )
    return ngettext("%(num)s nomination is decided.", "%(num)s nominations are decided.", number)


@bp.post("/nominations/<int:nomination_id>/rank")
@requires(Ability.NOMINATION_DECIDE, on=nominees.one_nomination)
def move_up(nomination: Nomination) -> Any:
    code = nomination.offering.code
    actions.move_up(nomination, by=acting)
    flash(_("The reserve has a new order."))
    return redirect(url_for(".of_run", code=code, show="reserve"), 303)
