"""The figures of a page as a file, with what they count written above them."""

from collections.abc import Iterator

from flask import Response
from flask_babel import gettext as _

from tpp import clock
from tpp.access import Ability
from tpp.reports.forms import STEPS as STEP_WORDS
from tpp.reports.queries import figures
from tpp.reports.queries.figures import Figures, Row
from tpp.reports.rules import STEPS, By, Counts
from tpp.reports.sheets import Cell, Sheet, csv_lines, xlsx_pieces
from tpp.reports.views.asked import Asked, asked
from tpp.reports.views.blueprint import bp
from tpp.reports.views.lines import label_of
from tpp.reports.views.participation import definitions
from tpp.sentences import capital
from tpp.web.guard import acting, requires
from tpp.web.moments import moment
from tpp.web.words import words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A_STEP = 5
"""Columns of each step: women, men, not known, people, women's share."""


@bp.get("/participation.csv")
@requires(Ability.PARTICIPATION_SEE)
def participation_csv() -> Response:
    return attached(csv_lines(sheet()), "text/csv; charset=utf-8", "csv")


@bp.get("/participation.xlsx")
@requires(Ability.PARTICIPATION_SEE)
def participation_xlsx() -> Response:
    return attached(xlsx_pieces(sheet()), XLSX, "xlsx")


def attached(pieces: Iterator[str] | Iterator[bytes], kind: str, ending: str) -> Response:
    name = f"participation-{clock.now():%Y-%m-%d}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(pieces, content_type=kind, headers=headers)


def sheet() -> Sheet:
    """Everything is read before the answer begins: a file never breaks off half-way."""
    it = asked(acting)
    found = figures.participation(acting, it.narrowed, it.by, it.language)
    heads = list(heads_of(it))
    return Sheet(
        title=_("Participation"),
        about=_("About"),
        facts=list(facts_of(it)),
        heads=heads,
        rows=list(rows_of(it, found)),
        shares=frozenset(range(len(heads) - 1, 1, -A_STEP)),
    )


def facts_of(it: Asked) -> Iterator[tuple[str, str]]:
    yield _("Scope"), " · ".join(it.scope()[:-1])
    yield _("Kind"), _("recorded: counted from one record per person and seat")
    yield _("As of"), moment(clock.now())
    yield from definitions()
    yield (
        _("Women’s share"),
        _("women among those whose sex is known; unknown is never a part of it"),
    )
    yield (
        _("Not in these figures"),
        _("runs known only from public or old sources, which give numbers and no persons"),
    )


def heads_of(it: Asked) -> Iterator[str]:
    if it.by is not By.YEAR:
        yield _("Code")
    yield {By.COUNTRY: _("Nationality"), By.PILLAR: _("Pillar"), By.YEAR: _("Year")}[it.by]
    for name, _words in STEP_WORDS:
        step = capital(words(name))
        yield _("%(step)s: women", step=step)
        yield _("%(step)s: men", step=step)
        yield _("%(step)s: not known", step=step)
        yield _("%(step)s: people", step=step)
        yield _("%(step)s: women’s share", step=step)


def rows_of(it: Asked, found: Figures) -> Iterator[list[Cell]]:
    for row in found.rows:
        yield [*named(it, row), *cells(row.counts)]
    yield [*([] if it.by is By.YEAR else [""]), _("All"), *cells(found.total)]


def named(it: Asked, row: Row) -> list[Cell]:
    if it.by is By.YEAR:
        return [int(row.key)]
    return [row.key, label_of(it, row)]


def cells(counts: Counts) -> Iterator[Cell]:
    for step in STEPS.values():
        count = counts[step]
        percent = count.women_percent
        numbers = (count.women, count.men, count.unknown, count.people)
        yield from (*numbers, None if percent is None else percent / 100)
