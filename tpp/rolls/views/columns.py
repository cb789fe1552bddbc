"""What the columns of a list stand for, where its headings do not say so."""

from typing import Any

from flask import redirect, render_template, request, url_for

from tpp.access import Ability
from tpp.errors import Refused
from tpp.rolls import actions, queries
from tpp.rolls.models import Roll
from tpp.rolls.rules import State
from tpp.rolls.rules.headings import FIELDS
from tpp.rolls.views.blueprint import bp, field_words
from tpp.web.forms import ButtonForm
from tpp.web.guard import acting, requires

SAMPLES = 3
"""Values shown below a heading, to tell what the column holds."""


@bp.route("/rolls/<int:roll_id>/columns", methods=["GET", "POST"])
@requires(Ability.ROLL_CHANGE, on=queries.one_roll)
def columns(roll: Roll) -> Any:
    form = ButtonForm()
    by_place = {place: field for field, place in roll.mapping.items()}
    if form.validate_on_submit():
        by_place = chosen(roll)
        try:
            actions.map_columns(roll, mapping_of(by_place), by=acting)
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
        samples=samples(roll),
    )
    return page, form.status


def chosen(roll: Roll) -> dict[int, str]:
    """What was chosen for each column that has a heading; what does not exist is left out."""
    asked = {place: request.form.get(f"column-{place}", "") for place in range(len(roll.heads))}
    return {place: field for place, field in asked.items() if field in FIELDS}


def mapping_of(by_place: dict[int, str]) -> dict[str, int]:
    if len(set(by_place.values())) < len(by_place):
        raise Refused("One column stands for one thing only. Correct the two that are the same.")
    return {field: place for place, field in by_place.items()}


def samples(roll: Roll) -> dict[int, list[str]]:
    """A few values of each column."""
    rows = queries.rows(roll, list(State), per_page=SAMPLES * 3)
    return {
        place: [
            row.cells[place][:40] for row in rows if place < len(row.cells) and row.cells[place]
        ][:SAMPLES]
        for place in range(len(roll.heads))
    }
