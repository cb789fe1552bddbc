"""The participation map: where a country lies on the picture of land, and circles that do not overlap.

Land and circles share the Equal Earth projection, turned by eleven degrees so that no country is cut.
Points are the middles of each State's largest land in Natural Earth (public domain).
"""

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, NamedTuple

from tpp import ROOT

TURN, SCALE, MIDDLE = 11, 177.34, (480, 262)
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
LARGEST, SMALLEST, GAP, ROUNDS = 20.0, 2.0, 1.0, 80
SOUTH, WORLD = (236, 66, 700, 330), (0, 14, 960, 440)
SMALL_TYPE, LARGE_TYPE, SAID_ON_A_PHONE = 12.5, 20.0, 7


@cache
def country_points() -> dict[str, tuple[float, float]]:
    """Latitude and longitude of every Member State, by its three-letter code."""
    with (ROOT / "data" / "country_points.csv").open(encoding="utf8", newline="") as lines:
        return {
            row["iso3"]: (float(row["lat"]), float(row["lon"])) for row in csv.DictReader(lines)
        }


def project(lat: float, lon: float) -> tuple[float, float]:
    """A place on the picture of land (960 by 480)."""
    east = math.radians((lon - TURN + 180) % 360 - 180)
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    squared, sixth = t**2, t**6
    slope = A1 + 3 * A2 * squared + sixth * (7 * A3 + 9 * A4 * squared)
    x = 2 * east * math.cos(t) / (math.sqrt(3) * slope)
    y = t * (A1 + A2 * squared + sixth * (A3 + A4 * squared))
    return MIDDLE[0] + SCALE * x, MIDDLE[1] - SCALE * y


@dataclass(frozen=True)
class Label:
    """The name beside a circle; a minor one is not shown on a phone."""

    x: float
    y: float
    anchor: str
    dy: str
    minor: bool


@dataclass(frozen=True)
class Bubble:
    """A country: the area of its circle is the number of people, the core those who are women."""

    country: Any
    x: float
    y: float
    r: float
    core: float
    label: Label | None = None


@dataclass(frozen=True)
class Map:
    view: tuple[int, int, int, int]
    bubbles: list[Bubble]
    not_drawn: list[Any]


def read(country: Any, name: str, otherwise: Any = 0) -> Any:
    """One value of a country, given as a mapping or as an object."""
    if isinstance(country, Mapping):
        return country.get(name, otherwise)
    return getattr(country, name, otherwise)


class Size(NamedTuple):
    """All that decides where a country's circle and name lie."""

    iso3: str
    name: str
    people: int
    women: int


def bubbles(countries: Iterable[Any]) -> Map:
    """Countries with ``iso3``, ``name``, ``people`` and ``women`` as a map, the largest first."""
    counted = [country for country in countries if read(country, "people")]
    placed = [country for country in counted if read(country, "iso3", "") in country_points()]
    ranked = sorted(
        placed, key=lambda country: (-read(country, "people"), read(country, "iso3", ""))
    )
    view, drawn = laid_out(tuple(size_of(country) for country in ranked))
    shown = [replace(it, country=country) for it, country in zip(drawn, ranked, strict=True)]
    return Map(view, shown, [country for country in counted if country not in placed])


def size_of(country: Any) -> Size:
    number = (int(read(country, "people")), int(read(country, "women")))
    return Size(read(country, "iso3"), str(read(country, "name", "")), *number)


@lru_cache(maxsize=64)
def laid_out(sizes: tuple[Size, ...]) -> tuple[tuple[int, int, int, int], list[Bubble]]:
    """Pushing circles apart takes long, and most readers look at the same figures."""
    most = max((size.people for size in sizes), default=0)
    apart = push_apart([circle(size, most) for size in sizes])
    view = view_of(apart)
    return view, with_labels(apart, view)


def circle(country: Any, most: int) -> Bubble:
    x, y = project(*country_points()[read(country, "iso3")])
    people = read(country, "people")
    r = max(LARGEST * math.sqrt(people / most), SMALLEST)
    return Bubble(country, x, y, r, r * math.sqrt(read(country, "women") / people))


