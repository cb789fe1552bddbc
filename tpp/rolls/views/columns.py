"""What the columns of a list stand for, and whether it has headings at all."""

from typing import Any

from flask import redirect, render_template, request, url_for

from tpp.access import Ability
from tpp.errors import Refused
from tpp.rolls import actions, queries
from tpp.rolls.forms import ColumnsForm
from tpp.rolls.models import Roll
from tpp.rolls.rules import State, Status
from tpp.rolls.rules.first_row import HEAD_WITHIN
from tpp.rolls.rules.headings import FIELDS
from tpp.rolls.views.blueprint import bp, field_words
from tpp.web.guard import acting, requires

SAMPLES = 3
"""Values shown below a heading, to tell what the column holds."""


@bp.route("/rolls/<int:roll_id>/columns", methods=["GET", "POST"])
@requires(Ability.ROLL_CHANGE, on=queries.one_roll)
def columns(roll: Roll) -> Any:
    form = ColumnsForm(top="headings" if roll.has_headings else "person")
    by_place = {place: field for field, place in roll.mapping.items()}
    if form.validate_on_submit():
        by_place = chosen(roll)
        try:
            said = {"headings": True, "person": False}.get(form.top.data)
            actions.map_columns(roll, mapping_of(by_place), has_headings=said, by=acting)
            actions.check_or_ask(roll, by=acting)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".roll", roll_id=roll.id), 303)
    page = render_template(
        "rolls/columns.html",
        roll=roll,
        run=roll.offering,
        form=form,
        by_place=by_place,
        fields=field_words(),
        columns=columns_shown(roll),
        asks_top=roll.top and roll.status is not Status.APPLIED,
    )
    return page, form.status


def chosen(roll: Roll) -> dict[int, str]:
    """What was chosen for each column; what does not exist is left out."""
    asked = {place: request.form.get(f"column-{place}", "") for place in range(len(roll.heads))}
    return {place: field for place, field in asked.items() if field in FIELDS}


def mapping_of(by_place: dict[int, str]) -> dict[str, int]:
    if len(set(by_place.values())) < len(by_place):
        raise Refused("One column stands for one thing only. Correct the two that are the same.")
    return {field: place for place, field in by_place.items()}


def columns_shown(roll: Roll) -> list[tuple[int, str, list[str]]]:
    """Place of each column, its cell in the first row, and a few values below; empty ones are left out."""
    last, first = roll.top[-1] if roll.top else (0, [])
    rows = queries.rows(roll, list(State), per_page=SAMPLES * 3 + HEAD_WITHIN)
    below = [row.cells for row in rows if row.number > last]
    found = []
    for place, cell in enumerate(first):
        values = [cells[place][:40] for cells in below if place < len(cells) and cells[place]]
        if cell or values:
            found.append((place, cell[:80], values[:SAMPLES]))
    return found
