"""The historical record on screen: its runs, one run, and the record beside published totals."""

from datetime import date

from flask import Blueprint, abort, render_template, request
from flask_babel import format_date
from flask_babel import gettext as _

from tpp.access import Ability
from tpp.acting import Acting
from tpp.catalogue.rules import Pillar
from tpp.db import db
from tpp.historical import queries
from tpp.historical.forms import RecordFilter
from tpp.historical.models import HistoricalRun
from tpp.historical.queries import Filter
from tpp.parties.models import Party
from tpp.web.guard import requires
from tpp.web.language import current

bp = Blueprint("historical", __name__)

PATTERNS = {4: "y", 7: "MMM y", 10: "d MMM y"}


@bp.get("/historical")
@requires(Ability.HISTORICAL_SEE)
def index():
    form = filter_form()
    narrowed = wanted(form)
    return render_template(
        "historical/index.html",
        form=form,
        narrowed=narrowed,
        page=db.paginate(queries.runs(narrowed), per_page=50),
        figures=queries.figures(narrowed),
        name_of=name_of,
        partial=partial,
    )


def filter_form() -> RecordFilter:
    """The filters with what the record has to choose from; anything else is not found."""
    form = RecordFilter(request.args)
    every = [("", _("All pillars"))]
    form.pillar.choices = every + [(pillar.value, pillar_words(pillar)) for pillar in Pillar]
    form.year.choices = [("", _("All years"))] + [
        (str(year), str(year)) for year in queries.years()
    ]
    form.host.choices = [("", _("All hosts"))] + [
        (party.code, name_of(party)) for party in queries.hosts()
    ]
    for field in form:
        if (field.data or "") not in dict(field.choices):
            abort(404)
    return form


def wanted(form: RecordFilter) -> Filter:
    return Filter(
        pillar=Pillar(form.pillar.data) if form.pillar.data else None,
        year=int(form.year.data) if form.year.data else None,
        host=form.host.data or None,
    )


def the_run(_: Acting, run_id: str) -> HistoricalRun | None:
    return queries.run_known_as(run_id)


@bp.get("/historical/<string:run_id>")
@requires(Ability.HISTORICAL_SEE, on=the_run)
def run(run: HistoricalRun):
    return render_template("historical/run.html", run=run, name_of=name_of, partial=partial)


@bp.get("/historical/reconciliation")
@requires(Ability.HISTORICAL_SEE)
def reconciliation():
    return render_template(
        "historical/reconciliation.html",
        comparisons=queries.reconciliation(),
        parties=queries.parties_named(),
        name_of=name_of,
        partial=partial,
    )


def name_of(party: Party) -> str:
    return party.name_in(current()["code"])


def partial(text: str) -> str:
    """A date as exact as the record has it: 7 Sep 2015, Nov 2016, 2018."""
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return format_date(date(year, month, day), PATTERNS[len(text)])


def pillar_words(pillar: Pillar) -> str:
    return {
        Pillar.ENGINEERING: _("Engineering"),
        Pillar.MEDICAL: _("Medical"),
        Pillar.C4ISR: _("C4ISR and camp-security technology"),
    }[pillar]
