"""What must be true of a course run, without a database."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpp.errors import Refused
from tpp.offerings import rules
from tpp.offerings.rules import FLOW, Status

days = st.dates(date(2020, 1, 1), date(2035, 1, 1))


def test_a_run_ends_after_it_begins():
    rules.check_dates(date(2027, 1, 18), date(2027, 1, 18))
    with pytest.raises(Refused, match="before it begins") as refusal:
        rules.check_dates(date(2027, 1, 18), date(2027, 1, 17))
    assert refusal.value.field == "ends_on"


@pytest.mark.parametrize("year", [1, 1800, 2100, 9999])
def test_a_run_lies_in_our_time(year):
    day = date(year, 2, 1)
    with pytest.raises(Refused, match="year") as refusal:
        rules.check_dates(day, day)
    assert refusal.value.field == "starts_on"
    with pytest.raises(Refused, match="year"):
        rules.check_release(day, date(2027, 1, 18))


def test_a_run_lasts_at_most_366_days():
    with pytest.raises(Refused, match="366 days"):
        rules.check_dates(date(2027, 1, 1), date(2028, 1, 3))


@pytest.mark.parametrize(("seats", "offered"), [(0, 0), (1001, 0), (5, 6)])
def test_seats_that_a_run_cannot_have(seats, offered):
    with pytest.raises(Refused):
        rules.check_seats(seats, offered)


def test_a_zone_is_named_as_in_the_time_zone_database():
    rules.check_zone("Africa/Nairobi")
    for typed in ("Nairobi", "UTC+3", "../etc/passwd", "", "localtime", "Factory"):
        with pytest.raises(Refused, match="Africa/Nairobi"):
            rules.check_zone(typed)


def test_the_code_of_a_run_says_pillar_course_and_year():
    assert rules.run_code("ENG", "HEE-B", 2026, 3) == "ENG-HEE-B-2026-03"
    assert rules.run_code("ENG", "HEE-B", 2026, 103) == "ENG-HEE-B-2026-103"


def test_times_are_those_on_the_wall_of_the_run():
    at = rules.moment(date(2027, 1, 18), time(8), "Africa/Nairobi")
    assert at == datetime(2027, 1, 18, 5, tzinfo=UTC)


def test_the_same_hour_on_the_wall_is_kept_over_a_change_of_the_clocks():
    before = rules.moment(date(2027, 3, 26), time(9), "Europe/Zurich")
    after = rules.moment(date(2027, 3, 29), time(9), "Europe/Zurich")
    assert (before.hour, after.hour) == (8, 7)


def test_a_time_that_the_clocks_leave_out_is_refused():
    with pytest.raises(Refused, match="02:30 does not exist on 2027-03-28 in Europe/Zurich"):
        rules.moment(date(2027, 3, 28), time(2, 30), "Europe/Zurich")


def test_a_time_that_comes_twice_is_the_first_one():
    at = rules.moment(date(2027, 10, 31), time(2, 30), "Europe/Zurich")
    assert at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


@given(days, st.integers(0, 120))
def test_weekdays_are_monday_to_friday_within_the_run(first, length):
    last = first + timedelta(days=length)
    found = list(rules.weekdays(first, last))
    assert all(first <= day <= last and day.weekday() < 5 for day in found)
    assert len(found) == sum((first + timedelta(days=n)).weekday() < 5 for n in range(length + 1))


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ([], "at least one"),
        ([(time(9), time(9))], "before it begins"),
        ([(time(9), time(12)), (time(11), time(13))], "before the first ends"),
    ],
)
def test_blocks_that_cannot_be_laid(blocks, words):
    with pytest.raises(Refused, match=words):
        rules.check_blocks(blocks)


@pytest.mark.parametrize("step", ["postponed", "cancelled"])
def test_postponing_and_cancelling_say_why(step):
    with pytest.raises(Refused, match="Give a reason"):
        rules.check_reason(step, "  ")
    rules.check_reason(step, "Host withdrew")


def test_a_delivered_run_is_not_cancelled():
    with pytest.raises(Refused, match="delivered and cannot be cancelled"):
        FLOW.after("cancelled", Status.DELIVERED)


def test_unused_seats_are_released_six_weeks_before_unless_the_run_says_otherwise():
    assert rules.default_release(date(2027, 1, 18)) == date(2026, 12, 7)
