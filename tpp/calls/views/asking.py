"""Which offices are asked, with how many seats in each run: one table, saved as a whole."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tpp.access import Ability
from tpp.calls import actions, queries
from tpp.calls.actions import Wanted
from tpp.calls.forms import AskForm
from tpp.calls.models import CalledRun, NominationCall
from tpp.calls.queries import Line
from tpp.calls.views.blueprint import bp
from tpp.errors import Refused
from tpp.web.guard import acting, requires

LONGEST = 4
"""Digits of a number of seats."""


@bp.route("/calls/<int:call_id>/offices", methods=["GET", "POST"])
@requires(Ability.CALL_OPEN, on=queries.one_call)
def offices(call: NominationCall) -> Any:
    form, problems = AskForm(seen_version=call.version), {}
    lines, runs = every_line(call), queries.runs_of(acting, call)
    if form.validate_on_submit():
        form.check_fresh(call)
        try:
            actions.ask(call, [typed(line, runs) for line in lines], by=acting)
        except Refused as refusal:
            problems = {refusal.field or "": refusal}
        else:
            flash(_("The offices are saved. Look at the letters, then send them."))
            return redirect(url_for(".letters", call_id=call.id, kind="opening"), 303)
    status = 422 if problems else 200
    shown = {"call": call, "form": form, "lines": lines, "runs": runs, "problems": problems}
    return render_template("calls/offices.html", **shown, typed=request.form), status


def every_line(call: NominationCall) -> list[Line]:
    """Parties asked or with seats first, then all others that have an office."""
    lines = queries.lines_of(call)
    known = {line.party.id for line in lines}
    return [*lines, *(Line(party) for party in queries.offices_of() if party.id not in known)]


def typed(line: Line, runs: list[CalledRun]) -> Wanted:
    return Wanted(
        line.party,
        asked=f"asked-{line.party.code}" in request.form,
        seats={
            it.offering_id: both
            for it in runs
            if (both := seats_typed(f"{line.party.code}-{it.offering.code}"))
        },
    )


def seats_typed(name: str) -> tuple[int, int] | None:
    """How many seats were shown and how many are wanted; nothing where the box was left empty."""
    wanted = request.form.get(f"seats-{name}", "").strip()
    if not wanted:
        return None
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) <= LONGEST):
        raise Refused("Enter a whole number.", f"seats-{name}")
    shown = request.form.get(f"shown-{name}", "")
    is_number = shown.isascii() and shown.isdecimal() and len(shown) <= LONGEST
    return (int(shown) if is_number else 0), int(wanted)
