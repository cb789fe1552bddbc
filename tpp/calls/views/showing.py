"""The list of calls, the page of one, and what an office answers that names nobody."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tpp import clock
from tpp.access import Ability, can
from tpp.accounts.queries import story
from tpp.acting import Acting
from tpp.calls import actions, queries
from tpp.calls.forms import ReasonForm
from tpp.calls.models import AskedParty, NominationCall
from tpp.calls.views.blueprint import bp
from tpp.errors import Refused
from tpp.offerings.queries import page_of
from tpp.offerings.views.runs import page_number
from tpp.web.guard import acting, requires


@bp.get("/calls")
@requires(Ability.CALL_SEE)
def index() -> str:
    show, today = request.args.get("show", "open"), clock.now().date()
    if show not in queries.SHOWN:
        abort(404)
    return render_template(
        "calls/index.html",
        show=show,
        today=today,
        counts=queries.count_by_list(acting, today),
        page=page_of(queries.calls(acting, show, today), page_number()),
    )


@bp.get("/calls/<int:call_id>")
@requires(Ability.CALL_SEE, on=queries.one_call)
def call(call: NominationCall) -> Any:
    return page(call, ReasonForm(formdata=None))


def page(call: NominationCall, form: ReasonForm) -> Any:
    lines, runs = queries.lines_of(call), queries.runs_of(acting, call)
    sees_all = can(acting, Ability.CALL_LETTERS)
    shown = {
        "call": call,
        "runs": runs,
        "lines": lines,
        "form": form,
        "sees_all": sees_all,
        "nobody": queries.nobody_to_write_to(call) if sees_all else [],
        "history": story(call) if sees_all else [],
    }
    own = next((it for it in lines if it.party.id == acting.party_id), None)
    template = "calls/call.html" if sees_all else "calls/of_office.html"
    return render_template(template, **shown, own=own), form.status


def own_line(acting: Acting, call_id: int) -> AskedParty | None:
    """What this office was asked by the call with this number."""
    found = queries.one_call(acting, call_id)
    return queries.asked_of(found, acting.party_id) if found else None


@bp.post("/calls/<int:call_id>/no-nominees")
@requires(Ability.CALL_ANSWER, on=own_line)
def no_nominees(asked: AskedParty) -> Any:
    form = ReasonForm()
    if form.validate():
        try:
            actions.no_nominees(asked, by=acting, reason=form.reason.data or "")
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The programme office knows that you name nobody this time."))
            return redirect(url_for(".call", call_id=asked.call_id), 303)
    return page(asked.call, form)
