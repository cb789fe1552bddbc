"""An office answers its offer, and gives seats back."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext

from tpp.access import Ability
from tpp.seats import actions, queries
from tpp.seats.forms import AcceptForm, ReasonForm, ReleaseForm
from tpp.seats.models import SeatAllocation
from tpp.seats.views.blueprint import back_to, bp
from tpp.web.guard import acting, requires


@bp.post("/seats/<int:allocation_id>/acceptance")
@requires(Ability.SEATS_ANSWER, on=queries.one_allocation)
def accept(allocation: SeatAllocation) -> Any:
    actions.accept(allocation, by=acting, seen=AcceptForm().was_seen)
    flash(_("The seats are accepted."))
    return back_to(allocation.offering)


@bp.post("/seats/<int:allocation_id>/refusal")
@requires(Ability.SEATS_ANSWER, on=queries.one_allocation)
def decline(allocation: SeatAllocation) -> Any:
    actions.decline(allocation, by=acting, **ReasonForm().values())
    flash(_("The seats are declined and go back to the programme."))
    return back_to(allocation.offering)


@bp.post("/seats/<int:allocation_id>/release")
@requires(Ability.SEATS_ANSWER, on=queries.one_allocation)
def release(allocation: SeatAllocation) -> Any:
    form = ReleaseForm()
    values = form.values()
    how: dict[str, Any] = {"reason": values["reason"], "seen": form.was_seen}
    actions.release(allocation, values["seats"], by=acting, **how)
    words = ngettext(
        "%(num)s seat is given back.", "%(num)s seats are given back.", values["seats"]
    )
    flash(words)
    return back_to(allocation.offering)
