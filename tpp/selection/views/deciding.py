"""The programme office decides: tick, preview what it does, do it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tpp.access import Ability
from tpp.calls.rules import end_of
from tpp.errors import Refused
from tpp.nominations import queries as nominees
from tpp.nominations.models import Nomination
from tpp.nominations.views.blueprint import usual_answer_day
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.selection import actions, queries
from tpp.selection.forms import DecisionForm
from tpp.selection.rules import EXTENDED, Overtaken
from tpp.selection.rules.ticks import unpacked
from tpp.selection.views.asked import Asked, asked_by_form, is_turn, kept_filters
from tpp.selection.views.blueprint import bp
from tpp.selection.views.page import selection_page, ticked_of, typed
from tpp.selection.views.words import done_words
from tpp.web.guard import acting, requires


@bp.post("/runs/<string:code>/decisions")
@requires(Ability.NOMINATION_DECIDE, on=one_run)
def decide(run: CourseOffering) -> Any:
    asked, form, do = asked_by_form(), typed(run), request.form.get("do", "")
    if is_turn(do):
        return turn(run, asked, do)
    if do == "tick":
        within = dict.fromkeys(queries.within_seats(run))
        return selection_page(run, Asked("selected", versions_of(run, within)), form)
    if not form.validate():
        return selection_page(run, asked, form)
    if not asked.ticks:
        form.refuse(Refused("Tick at least one nominee first."))
    elif request.form.get("confirm"):
        return confirm(run, asked, form)
    return selection_page(run, asked, form)


def turn(run: CourseOffering, asked: Asked, do: str) -> Any:
    """To another page, or narrowed otherwise: what is ticked goes along in the address."""
    kept = kept_filters() | {"page": do.removeprefix("page:") if do != "filter" else ""}
    if asked.ticks:
        kept |= {"ticked": asked.packed, "step": asked.step}
    kept = {name: value for name, value in kept.items() if value}
    return redirect(url_for(".of_run", code=run.code, **kept), 303)


def versions_of(run: CourseOffering, ids: Any) -> dict[int, int | None]:
    return {it.id: it.version for it in nominees.chosen(acting, run, ids)}


def confirm(run: CourseOffering, asked: Asked, form: DecisionForm) -> Any:
    """Do what the preview said, for those whom it named."""
    previewed = request.form.get("previewed")
    if previewed is not None and unpacked(previewed) != asked.ticks:
        form.refuse(Refused("The ticks are others than those of the preview. Look at it again."))
        return selection_page(run, asked, form)
    only = unpacked(request.form.get("only", "")) or asked.ticks
    asked = Asked(asked.step, only)
    ticked = ticked_of(run, asked)
    if not ticked:
        form.refuse(Refused("Tick at least one nominee first."))
        return selection_page(run, asked, form)
    try:
        carry_out(run, ticked, asked, form)
    except Overtaken as found:
        return conflict_page(run, asked, form, found)
    except Refused as refusal:
        form.refuse(refusal)
        return selection_page(run, asked, form)
    flash(done_words(asked.step, len(ticked)))
    return redirect(url_for(".of_run", code=run.code, **kept_filters()), 303)


def carry_out(
    run: CourseOffering, ticked: list[Nomination], asked: Asked, form: DecisionForm
) -> None:
    how: dict[str, Any] = {"by": acting, "reason": form.values()["reason"], "seen": asked.ticks}
    until = end_of(form.offer_until.data or usual_answer_day(run), run.timezone)
    match asked.step:
        case "selected":
            actions.select(ticked, offer_until=until, **how)
        case "put_on_reserve":
            actions.reserve(ticked, **how)
        case "lapsed":
            actions.end(ticked, **how)
        case step if step == EXTENDED:
            actions.extend(ticked, offer_until=until, **how)
        case step:
            actions.step(ticked, step, **how)


def conflict_page(run: CourseOffering, asked: Asked, form: DecisionForm, found: Overtaken) -> Any:
    """What somebody else decided, and what was wanted; the others can be decided in one tap."""
    chosen = ticked_of(run, asked)
    overtaken = [it for it in chosen if it.id in found.ids]
    page = render_template(
        "selection/conflict.html",
        run=run,
        form=form,
        step=asked.step,
        overtaken=overtaken,
        rest=[it for it in chosen if it.id not in found.ids],
        seen=asked.ticks,
        deeds=queries.last_deeds(found.ids),
        kept=kept_filters(),
    )
    return page, 409


@bp.post("/nominations/<int:nomination_id>/rank")
@requires(Ability.NOMINATION_DECIDE, on=nominees.one_nomination)
def move_up(nomination: Nomination) -> Any:
    """One place on the reserve, up unless the form says down."""
    code, way = nomination.offering.code, request.form.get("way") or request.args.get("way")
    move = actions.move_down if way == "down" else actions.move_up
    move(nomination, by=acting)
    flash(_("The reserve has a new order."))
    return redirect(url_for(".of_run", code=code, show="reserve"), 303)
