"""What a list of nominations is narrowed to, as it stands in the address."""

from typing import Any

from flask import abort, request
from flask_babel import gettext as _

from tpp.nominations import queries
from tpp.nominations.forms import NominationFilter
from tpp.people.rules import Sex
from tpp.web.language import current


def shown(first: str) -> str:
    """Which list the address names."""
    name = request.args.get("show", first)
    if name not in (*queries.SHOWN, "all"):
        abort(404)
    return name


def filter_form(form: Any, parties: list[Any]) -> Any:
    """The filters with what there is to choose from; anything else is not found."""
    sexes = [(Sex.WOMAN, _("Women")), (Sex.MAN, _("Men")), (Sex.UNKNOWN, _("Not known"))]
    form.sex.choices = [("", _("Women and men")), *((str(value), word) for value, word in sexes)]
    named = [(party.code, party.name_in(current()["code"])) for party in parties]
    form.party.choices = [("", _("All countries")), *named]
    for field in (form.sex, form.party):
        if (field.data or "") not in dict(field.choices):
            abort(404)
    return form


def narrowed_by(form: Any, show: str) -> queries.Filter:
    run = form.run.data if isinstance(form, NominationFilter) else ""
    return queries.Filter(
        show=show,
        text=(form.q.data or "")[:200],
        run=(run or "").strip()[:60].upper(),
        party=form.party.data or "",
        sex=Sex(form.sex.data) if form.sex.data else None,
    )
