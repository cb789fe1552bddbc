"""Participation: who was nominated, selected, arrived, completed and was certified; women and men."""

from collections.abc import Iterator
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from tpp.access import Ability, can
from tpp.catalogue.rules import Pillar
from tpp.errors import Refused
from tpp.historical.queries import Filter
from tpp.historical.queries import figures as figures_of_record
from tpp.reports.forms import STEPS as STEP_WORDS
from tpp.reports.forms import FiguresFilter, PeopleBehindFilter
from tpp.reports.queries import figures
from tpp.reports.queries.people_behind import page_behind
from tpp.reports.rules import DEFINITIONS, STEPS, By, Narrowed
from tpp.reports.views.asked import Asked, asked, refused
from tpp.reports.views.blueprint import bp
from tpp.reports.views.lines import lines_of, narrower
from tpp.reports.views.pictures import MOST_CIRCLES, funnel_of, points_of
from tpp.web.guard import acting, requires


@bp.get("/participation")
@requires(Ability.PARTICIPATION_SEE)
def participation() -> str | tuple[str, int]:
    try:
        it = asked(acting)
    except Refused as refusal:
        return refused(refusal, FiguresFilter(request.args), acting, _("Participation"))
    found = figures.participation(acting, it.narrowed, it.by, it.language)
    here, listed = url_for(".participation"), list_of_people()
    return render_template(
        "reports/participation.html",
        it=it,
        total=found.total[it.step],
        runs=figures.runs_counted(acting, it.narrowed, it.step),
        lines=list(lines_of(it, found.rows, request.args.get("sort", ""), here, listed)),
        listed=listed and f"{listed}?{it.query('by')}",
        points=points_of(found.countries, it.step, narrower(it, here, By.COUNTRY, by=By.YEAR)),
        left_out=max(len(found.countries) - MOST_CIRCLES, 0),
        funnel=list(funnel_of(found.total, lambda step: behind(it, listed, step))),
        definitions=definitions(),
        record=record_beside(it.narrowed),
        not_applied=list(not_applied(it)),
    )


def list_of_people() -> str:
    """Where the people behind a number are listed, for offices that may see them."""
    return url_for(".people") if can(acting, Ability.PERSON_LIST) else ""


def behind(it: Asked, listed: str, step: str) -> str:
    """Where the people behind a step of the funnel are listed."""
    return listed and f"{listed}?{it.query('by', step=step)}"


def definitions() -> list[tuple[str, str]]:
    """Each step with what it counts."""
    return [
        (_("People who %(step)s", step=words), _(DEFINITIONS[STEPS[name]]))
        for name, words in STEP_WORDS
    ]


def record_beside(narrowed: Narrowed) -> Any:
    """What public sources report for the same pillar and years: another kind, never added."""
    pillar = Pillar(narrowed.pillar) if narrowed.pillar else None
    return figures_of_record(Filter(pillar, since=narrowed.since, until=narrowed.until))


def not_applied(it: Asked) -> Iterator[str]:
    """The filters that public sources cannot answer."""
    for field in (it.form.course, it.form.group, it.form.country):
        if field.data:
            yield str(field.label.text)


@bp.get("/participation/people")
@requires(Ability.PERSON_LIST)
def people() -> str | tuple[str, int]:
    try:
        it = asked(acting, PeopleBehindFilter)
    except Refused as refusal:
        form = PeopleBehindFilter(request.args)
        return refused(refusal, form, acting, _("People behind a figure"))
    number = request.args.get("page", 1, type=int)
    page, parties = page_behind(acting, it.narrowed, it.step, it.sex, number)
    return render_template("reports/people.html", it=it, page=page, parties=parties)