def push_apart(circles: list[Bubble]) -> list[Bubble]:
    """Move circles that touch just far enough; the smaller of two moves more."""
    places = [[circle.x, circle.y] for circle in circles]
    for _ in range(ROUNDS):
        moved = False
        for i in range(len(circles)):
            for j in range(i + 1, len(circles)):
                moved |= part(places[i], places[j], circles[i].r, circles[j].r)
        if not moved:
            break
    return [
        replace(
            circle, x=round(x, 1), y=round(y, 1), r=round(circle.r, 1), core=round(circle.core, 1)
        )
        for circle, (x, y) in zip(circles, places, strict=True)
    ]


def part(one: list[float], other: list[float], r: float, s: float) -> bool:
    """Push two circles apart along the line between them; whether there was need."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    distance = math.hypot(dx, dy)
    missing = r + s + GAP - distance
    if missing <= 0.01:
        return False
    ux, uy = (dx / distance, dy / distance) if distance else (1.0, 0.0)
    mine = missing * s / (r + s)
    one[0], one[1] = one[0] - ux * mine, one[1] - uy * mine
    other[0], other[1] = other[0] + ux * (missing - mine), other[1] + uy * (missing - mine)
    return True


def view_of(circles: list[Bubble]) -> tuple[int, int, int, int]:
    """The window on the land: where most partners are, or the whole where one lies outside."""
    left, top, width, height = SOUTH
    inside = all(
        left + c.r < c.x < left + width - c.r and top + c.r < c.y < top + height - c.r
        for c in circles
    )
    return SOUTH if inside else WORLD


Box = tuple[float, float, float, float]


def with_labels(circles: list[Bubble], view: tuple[int, int, int, int]) -> list[Bubble]:
    """Name the circles, the largest first, wherever the name covers nothing; others keep title and table."""
    taken: list[Box] = [(c.x - c.r, c.y - c.r, c.x + c.r, c.y + c.r) for c in circles]
    named: dict[int, Label] = {}
    first = [(n, False) for n in range(min(SAID_ON_A_PHONE, len(circles)))]
    for n, minor in first + [(n, True) for n in range(len(circles))]:
        found = None if n in named else free_place(circles[n], minor, taken, view)
        if found:
            named[n], box = found
            taken.append(box)
    return [replace(circle, label=named.get(n)) for n, circle in enumerate(circles)]


def free_place(
    circle: Bubble, minor: bool, taken: list[Box], view: tuple[int, int, int, int]
) -> tuple[Label, Box] | None:
    """The first side of the circle where the name fits: after, before, above, below."""
    size = SMALL_TYPE if minor else LARGE_TYPE
    width, reach = width_of(str(read(circle.country, "name", "")), size), circle.r + 4
    sides = (
        (circle.x + reach, circle.y, "start", ".35em", 0.0, -0.5),
        (circle.x - reach, circle.y, "end", ".35em", -1.0, -0.5),
        (circle.x, circle.y - reach, "middle", "-.1em", -0.5, -1.0),
        (circle.x, circle.y + reach, "middle", ".8em", -0.5, 0.0),
    )
    for x, y, anchor, dy, across, down in sides:
        left, top = x + across * width, y + down * size
        box = (left, top, left + width, top + size)
        if is_inside(box, view) and not any(overlap(box, other) for other in taken):
            return Label(round(x, 1), round(y, 1), anchor, dy, minor), box
    return None


def width_of(name: str, size: float) -> float:
    """About how wide a name is: ideographs are as wide as high, letters a little over half."""
    return sum(size if ord(letter) > 0x2E80 else size * 0.58 for letter in name)


def is_inside(box: Box, view: tuple[int, int, int, int]) -> bool:
    left, top, width, height = view
    return left <= box[0] and top <= box[1] and box[2] <= left + width and box[3] <= top + height


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
