"""Seats by country: offering, answering, giving back, and the ledger."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tpp.access import Ability
from tpp.errors import Refused
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run, page_of
from tpp.offerings.views.blueprint import choose, party_choices
from tpp.offerings.views.runs import page_number
from tpp.parties.queries import by_code
from tpp.parties.rules import PartyKind
from tpp.seats import actions, queries
from tpp.seats.forms import OfferForm, ReasonForm, ReleaseForm
from tpp.seats.models import SeatAllocation
from tpp.web.guard import acting, requires
from tpp.web.language import current

bp = Blueprint("seats", __name__)


@bp.get("/runs/<string:code>/seats")
@requires(Ability.SEATS_SEE, on=one_run)
def of_run(run: CourseOffering) -> Any:
    return page(run, OfferForm(formdata=None))


def page(run: CourseOffering, form: OfferForm) -> Any:
    form.party.choices = [*choose(), *party_choices(*PartyKind)]
    lines = queries.allocations(run)
    status = 422 if form.errors else 200
    return render_template("seats/of_run.html", run=run, lines=lines, form=form), status


@bp.post("/runs/<string:code>/seats")
@requires(Ability.SEATS_ALLOCATE, on=one_run)
def offer(run: CourseOffering) -> Any:
    form = OfferForm()
    form.party.choices = [*choose(), *party_choices(*PartyKind)]
    if form.validate():
        try:
            allocation = allocate(run, form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            name = allocation.party.name_in(current()["code"])
            words = ngettext(
                "%(num)s seat is offered to %(party)s.",
                "%(num)s seats are offered to %(party)s.",
                allocation.offered,
                party=name,
            )
            flash(words)
            return redirect(url_for(".of_run", code=run.code), 303)
    return page(run, form)


def allocate(run: CourseOffering, form: OfferForm) -> SeatAllocation:
    party = by_code(form.party.data)
    if party is None:
        raise Refused("Choose one.", "party")
    return actions.allocate(run, party, form.seats.data, by=acting)


@bp.post("/seats/<int:allocation_id>/acceptance")
@requires(Ability.SEATS_ANSWER, on=queries.one_allocation)
def accept(allocation: SeatAllocation) -> Any:
    actions.accept(allocation, by=acting)
    flash(_("The seats are accepted."))
    return redirect(url_for(".of_run", code=allocation.offering.code), 303)


@bp.post("/seats/<int:allocation_id>/refusal")
@requires(Ability.SEATS_ANSWER, on=queries.one_allocation)
def decline(allocation: SeatAllocation) -> Any:
    actions.decline(allocation, by=acting, **ReasonForm().values())
    flash(_("The seats are declined and go back to the programme."))
    return redirect(url_for(".of_run", code=allocation.offering.code), 303)


@bp.post("/seats/<int:allocation_id>/release")
@requires(Ability.SEATS_ANSWER, on=queries.one_allocation)
def release(allocation: SeatAllocation) -> Any:
    values = ReleaseForm().values()
    actions.release(allocation, values["seats"], by=acting, reason=values["reason"])
    words = ngettext(
        "%(num)s seat is given back.", "%(num)s seats are given back.", values["seats"]
    )
    flash(words)
    return redirect(url_for(".of_run", code=allocation.offering.code), 303)


@bp.post("/runs/<string:code>/release")
@requires(Ability.SEATS_ALLOCATE, on=one_run)
def release_unused(run: CourseOffering) -> Any:
    given = actions.release_unused(run, by=acting, **ReasonForm().values())
    flash(ngettext("%(num)s seat is free again.", "%(num)s seats are free again.", given))
    return redirect(url_for(".of_run", code=run.code), 303)


@bp.get("/runs/<string:code>/seats/ledger")
@requires(Ability.SEATS_SEE, on=one_run)
def ledger(run: CourseOffering) -> str:
    page_ = page_of(queries.ledger(run), page_number())
    return render_template("seats/ledger.html", run=run, page=page_)
