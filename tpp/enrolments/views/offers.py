"""A nominee, or the office for them, answers an offer; the office withdraws."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tpp.access import Ability, can
from tpp.enrolments import actions
from tpp.enrolments.queries import place_of
from tpp.enrolments.views.blueprint import bp
from tpp.nominations.models import Nomination
from tpp.nominations.queries import one_nomination
from tpp.nominations.rules import Status
from tpp.seats.forms import ReasonForm
from tpp.selection import actions as selection
from tpp.web.guard import acting, requires


@bp.get("/nominations/<int:nomination_id>/offer")
@requires(Ability.NOMINATION_ANSWER, on=one_nomination)
def offer(nomination: Nomination) -> Any:
    """What is offered, until when, and the two answers."""
    is_open = nomination.status is Status.SELECTED
    run = nomination.offering
    place = place_of(nomination)
    return render_template(
        "enrolments/offer.html", nomination=nomination, run=run, is_open=is_open, place=place
    )


@bp.post("/nominations/<int:nomination_id>/acceptance")
@requires(Ability.NOMINATION_ANSWER, on=one_nomination)
def accept(nomination: Nomination) -> Any:
    actions.confirm(nomination, by=acting)
    flash(_("The place is confirmed."))
    return back_to(nomination)


@bp.post("/nominations/<int:nomination_id>/refusal")
@requires(Ability.NOMINATION_ANSWER, on=one_nomination)
def decline(nomination: Nomination) -> Any:
    selection.decline(nomination, by=acting, **ReasonForm().values())
    flash(_("The offer is declined. Thank you for saying so."))
    return back_to(nomination)


def back_to(nomination: Nomination) -> Any:
    sees_it = can(acting, Ability.NOMINATION_SEE, nomination)
    page = "nominations.nomination" if sees_it else ".offer"
    return redirect(url_for(page, nomination_id=nomination.id), 303)


@bp.post("/nominations/<int:nomination_id>/withdrawal")
@requires(Ability.NOMINATION_WITHDRAW, on=one_nomination)
def withdraw(nomination: Nomination) -> Any:
    actions.withdraw(nomination, by=acting, **ReasonForm().values())
    flash(_("The nomination is withdrawn."))
    return back_to(nomination)
