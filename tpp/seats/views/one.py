"""The seats of one country in one run: another number, some of them moved, every line about them."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import ngettext

from tpp.access import Ability
from tpp.errors import Refused
from tpp.offerings.queries import page_of
from tpp.offerings.views.blueprint import choose, party_choices
from tpp.offerings.views.runs import page_number
from tpp.parties.rules import PartyKind
from tpp.seats import actions, queries
from tpp.seats.forms import MoveForm, NumberForm
from tpp.seats.models import SeatAllocation
from tpp.seats.views.blueprint import back_to, bp, party_named
from tpp.seats.views.of_run import offered_words
from tpp.web.guard import acting, requires
from tpp.web.language import current


@bp.get("/seats/<int:allocation_id>")
@requires(Ability.SEATS_SEE, on=queries.one_allocation)
def one(allocation: SeatAllocation) -> Any:
    return page(allocation)


def page(
    allocation: SeatAllocation, number: NumberForm | None = None, moved: MoveForm | None = None
) -> Any:
    number = number or NumberForm(formdata=None, seats=allocation.offered, seen=allocation.version)
    moved = moved or MoveForm(formdata=None, seen=allocation.version)
    moved.party.choices = others_than(allocation)
    narrowed = queries.Filter(party=allocation.party.code)
    shown = render_template(
        "seats/one.html",
        run=allocation.offering,
        own=allocation,
        sitting=queries.sitting(allocation.offering).get(allocation.party_id),
        page=page_of(queries.ledger(allocation.offering, narrowed), page_number()),
        number=number,
        moved=moved,
    )
    return shown, 422 if number.errors or moved.errors else 200


def others_than(allocation: SeatAllocation) -> list[tuple[str, str]]:
    every = [*choose(), *party_choices(*PartyKind)]
    return [pair for pair in every if pair[0] != allocation.party.code]


@bp.post("/seats/<int:allocation_id>")
@requires(Ability.SEATS_ALLOCATE, on=queries.one_allocation)
def change(allocation: SeatAllocation) -> Any:
    form = NumberForm()
    if form.validate():
        try:
            actions.change_number(allocation, **form.values(), by=acting, seen=form.was_seen)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(offered_words(allocation))
            return back_to(allocation.offering)
    return page(allocation, number=form)


@bp.post("/seats/<int:allocation_id>/move")
@requires(Ability.SEATS_ALLOCATE, on=queries.one_allocation)
def move(allocation: SeatAllocation) -> Any:
    form = MoveForm()
    form.party.choices = others_than(allocation)
    if form.validate():
        try:
            move_to(allocation, form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".of_run", code=allocation.offering.code), 303)
    return page(allocation, moved=form)


def move_to(allocation: SeatAllocation, form: MoveForm) -> None:
    values = form.values()
    party = party_named(values["party"])
    how: dict[str, Any] = {"reason": values["reason"], "seen": form.was_seen}
    actions.move(allocation, party, values["seats"], by=acting, **how)
    words = ngettext(
        "%(num)s seat is moved to %(party)s.",
        "%(num)s seats are moved to %(party)s.",
        values["seats"],
        party=party.name_in(current()["code"]),
    )
    flash(words)
