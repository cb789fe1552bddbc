"""The rows of a table of figures, each with the way to what it counts."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from flask_babel import format_decimal, format_percent

from tpp.reports.queries.figures import Row
from tpp.reports.rules import By, Step
from tpp.reports.views.asked import Asked
from tpp.reports.views.pictures import pillar_words
from tpp.web.charts import shares

SORTS: dict[str, Callable[[Row, Step], Any]] = {
    "name": lambda row, step: row.label.casefold(),
    "women": lambda row, step: row.counts[step].women,
    "men": lambda row, step: row.counts[step].men,
    "unknown": lambda row, step: row.counts[step].unknown,
    "people": lambda row, step: row.counts[step].people,
    "share": lambda row, step: row.counts[step].women_percent or 0,
}
NARROWS = {By.COUNTRY: ("country",), By.PILLAR: ("pillar",), By.YEAR: ("since", "until")}
"""The filters that narrow a page to one of its rows."""


class Line(NamedTuple):
    """A row as it is drawn: a page has a thousand numbers, so each is written once."""

    label: str
    url: str
    listed: str
    women: str
    men: str
    unknown: str
    people: str
    share: str
    bar: list[tuple[str, str, str]]


def lines_of(it: Asked, rows: list[Row], sort: str, here: str, listed: str) -> Iterator[Line]:
    """``here`` is the address of figures, ``listed`` of the people behind them; empty for no list."""
    most = max((row.counts[it.step].people for row in rows), default=0)
    said, percent = remembered(written), remembered(lambda n: format_percent(n / 100))
    to_figures = narrower(it, here, it.by, by=By.COUNTRY if it.by is By.YEAR else By.YEAR)
    to_list = narrower(it, listed, it.by) if listed else lambda row: ""
    for row in ordered(rows, it, sort):
        count = row.counts[it.step]
        parts = (("women", count.women), ("others", count.men), ("unknown", count.unknown))
        yield Line(
            label=label_of(it, row),
            url=to_figures(row),
            listed=to_list(row),
            women=said(count.women),
            men=said(count.men),
            unknown=said(count.unknown),
            people=said(count.people),
            share="" if count.women_percent is None else percent(round(count.women_percent)),
            bar=[(piece.fill, piece.x, piece.width) for piece in shares(parts, most)],
        )


def label_of(it: Asked, row: Row) -> str:
    return pillar_words(row.key) if it.by is By.PILLAR else row.label


def written(number: int) -> str:
    """A number as the reader's language groups it; below a thousand there is nothing to group."""
    return format_decimal(number) if number >= 1000 else str(number)


def remembered(write: Callable[[int], str]) -> Callable[[int], str]:
    known: dict[int, str] = {}

    def read(number: int) -> str:
        if number not in known:
            known[number] = write(number)
        return known[number]

    return read


def ordered(rows: list[Row], it: Asked, sort: str) -> list[Row]:
    """As ?sort= says; without it countries with most people first, pillars and years as they go."""
    name = sort.removeprefix("-")
    if name in SORTS:
        return sorted(rows, key=lambda row: SORTS[name](row, it.step), reverse=sort.startswith("-"))
    if it.by is By.COUNTRY:
        return sorted(rows, key=lambda row: -row.counts[it.step].people)
    return rows


def narrower(it: Asked, address: str, rows_by: By, **changes: Any) -> Callable[[Row], str]:
    """Makes the address of what one row counts."""
    names = NARROWS[rows_by]
    kept = it.query("by", *names, **changes)
    start = f"{address}?{kept}&" if kept else f"{address}?"
    return lambda row: start + "&".join(f"{name}={row.key}" for name in names)
