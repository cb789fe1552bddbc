"""What the completion rule says, line by line, and what an override needs."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpp.assessments.rules import (
    DECIDED,
    Assessed,
    Attempt,
    Demand,
    Result,
    Status,
    Thresholds,
    check_assessed,
    check_override,
    check_second_person,
    judge,
    new_attempts,
    result_of,
)
from tpp.attendance.rules import Mark
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.errors import Conflict, Refused

THRESHOLDS = Thresholds(80, 60, "Programme office", date(2026, 2, 3))
ENOUGH = {Mark.PRESENT: 7, Mark.LATE: 1, Mark.ABSENT: 2}


def demand(mark=None, code="DOZ"):
    attempt = mark is not None and Attempt(1, 1, mark, result_of(mark, 60), "")
    return Demand(code, "Operates a bulldozer", attempt or None)


def status(marks=ENOUGH, demands=None, held=10, place=PlaceStatus.FINISHED):
    demands = [demand(75)] if demands is None else demands
    return judge(THRESHOLDS, held, marks, demands, place).status


def test_enough_attended_and_everything_passed_is_completed():
    assert status(demands=[demand(60), demand(100)]) is Status.COMPLETED


def test_something_not_passed_is_participated():
    assert status(demands=[demand(75), demand(59)]) is Status.PARTICIPATED


def test_something_not_assessed_is_participated():
    assert status(demands=[demand(75), demand(None)]) is Status.PARTICIPATED


def test_nothing_to_assess_cannot_be_completed():
    assert status(demands=[]) is Status.PARTICIPATED


def test_everything_assessed_and_nothing_passed_is_failed():
    assert status(demands=[demand(10), demand(59)]) is Status.FAILED


def test_too_little_attended_is_not_completed_however_good_the_marks():
    marks = {Mark.PRESENT: 7, Mark.EXCUSED: 1, Mark.ABSENT: 2}
    assert status(marks, [demand(100)]) is Status.NOT_COMPLETED


def test_exactly_the_threshold_is_enough_and_a_hair_less_is_not():
    assert status({Mark.PRESENT: 8, Mark.ABSENT: 2}) is Status.COMPLETED
    almost = judge(THRESHOLDS, 1000, {Mark.PRESENT: 799, Mark.ABSENT: 201}, [demand(75)])
    assert almost.status is Status.NOT_COMPLETED
    assert almost.attendance.percent == 79


def test_missing_marks_that_could_decide_are_not_held_against_anybody():
    assert status({Mark.PRESENT: 7}) is Status.NOT_EVALUATED
    assert status({Mark.PRESENT: 7, Mark.UNKNOWN: 3}) is Status.NOT_EVALUATED


def test_missing_marks_that_cannot_decide_do_not_hinder():
    assert status({Mark.PRESENT: 8}) is Status.COMPLETED
    assert status({Mark.ABSENT: 3}) is Status.NOT_COMPLETED


def test_without_a_session_held_nothing_is_said():
    assert status({}, held=0) is Status.NOT_EVALUATED


def test_somebody_sent_back_has_not_completed():
    assert status(place=PlaceStatus.RETURNED_TO_UNIT) is Status.NOT_COMPLETED


def test_the_judgement_explains_every_demand_with_its_threshold_author_and_date():
    said = judge(THRESHOLDS, 10, ENOUGH, [demand(75, "DOZ"), demand(None, "EXC")])
    attendance, dozer, excavator = said.lines
    assert (attendance.held, attendance.attended, attendance.percent) == (10, 8, 80)
    assert (attendance.threshold, attendance.met) == (80, True)
    assert (dozer.code, dozer.mark_percent, dozer.threshold, dozer.met) == ("DOZ", 75, 60, True)
    assert (excavator.mark_percent, excavator.met) == (None, None)
    assert said.evidence()["set_by"] == "Programme office"
    assert said.evidence()["set_on"] == "2026-02-03"
    assert said.evidence()["marks"] == {"DOZ": 75, "EXC": None}


@given(
    st.integers(0, 30),
    st.dictionaries(st.sampled_from(Mark), st.integers(0, 6)),
    st.lists(st.one_of(st.none(), st.integers(0, 100)), max_size=4),
)
def test_completed_always_rests_on_recorded_attendance_and_results(more, marks, percents):
    held = sum(marks.values()) + more
    said = judge(THRESHOLDS, held, marks, [demand(mark) for mark in percents])
    if said.status is Status.COMPLETED:
        assert said.attendance.attended * 100 >= 80 * held > 0
        assert percents
        assert all(mark is not None and mark >= 60 for mark in percents)


@given(st.integers(0, 100), st.integers(0, 100))
def test_a_mark_passes_from_the_pass_mark_on(mark, pass_mark):
    assert (result_of(mark, pass_mark) is Result.PASSED) == (mark >= pass_mark)


@pytest.mark.parametrize("mark", [-1, 101, 10**9])
def test_a_mark_is_a_percentage(mark):
    with pytest.raises(Refused, match="0 to 100"):
        check_assessed(Assessed(1, 1, mark))


def test_a_button_pressed_twice_makes_one_attempt():
    last = {(1, 1): Attempt(7, 1, 75, Result.PASSED, "good")}
    sheet = [Assessed(1, 1, 75, "good")]
    assert new_attempts(sheet, last, seen=6) == []
    assert new_attempts(sheet, last, seen=7) == sheet


def test_a_mark_given_by_somebody_else_meanwhile_is_a_conflict():
    last = {(1, 1): Attempt(7, 1, 40, Result.NOT_PASSED, "")}
    with pytest.raises(Conflict) as found:
        new_attempts([Assessed(1, 1, 75), Assessed(1, 2, 80)], last, seen=6)
    assert (found.value.theirs, found.value.yours) == ({"1": "40"}, {"1": "75"})


def test_an_override_says_something_else_than_the_rule_and_why():
    stands = Status.PARTICIPATED
    check_override(Status.PARTICIPATED, stands, Status.COMPLETED, "Assessed on paper")
    with pytest.raises(Refused, match="says the same"):
        check_override(Status.COMPLETED, stands, Status.COMPLETED, "Why not")
    with pytest.raises(Refused, match="Say why"):
        check_override(Status.PARTICIPATED, stands, Status.COMPLETED, "  ")
    with pytest.raises(Refused, match="Choose the outcome"):
        check_override(Status.PARTICIPATED, stands, Status.NOT_EVALUATED, "Why not")
    assert Status.NOT_EVALUATED not in DECIDED


@pytest.mark.parametrize(("asked", "confirming"), [(1, 1), (None, 1), (1, None), (None, None)])
def test_nobody_confirms_their_own_request(asked, confirming):
    with pytest.raises(Refused, match="Somebody else"):
        check_second_person(asked, confirming)
