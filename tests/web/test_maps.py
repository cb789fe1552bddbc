"""The participation map: places, circles that do not cover each other, names that cover nothing."""

import csv
import math
from itertools import combinations

import pytest

from tpp import ROOT
from tpp.web import maps


def country(iso3, people, women=0, name=None):
    return {"iso3": iso3, "name": name or iso3, "people": people, "women": women}


def member_states():
    with (ROOT / "data" / "member_states.csv").open(encoding="utf8", newline="") as lines:
        return [row["iso3"] for row in csv.DictReader(lines)]


def test_every_member_state_has_its_place_on_the_picture():
    assert sorted(maps.country_points()) == sorted(member_states())
    assert len(maps.country_points()) == 193
    for lat, lon in maps.country_points().values():
        x, y = maps.project(lat, lon)
        assert 0 < x < 960
        assert 0 < y < 480


@pytest.mark.parametrize(
    ("iso3", "east_of", "south_of"),
    [("KEN", "UGA", "ETH"), ("FJI", "AUS", "JPN"), ("VNM", "KHM", "CHN")],
)
def test_neighbours_lie_where_they_lie(iso3, east_of, south_of):
    def place(code):
        return maps.project(*maps.country_points()[code])

    assert place(iso3)[0] > place(east_of)[0]
    assert place(iso3)[1] > place(south_of)[1]


def test_the_area_of_a_circle_is_the_number_and_of_its_core_the_women():
    large, small = maps.bubbles([country("KEN", 100, women=25), country("IDN", 25)]).bubbles

    assert large.r / small.r == pytest.approx(2, rel=0.01)
    assert large.core == large.r / 2
    assert small.core == 0


def test_circles_of_neighbours_are_pushed_apart_but_stay_near():
    codes = ["KEN", "UGA", "RWA", "BDI", "TZA", "ETH", "COD", "MWI", "ZMB", "SSD"]
    drawn = maps.bubbles([country(code, 96 - 7 * n) for n, code in enumerate(codes)]).bubbles

    for one, other in combinations(drawn, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) >= one.r + other.r
    for circle in drawn:
        x, y = maps.project(*maps.country_points()[circle.country["iso3"]])
        assert math.hypot(circle.x - x, circle.y - y) < 70


def test_two_circles_in_one_place_still_part():
    one, other = [500.0, 200.0], [500.0, 200.0]

    assert maps.part(one, other, 10, 5)
    assert math.dist(one, other) == pytest.approx(16)


def test_names_cover_neither_circles_nor_each_other():
    third = member_states()[::3]
    some = [country(code, 10 + n, name=f"Republic of {code}") for n, code in enumerate(third)]
    drawn = maps.bubbles(some)
    boxes = [(b.x - b.r, b.y - b.r, b.x + b.r, b.y + b.r) for b in drawn.bubbles]
    for bubble in drawn.bubbles:
        if bubble.label:
            boxes.append(box_of(bubble))

    named = len(boxes) - len(drawn.bubbles)
    assert named >= 10
    for label in boxes[len(drawn.bubbles) :]:
        assert not [box for box in boxes if box is not label and maps.overlap(label, box)]


def box_of(bubble):
    label = bubble.label
    size = maps.SMALL_TYPE if label.minor else maps.LARGE_TYPE
    width = maps.width_of(bubble.country["name"], size)
    left = label.x - {"start": 0, "end": width, "middle": width / 2}[label.anchor]
    top = label.y - {".35em": size / 2, "-.1em": size, ".8em": 0}[label.dy]
    return left + 0.2, top + 0.2, left + width - 0.2, top + size - 0.2


def test_the_window_opens_to_the_world_where_somebody_comes_from_outside_it():
    assert maps.bubbles([country("KEN", 9)]).view == maps.SOUTH
    assert maps.bubbles([country("KEN", 9), country("CAN", 2)]).view == maps.WORLD


def test_a_country_without_a_place_is_said_and_one_without_people_is_not_drawn():
    drawn = maps.bubbles([country("KEN", 9), country("GHA", 0), country("XXX", 3)])

    assert [bubble.country["iso3"] for bubble in drawn.bubbles] == ["KEN"]
    assert [left["iso3"] for left in drawn.not_drawn] == ["XXX"]


def test_the_same_countries_give_the_same_picture_in_any_order():
    some = [country("KEN", 9), country("UGA", 9), country("GHA", 4)]

    assert maps.bubbles(some) == maps.bubbles(some[::-1])
