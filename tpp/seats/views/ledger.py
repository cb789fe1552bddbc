"""The ledger of the seats of a run."""

from flask import abort, render_template, request
from flask_babel import gettext as _

from tpp.access import Ability
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run, page_of
from tpp.offerings.views.blueprint import chosen_words
from tpp.offerings.views.runs import page_number
from tpp.seats import queries
from tpp.seats.forms import LedgerFilter
from tpp.seats.rules import Deed
from tpp.seats.views.blueprint import bp
from tpp.web.guard import requires
from tpp.web.language import current


@bp.get("/runs/<string:code>/seats/ledger")
@requires(Ability.SEATS_SEE, on=one_run)
def ledger(run: CourseOffering) -> str:
    form = filters_of(run)
    lines = queries.ledger(run, narrowed_by(form))
    return render_template(
        "seats/ledger.html", run=run, page=page_of(lines, page_number()), form=form
    )


def filters_of(run: CourseOffering) -> LedgerFilter:
    """With what there is to choose from in this run; anything else is not found."""
    form, language = LedgerFilter(request.args), current()["code"]
    named = [(it.party.code, it.party.name_in(language)) for it in queries.allocations(run)]
    grouped = [(str(it.id), it.name) for it in queries.groups_of(run)]
    form.party.choices = [("", _("All countries")), *named]
    form.deed.choices = [("", _("Every change")), *chosen_words(Deed)]
    form.group.choices = [("", _("All stations and languages")), *grouped]
    for field in form:
        if (field.data or "") not in dict(field.choices):
            abort(404)
    return form


def narrowed_by(form: LedgerFilter) -> queries.Filter:
    return queries.Filter(
        party=form.party.data or None,
        deed=Deed(form.deed.data) if form.deed.data else None,
        group_id=int(form.group.data) if form.group.data else None,
    )
