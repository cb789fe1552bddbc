"""Seats that are offered to nobody: to whom the rules propose them, accepted line by line."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tpp import clock
from tpp.access import Ability
from tpp.errors import Refused
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.selection.actions import reoffering as actions
from tpp.selection.forms import OrderForm
from tpp.selection.queries import reoffering as queries
from tpp.selection.queries.reoffering import Proposal
from tpp.selection.rules.reoffering import Criterion, Redrawn
from tpp.selection.views.blueprint import bp
from tpp.web.forms import Form
from tpp.web.guard import acting, requires

MOST_DIGITS = 4


@bp.get("/runs/<string:code>/seats/proposal")
@requires(Ability.SELECTION_SEE, on=one_run)
def proposal(run: CourseOffering) -> Any:
    return page(run, {})


def page(
    run: CourseOffering,
    typed: dict[str, str],
    *,
    form: Form | None = None,
    wrong: str = "",
    status: int = 200,
) -> Any:
    """The lines as they are proposed now, beside what was typed, by code of the Party."""
    now = queries.proposal(run)
    shown = render_template(
        "selection/proposal.html",
        run=run,
        now=now,
        as_of=clock.now(),
        typed=typed,
        gone=gone(now, typed),
        form=form or Form(formdata=None),
        wrong=wrong,
        redrawn=status == 409,
        words_of=criterion_words(),
    )
    return shown, status


def gone(now: Proposal, typed: dict[str, str]) -> dict[str, str]:
    """What was accepted and is not proposed any more."""
    proposed = {now.allocations[it.party_id].party.code for it in now.lines}
    return {code: number for code, number in typed.items() if code not in proposed}


@bp.post("/runs/<string:code>/seats/proposal")
@requires(Ability.SEATS_ALLOCATE, on=one_run)
def accept(run: CourseOffering) -> Any:
    form = Form()
    typed = {code: request.form.get(f"seats-{code}", "") for code in request.form.getlist("give")}
    try:
        given = actions.accept(run, numbers(run, typed), picture=seen(), by=acting)
    except Refused as refusal:
        form.refuse(refusal)
        wrong = (refusal.field or "").removeprefix("seats-")
        return page(run, typed, form=form, wrong=wrong, status=422)
    except Redrawn:
        return page(run, typed, status=409)
    flash(ngettext("%(num)s seat is offered.", "%(num)s seats are offered.", given))
    return redirect(url_for("seats.of_run", code=run.code), 303)


def seen() -> str:
    return request.form.get("picture", "")[:64]


def numbers(run: CourseOffering, typed: dict[str, str]) -> dict[int, int]:
    """By Party. A country without seats in this run is in no proposal, so it is none of them."""
    by_code = {it.party.code: it.party_id for it in queries.allocations(run)}
    found = {}
    for code, number in typed.items():
        if not (number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS):
            raise Refused("Enter a whole number.", f"seats-{code}")
        found[by_code.get(code, 0)] = int(number)
    return found


def criterion_words() -> dict[Criterion, str]:
    return {
        Criterion.RESERVE: _("Order of reserve"),
        Criterion.REGION: _("Regional balance"),
        Criterion.WOMEN: _("Women’s share"),
        Criterion.USE: _("Past use of seats"),
    }


@bp.get("/seats/order")
@requires(Ability.SELECTION_SEE)
def order() -> Any:
    now = queries.order_now()
    places: Any = dict(zip(OrderForm.PLACES, (it.value for it in now.criteria), strict=False))
    return order_page(OrderForm(formdata=None, **places))


def order_page(form: OrderForm) -> Any:
    choices = [("", _("no rule")), *((it.value, word) for it, word in criterion_words().items())]
    for place in form.PLACES:
        form[place].choices = choices
    shown = render_template(
        "selection/order.html",
        form=form,
        order=queries.order_now(),
        earlier=queries.orders_set(),
        words_of={it.value: word for it, word in criterion_words().items()},
    )
    return shown, 422 if form.errors else 200


@bp.post("/seats/order")
@requires(Ability.SEATS_ALLOCATE)
def set_order() -> Any:
    form = OrderForm()
    for place in form.PLACES:
        form[place].choices = [("", ""), *((it.value, it.value) for it in Criterion)]
    if form.validate():
        try:
            actions.set_order(form.criteria, by=acting, reason=form.values()["reason"])
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The order of the rules is set."))
            return redirect(url_for(".order"), 303)
    return order_page(form)
