"""The seats of a run: who was offered how many, what is left, and offering them."""

from typing import Any

from flask import flash, render_template
from flask_babel import ngettext

from tpp.access import Ability
from tpp.errors import Refused
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.offerings.views.blueprint import choose, party_choices
from tpp.parties.rules import PartyKind
from tpp.seats import actions, queries
from tpp.seats.forms import OfferForm, ReleaseAllForm
from tpp.seats.models import SeatAllocation
from tpp.seats.views.blueprint import back_to, bp, group_words, party_named
from tpp.web.guard import acting, requires
from tpp.web.language import current


@bp.get("/runs/<string:code>/seats")
@requires(Ability.SEATS_SEE, on=one_run)
def of_run(run: CourseOffering) -> Any:
    return page(run, OfferForm(formdata=None, seen=queries.newest_line(run)))


def page(run: CourseOffering, form: OfferForm) -> Any:
    form.party.choices = [*choose(), *party_choices(*PartyKind)]
    shown = render_template(
        "seats/of_run.html",
        run=run,
        lines=queries.allocations(run),
        sitting=queries.sitting(run),
        groups=queries.groups_of(run),
        kinds=dict(group_words()),
        releases=queries.releases(run),
        form=form,
    )
    return shown, 422 if form.errors else 200


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
            flash(offered_words(allocation))
            return back_to(run)
    return page(run, form)


def offered_words(allocation: SeatAllocation) -> str:
    return ngettext(
        "%(num)s seat is offered to %(party)s.",
        "%(num)s seats are offered to %(party)s.",
        allocation.offered,
        party=allocation.party.name_in(current()["code"]),
    )


def allocate(run: CourseOffering, form: OfferForm) -> SeatAllocation:
    party, seats = party_named(form.party.data), form.seats.data
    return actions.allocate(run, party, seats, by=acting, seen=form.was_seen)


@bp.post("/runs/<string:code>/release")
@requires(Ability.SEATS_ALLOCATE, on=one_run)
def release_unused(run: CourseOffering) -> Any:
    given = actions.release_unused(run, by=acting, **ReleaseAllForm().values())
    flash(ngettext("%(num)s seat is free again.", "%(num)s seats are free again.", given))
    return back_to(run)
