"""Where the blocks of a timetable come to lie."""

from datetime import date, time, timedelta

import pytest

from tpp.errors import Refused
from tpp.timetables.rules import Block, Free, check_free, counted, placed, shifted, with_weekend

MONDAY, FRIDAY = date(2027, 1, 18), date(2027, 1, 22)
TWO_WEEKS = FRIDAY + timedelta(days=7)
MORNING = Block(1, time(8), time(12), "Theory")
AFTERNOON = Block(1, time(13), time(16), "Practice")


def lie(blocks, *free, first=MONDAY, last=TWO_WEEKS):
    found = placed(blocks, first, last, with_weekend(free))
    return [(it.day.day, it.starts.hour, it.ends.hour) for it in found]


def on(day, block=MORNING):
    return Block(day, block.starts, block.ends, block.title)


def test_the_sixth_day_of_training_comes_after_the_weekend():
    assert lie([on(5), on(6)]) == [(22, 8, 12), (25, 8, 12)]


def test_a_named_day_of_the_week_takes_the_place_of_the_weekend():
    fridays = Free("Friday", weekday=4)
    assert lie([on(4), on(5)], fridays) == [(21, 8, 12), (23, 8, 12)]


def test_a_holiday_is_leapt_over():
    assert lie([on(1), on(2)], Free("Holiday", day=date(2027, 1, 19))) == [(18, 8, 12), (20, 8, 12)]


def test_what_meets_a_time_of_prayer_comes_after_it_and_the_rest_of_the_day_follows():
    prayer = Free("Prayer", starts=time(12), ends=time(14))
    evening = Block(1, time(16), time(17), "Review")
    assert lie([MORNING, AFTERNOON, evening], prayer) == [(18, 8, 12), (18, 14, 17), (18, 17, 18)]


def test_two_groups_at_the_same_time_stay_side_by_side():
    assert lie([MORNING, Block(1, time(8), time(12), "Other group")]) == [(18, 8, 12)] * 2


def test_what_would_not_end_before_midnight_is_refused():
    with pytest.raises(Refused, match="midnight"):
        lie([Block(1, time(20), time(23), "Night drive")], Free(starts=time(19), ends=time(22)))


def test_a_timetable_longer_than_the_run_is_refused_with_both_numbers():
    with pytest.raises(Refused, match=r"has 6 days.* 5 left"):
        lie([on(6)], last=FRIDAY)


def test_days_shifted_leap_over_days_off_and_never_leave_the_run():
    free = with_weekend(())
    moved = shifted([MONDAY, FRIDAY], 1, MONDAY, TWO_WEEKS, free)
    assert moved == {MONDAY: date(2027, 1, 19), FRIDAY: date(2027, 1, 25)}
    for by in (-1, 10):
        with pytest.raises(Refused, match="leave the run"):
            shifted([MONDAY], by, MONDAY, TWO_WEEKS, free)


def test_the_days_of_another_run_are_counted_from_its_first_session():
    dates = [
        (date(2026, 3, 5), MORNING),
        (date(2026, 3, 9), MORNING),
        (date(2026, 3, 5), AFTERNOON),
    ]
    assert [it.day for it in counted(dates)] == [1, 2, 1]


@pytest.mark.parametrize(
    "free",
    [
        Free("Nothing said"),
        Free("Half", weekday=1, starts=time(8)),
        Free("Backwards", weekday=1, starts=time(9), ends=time(8)),
        Free("Both", weekday=1, day=MONDAY),
    ],
)
def test_a_time_off_says_when(free):
    with pytest.raises(Refused):
        check_free(free)
