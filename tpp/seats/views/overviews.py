"""Seats over all runs: an office's own, or by country for the programme."""

from typing import Any

from flask import abort, render_template, request
from flask_babel import gettext as _
from wtforms import SelectField

from tpp import clock
from tpp.access import Ability
from tpp.offerings.queries import page_of
from tpp.offerings.views.runs import page_number
from tpp.parties.models import Party
from tpp.parties.queries import by_code
from tpp.seats import queries
from tpp.seats.forms import OverviewFilter
from tpp.seats.rules import days_left
from tpp.seats.views.blueprint import bp
from tpp.web.guard import acting, requires


@bp.get("/seats")
@requires(Ability.SEATS_SEE)
def index() -> str:
    form = OverviewFilter(request.args)
    form.show.choices = [("", _("Runs that are not over")), ("all", _("All runs"))]
    live = form.show.data != "all"
    if acting.party_id is not None:
        return office_page(form, live)
    if code := request.args.get("party"):
        return office_page(form, live, by_code(code[:60]) or abort(404))
    return countries_page(form, live)


def checked(form: OverviewFilter) -> OverviewFilter:
    for field in form:
        if isinstance(field, SelectField) and (field.data or "") not in dict(field.choices):
            abort(404)
    return form


def office_page(form: OverviewFilter, live: bool, party: Party | None = None) -> str:
    """Run by run: of one's own office, or of the Party that the programme asks for."""
    del form.region
    form.party.data = party.code if party else ""
    return render_template(
        "seats/of_office.html",
        page=page_of(queries.of_office(acting, live=live, party=party), page_number()),
        form=checked(form),
        party=party,
        days_left=days_left,
        today=clock.now().date(),
    )


def countries_page(form: OverviewFilter, live: bool) -> str:
    del form.party
    regions = queries.regions()
    form.region.choices = [("", _("All regional groups")), *((it, it) for it in regions)]
    checked(form)
    lines = queries.by_country(acting, live=live, region=form.region.data or None)
    words: dict[str, Any] = {"lines": lines, "form": form}
    return render_template("seats/by_country.html", **words)
