"""A year of runs as a timeline."""

from datetime import date
from typing import Any

from flask import abort, render_template, request, url_for
from flask_babel import gettext as _

from tpp import clock
from tpp.access import Ability
from tpp.calendars import queries
from tpp.calendars.forms import YearFilter
from tpp.calendars.views.blueprint import bp
from tpp.catalogue.rules import Pillar
from tpp.offerings import queries as offerings
from tpp.offerings.queries import Filter
from tpp.offerings.rules import Status
from tpp.offerings.views.blueprint import begun, chosen_words, first_to_last
from tpp.web.guard import acting, requires
from tpp.web.language import current, isolated
from tpp.web.words import words


@bp.get("/calendar")
@requires(Ability.RUN_LIST)
def year() -> Any:
    today = clock.now().date()
    form = year_form(today.year)
    which = int(form.year.data)
    first, last = date(which, 1, 1), date(which, 12, 31)
    narrowed = Filter(
        pillar=Pillar(form.pillar.data) if form.pillar.data else None,
        status=Status(form.status.data) if form.status.data else None,
        host=form.host.data or "",
    )
    runs = queries.runs_between(acting, narrowed, first, last)
    asked = {it: form[it].data for it in ("pillar", "status", "host") if form[it].data}
    return render_template(
        "calendars/year.html",
        form=form,
        first=first,
        today=today,
        total=len(runs),
        lanes=lanes(runs, form.by.data),
        as_table=url_for("offerings.index", year=which, **asked),
        which=which,
    )


def year_form(this_year: int) -> YearFilter:
    form = YearFilter(request.args)
    known = sorted({*offerings.years(acting), this_year, this_year + 1}, reverse=True)
    form.year.choices = [(str(it), str(it)) for it in known]
    form.pillar.choices = [("", _("All pillars")), *chosen_words(Pillar)]
    form.host.choices = [("", _("All hosts")), *offerings.hosts(acting, current()["code"])]
    form.status.choices = [("", _("Any status")), *chosen_words(Status)]
    form.by.choices = [
        ("pillar", _("By pillar")),
        ("host", _("By host")),
        ("status", _("By status")),
    ]
    form.year.data = form.year.data or str(this_year)
    form.by.data = form.by.data or "pillar"
    for field in form:
        if (field.data or "") not in dict(field.choices):
            abort(404)
    return form


def lanes(runs: list[Any], by: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """The runs by pillar, host or status, each lane with its words."""
    hosts = queries.hosts_of([it.id for it in runs], current()["code"]) if by == "host" else {}
    said = {it: begun(words(it)) for it in (*Pillar, *Status)}
    here, language = url_for("offerings.index"), current()["code"]
    found: dict[str, list[dict[str, Any]]] = {}
    for run in runs:
        if by == "host":
            name = hosts.get(run.id) or _("Host not decided")
        else:
            name = said[run.pillar if by == "pillar" else run.status]
        found.setdefault(name, []).append(
            {
                "title": run.title,
                "url": f"{here}/{run.code}",
                "place": run.place,
                "starts": run.starts_on,
                "ends": run.ends_on,
                "dates": isolated(first_to_last(run.starts_on, run.ends_on, language)),
                "status": run.status.value,
                "words": said[run.status],
            }
        )
    return sorted(found.items())
