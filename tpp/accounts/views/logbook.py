"""The logbook on screen: who did what as which office, when, from what to what, and why."""

from typing import Any

from flask import g, render_template, request
from flask_babel import gettext as _

from tpp.access import Ability
from tpp.accounts.forms import LogbookFilter
from tpp.accounts.queries import logbook as queries
from tpp.accounts.queries.offices import offices
from tpp.accounts.views.blueprint import bp
from tpp.db import db
from tpp.web.guard import requires
from tpp.web.words import THINGS

EARLIEST, LATEST = 2000, 2200


@bp.get("/logbook")
@requires(Ability.HISTORY_SEE)
def logbook() -> str:
    form = LogbookFilter(request.args)
    form.thing.choices = [("", _("Everything")), *THINGS.items()]
    every = [(str(office.id), office.name) for office in db.session.scalars(offices())]
    form.office.choices = [("", _("All offices")), *every]
    is_right = form.validate()
    page = db.paginate(queries.logbook(**wanted(form, request.args), timezone=g.open.timezone), per_page=50)
    lines = queries.named(page.items)
    return render_template("accounts/logbook.html", form=form, page_of_lines=page, lines=lines, is_right=is_right)


def wanted(form: LogbookFilter, query: Any) -> dict[str, Any]:
    """What the filters ask for; what is not right is left out and said above the list."""
    values = {
        "thing": form.thing.data if form.thing.data in THINGS else "",
        "thing_id": query.get("thing_id", type=int),
        "office_id": int(form.office.data) if form.office.data in dict(form.office.choices) and form.office.data else None,
        "since": form.since.data,
        "until": form.until.data,
    }
    for name in ("since", "until"):
        if values[name] and not EARLIEST <= values[name].year <= LATEST:
            values[name] = None
    return values
