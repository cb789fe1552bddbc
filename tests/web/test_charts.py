"""Where the parts of a picture lie."""

from datetime import date
from itertools import pairwise

from tpp.web.charts import people, percent, seat_row, shares, timeline

SEPTEMBER = date(2026, 9, 1)


def run(starts, ends, title="HEE Operators – Basic"):
    return {"title": title, "starts": starts, "ends": ends}


def lane_of(*runs, today=None):
    return timeline([("Engineering", runs)], SEPTEMBER, today)


def test_the_parts_of_a_bar_follow_each_other_and_empty_ones_are_left_out():
    women, unknown = shares((("women", 1), ("others", 0), ("unknown", 3)), of=8)

    assert (women.fill, women.x, women.width) == ("f-w", "0%", "12.5%")
    assert (unknown.fill, unknown.x, unknown.width) == ("hatch", "12.5%", "37.5%")


def test_nothing_of_nothing_is_no_width_and_no_bar_is_wider_than_its_place():
    assert percent(0, 0) == "0%"
    assert percent(50, 44) == "100%"


def test_those_not_known_are_neither_women_nor_others():
    counted = people({"people": 96, "women": 21, "not_known": 4})

    assert (counted.known, counted.women, counted.others) == (92, 21, 71)


def test_those_not_reported_lie_beyond_the_people_counted():
    counted = people({"people": 212, "women": 37, "not_reported": 283})

    assert [piece.width for piece in counted.pieces(of=1000)] == ["3.7%", "17.5%", "28.3%"]


def test_seats_stand_filled_held_free_released_with_women_first_and_reserves_behind():
    row = seat_row(filled=2, women=1, held=1, free=1, released=1, reserve=2)

    assert [square.kind for square in row.squares] == ["filled", "filled", "held", "free", "gone"]
    assert [square.woman for square in row.squares] == [True, False, False, False, False]
    assert min(row.rings) > row.squares[-1].x + 14
    assert max(row.rings) + 4 < row.width


def test_a_held_seat_may_be_a_womans():
    row = seat_row(filled=1, women=0, held=2, held_women=1)

    assert [square.woman for square in row.squares] == [False, True, False]


def test_more_than_twelve_seats_are_written_not_drawn():
    assert seat_row(filled=12)
    assert seat_row(filled=12, free=1) is None


def test_a_year_has_twelve_months_that_fill_every_half_week_once():
    months = lane_of().months

    assert [month.first.month for month in months] == [9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8]
    assert months[0].start == 1
    assert all(a.start + a.span == b.start for a, b in pairwise(months))
    assert months[-1].start + months[-1].span == 105


def test_today_has_a_line_only_within_the_year():
    assert lane_of(today=date(2026, 11, 23)).today == 24
    assert lane_of(today=date(2028, 1, 1)).today is None


def test_a_run_of_a_week_is_two_half_weeks_long():
    [(_, [bar])] = lane_of(run(date(2026, 11, 2), date(2026, 11, 8))).lanes

    assert bar.span == 2


def test_a_run_that_began_before_the_year_is_cut_where_the_year_begins():
    [(_, [bar])] = lane_of(run(date(2026, 8, 17), date(2026, 9, 11))).lanes

    assert (bar.start, bar.span) == (1, 3)


def test_runs_without_dates_or_in_another_year_are_not_drawn_nor_counted():
    drawn = lane_of(
        run(None, None),
        run(date(2025, 1, 1), date(2025, 2, 1)),
        run(date(2026, 12, 7), date(2026, 12, 12)),
    )

    assert drawn.drawn == 1


def test_words_stand_before_a_run_where_the_year_ends_too_soon_for_them():
    early = run(date(2026, 9, 7), date(2026, 10, 2))
    late = run(
        date(2027, 8, 2), date(2027, 8, 27), "Heavy Engineering Equipment, Training of Trainers"
    )
    [(_, [first, last])] = lane_of(late, early).lanes

    assert (first.words_before, first.words_start) == (False, first.start + first.span)
    assert (last.words_before, last.words_span) == (True, last.start - 1)


def test_a_run_of_the_whole_year_stays_inside_the_columns():
    [(_, [bar])] = lane_of(run(date(2026, 1, 1), date(2028, 1, 1))).lanes

    assert (bar.start, bar.span) == (1, 104)
    assert bar.words_start <= 104
