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
from tpp.scope import PRIVATE
from tpp.web.forms import options
from tpp.web.guard import requires
from tpp.web.words import THINGS


@bp.get("/logbook")
@requires(Ability.HISTORY_SEE)
def logbook() -> str:
    form = LogbookFilter(request.args)
    form.thing.choices = options([("", _("Everything")), *THINGS.items()])
    every = [(str(office.id), office.name) for office in db.session.scalars(offices())]
    form.office.choices = options([("", _("All offices")), *every])
    is_right = form.validate()
    page = db.paginate(queries.logbook(**wanted(form)), per_page=50)
    return render_template(
        "accounts/logbook.html",
        form=form,
        page_of_lines=page,
        lines=queries.named(page.items),
        people=queries.accounts_in(page.items),
        is_right=is_right,
        private=PRIVATE,
    )


def wanted(form: LogbookFilter) -> dict[str, Any]:
    """What the filters ask for; one that could not be read is left out and said above the list."""
    right = {field.name: field.data for field in form if not field.errors}
    return {
        "thing": right.get("thing", ""),
        "thing_id": request.args.get("thing_id", type=int),
        "office_id": int(right["office"]) if right.get("office") else None,
        "since": right.get("since"),
        "until": right.get("until"),
        "timezone": g.open.timezone,
    }
