"""What counts as attended, when a sheet is open, and what a correction needs."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpp.attendance.rules import (
    Mark,
    Marked,
    Standing,
    changed,
    check_fresh,
    check_mark,
    check_reason,
    check_sheet_open,
    is_held,
    share_attended,
)
from tpp.errors import Conflict, Refused
from tpp.offerings.rules import Status as RunStatus

START = datetime(2026, 11, 3, 8, tzinfo=UTC)


def stands(**marks):
    return {
        int(who[1:]): Standing(n, Marked(mark)) for n, (who, mark) in enumerate(marks.items(), 1)
    }


def test_late_counts_as_attended_and_unknown_earns_nothing():
    marks = {Mark.PRESENT: 6, Mark.LATE: 2, Mark.EXCUSED: 1, Mark.UNKNOWN: 1}
    assert share_attended(marks, 10) == 0.8


def test_without_a_session_there_is_no_share():
    assert share_attended({}, 0) is None


@given(st.dictionaries(st.sampled_from(Mark), st.integers(0, 50)), st.integers(1, 50))
def test_a_mark_more_never_lowers_the_share(marks, held):
    more = {**marks, Mark.PRESENT: marks.get(Mark.PRESENT, 0) + 1}
    assert share_attended(more, held) > share_attended(marks, held)


@pytest.mark.parametrize("run", [RunStatus.CONFIRMED, RunStatus.IN_PROGRESS, RunStatus.DELIVERED])
def test_a_sheet_opens_a_quarter_of_an_hour_before_the_session(run):
    check_sheet_open(run, START, None, START - timedelta(minutes=15))
    with pytest.raises(Refused, match="has not begun"):
        check_sheet_open(run, START, None, START - timedelta(minutes=16))


def test_no_attendance_is_taken_of_a_cancelled_session():
    with pytest.raises(Refused, match="cancelled"):
        check_sheet_open(RunStatus.IN_PROGRESS, START, START, START)


@pytest.mark.parametrize(
    "run", [RunStatus.DRAFT, RunStatus.PLANNED, RunStatus.CANCELLED, RunStatus.CLOSED]
)
def test_no_attendance_is_taken_in_a_run_that_is_not_held(run):
    with pytest.raises(Refused, match="This course run is"):
        check_sheet_open(run, START, None, START)


def test_a_session_is_held_once_its_sheet_was_taken_or_its_end_has_passed():
    before = START - timedelta(seconds=1)
    assert is_held(START, None, START, is_taken=False)
    assert not is_held(START, None, before, is_taken=False)
    assert is_held(START, None, before, is_taken=True)
    assert not is_held(START, START, START, is_taken=True)


@pytest.mark.parametrize(
    ("marked", "says"),
    [
        (Marked(Mark.PRESENT, 5), "only of somebody who came late"),
        (Marked(Mark.LATE, 0), "from 1 to 600"),
        (Marked(Mark.LATE, 601), "from 1 to 600"),
    ],
)
def test_minutes_are_those_of_a_late_arrival(marked, says):
    with pytest.raises(Refused, match=says):
        check_mark(marked)


def test_a_sheet_adds_and_corrects_only_what_differs():
    standing = stands(_1=Mark.PRESENT, _2=Mark.PRESENT)
    wanted = {1: Marked(Mark.PRESENT), 2: Marked(Mark.LATE, 10), 3: Marked(Mark.ABSENT)}
    added, corrected = changed(standing, wanted)
    assert added == {3: Marked(Mark.ABSENT)}
    assert corrected == {2: Marked(Mark.LATE, 10)}


def test_a_mark_given_by_somebody_else_meanwhile_is_a_conflict_that_shows_both():
    standing = stands(_1=Mark.ABSENT, _2=Mark.PRESENT)
    with pytest.raises(Conflict) as found:
        check_fresh(standing, {1: Marked(Mark.LATE), 2: Marked(Mark.LATE)}, seen=1)
    assert (found.value.theirs, found.value.yours) == ({"2": "present"}, {"2": "late"})
    check_fresh(standing, {1: Marked(Mark.LATE)}, seen=1)


def test_a_correction_needs_a_reason_but_filling_in_the_unknown_does_not():
    standing = stands(_1=Mark.ABSENT, _2=Mark.UNKNOWN)
    check_reason(standing, {2: Marked(Mark.PRESENT)}, "")
    check_reason(standing, {1: Marked(Mark.PRESENT)}, "Was in the clinic, came back")
    with pytest.raises(Refused, match="Say why"):
        check_reason(standing, {1: Marked(Mark.PRESENT)}, " ")
