"""Where the parts of a picture lie: bars, seats, the funnel and the timeline, as plain numbers.

Templates draw them as SVG and HTML, so that a picture needs no script and prints as it looks.
Women, others and the unknown keep their order and their fill in every picture.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from flask import Flask

from tpp.web import maps
from tpp.web.maps import read

FILLS = {"women": "f-w", "filled": "f-w", "others": "f-m", "free": "f-0", "unknown": "hatch"}
SEAT, STEP, RING_STEP = 14, 18, 13
HALF_WEEKS = 104
DRAWN_SEATS = 12
COLUMNS_A_LETTER = 0.62  # of a label at 13 px on the narrowest desk, where a half-week is 9 px


def init_app(app: Flask) -> None:
    """Let the macros of ``components/chart.html`` reach the geometry."""
    app.jinja_env.globals["charts"] = {
        "shares": shares,
        "people": people,
        "percent": percent,
        "seat_row": seat_row,
        "timeline": timeline,
        "bubbles": maps.bubbles,
    }


@dataclass(frozen=True)
class Piece:
    """One part of a bar: its fill, where it begins and how wide it is, in per cent."""

    fill: str
    x: str
    width: str


def percent(part: float, whole: float) -> str:
    """A share as an SVG length; nothing of nothing is 0%."""
    share = 100 * part / whole if whole else 0
    return f"{min(max(share, 0), 100):.2f}".rstrip("0").rstrip(".") + "%"


def shares(parts: Iterable[tuple[str, float]], of: float) -> list[Piece]:
    """The parts of a bar in their order, leaving out those that are empty."""
    pieces, before = [], 0.0
    for kind, number in parts:
        if number > 0:
            pieces.append(Piece(FILLS[kind], percent(before, of), percent(number, of)))
        before += number
    return pieces


@dataclass(frozen=True)
class People:
    """People counted at one step: women and others among those known, and those not known or reported."""

    people: int
    women: int
    not_known: int = 0
    not_reported: int = 0

    @property
    def known(self) -> int:
        return self.people - self.not_known

    @property
    def others(self) -> int:
        return self.known - self.women

    def pieces(self, of: float) -> list[Piece]:
        unknown = self.not_known + self.not_reported
        return shares((("women", self.women), ("others", self.others), ("unknown", unknown)), of)


def people(step: Any) -> People:
    """What a step says about people, from a mapping or from an object with the same names."""
    names = ("people", "women", "not_known", "not_reported")
    return People(*(int(read(step, name) or 0) for name in names))


@dataclass(frozen=True)
class Square:
    """A seat: filled, held, free or gone (released), perhaps with the dot for a woman."""

    kind: str
    x: int
    woman: bool = False


@dataclass(frozen=True)
class SeatRow:
    squares: list[Square]
    rings: list[int]
    width: int


def seat_row(
    filled: int,
    women: int = 0,
    held: int = 0,
    free: int = 0,
    released: int = 0,
    reserve: int = 0,
    held_women: int = 0,
) -> SeatRow | None:
    """Seats as squares and reserves as rings behind them; None when they are too many to draw."""
    if filled + held + free + released > DRAWN_SEATS or reserve > DRAWN_SEATS:
        return None
    kinds = ["filled"] * filled + ["held"] * held + ["free"] * free + ["gone"] * released
    of_women = {*range(women), *range(filled, filled + held_women)}
    squares = [Square(kind, 1 + STEP * n, n in of_women) for n, kind in enumerate(kinds)]
    end = STEP * len(squares)
    rings = [end + 16 + RING_STEP * n for n in range(reserve)]
    return SeatRow(squares, rings, rings[-1] + 9 if rings else max(end, STEP))


@dataclass(frozen=True)
class Month:
    first: date
    start: int
    span: int


@dataclass(frozen=True)
class Bar:
    """A run on the timeline: its columns, and on which side of it the words stand."""

    run: Any
    start: int
    span: int
    words_start: int
    words_span: int
    words_before: bool


@dataclass(frozen=True)
class Timeline:
    """A year in 104 half-weeks: the months, today's column, and each lane's runs."""

    months: list[Month]
    today: int | None
    lanes: list[tuple[str, list[Bar]]]
    drawn: int


def timeline(
    lanes: Sequence[tuple[str, Sequence[Any]]], first: date, today: date | None = None
) -> Timeline:
    """Runs on the year that begins with the month of ``first``, in lanes.

    A run has ``starts`` and ``ends``; ``title``, ``place`` and ``words`` tell how much is written beside it.
    """
    firsts = months_from(first.replace(day=1), 13)
    begins, ends = firsts[0], firsts[-1]

    def column(day: date) -> int:
        past = (day - begins).days * HALF_WEEKS // (ends - begins).days
        return min(max(past + 1, 1), HALF_WEEKS + 1)

    months = [Month(a, column(a), column(b) - column(a)) for a, b in pairwise(firsts)]
    drawn = [(name, bars_of(runs, begins, ends, column)) for name, runs in lanes]
    shown = [(name, bars) for name, bars in drawn if bars]
    here = column(today) if today and begins <= today < ends else None
    return Timeline(months, here, shown, sum(len(bars) for _, bars in shown))


def months_from(first: date, count: int) -> list[date]:
    """The first days of so many months."""
    firsts = [first]
    while len(firsts) < count:
        firsts.append((firsts[-1] + timedelta(days=31)).replace(day=1))
    return firsts


def bars_of(
    runs: Iterable[Any], begins: date, ends: date, column: Callable[[date], int]
) -> list[Bar]:
    """The runs that touch the year, the earliest first; runs without dates are not drawn."""
    dated = [(read(run, "starts", None), read(run, "ends", None), run) for run in runs]
    inside = [it for it in dated if it[0] and it[1] and it[0] < ends and it[1] >= begins]
    inside.sort(key=lambda it: it[:2])
    return [bar(run, column(starts), column(last + A_DAY)) for starts, last, run in inside]


A_DAY = timedelta(days=1)


def bar(run: Any, first: int, past: int) -> Bar:
    """One run; its words stand after it, or before it where the year ends too soon for them."""
    start = min(first, HALF_WEEKS)
    span = max(past - start, 1)
    after = HALF_WEEKS - start - span + 1
    letters = sum(len(str(read(run, name, "") or "")) + 2 for name in ("title", "place", "words"))
    if after >= letters * COLUMNS_A_LETTER or after >= start - 1:
        return Bar(
            run, start, span, min(start + span, HALF_WEEKS), max(after, 1), words_before=False
        )
    return Bar(run, start, span, 1, start - 1, words_before=True)
