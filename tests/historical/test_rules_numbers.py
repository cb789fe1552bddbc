"""Planned, approximate and reported numbers stay apart; unknown is never zero."""

import pytest

from tpp.errors import Refused
from tpp.historical.rules.numbers import check_within, participants, whole


def columns(number, words):
    counted = participants(number, words)
    return counted.reported, counted.approximate, counted.planned, counted.unstated


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("reported", (16, None, None, None)),
        ("reported (officers)", (16, None, None, None)),
        ("reported in 2019", (16, None, None, None)),
        ("approximate ('about 16')", (None, 16, None, None)),
        ("reported, about 16", (None, 16, None, None)),
        ("'16-odd'", (None, 16, None, None)),
        ("planned", (None, None, 16, None)),
        ("announced", (None, None, 16, None)),
        ("up to 16", (None, None, 16, None)),
        (
            "planned maximum 16; consistent with the later cumulative 36 for 2018+2019",
            (None, None, 16, None),
        ),
    ],
)
def test_the_words_of_the_source_decide_the_kind_of_number(words, expected):
    assert columns(16, words) == expected
    assert participants(16, words).words == words


@pytest.mark.parametrize(
    "words", ["planned 21; trained 19", "trained 19 (planned 21)", "reported; planned 21"]
)
def test_a_source_that_names_two_kinds_fills_both_columns(words):
    assert columns(19, words) == (19, None, 21, None)


@pytest.mark.parametrize(
    "words", ["", "selected", "not reported", "19 of 21 planned", "planned 30", "sur invitation"]
)
def test_a_number_of_no_certain_kind_is_kept_apart_and_listed(words):
    counted = participants(20, words)

    assert columns(20, words) == (None, None, None, 20)
    assert counted.not_understood == [words or "20"]


def test_no_number_stays_unknown_whatever_the_words_promise():
    assert columns(None, "planned 21") == (None, None, None, None)
    assert columns(None, "") == (None, None, None, None)


def test_an_empty_cell_is_unknown_and_zero_is_zero():
    assert whole("", "women") is None
    assert whole("0", "women") == 0
    assert whole("30.0", "women") == 30


@pytest.mark.parametrize("text", ["about 30", "-3", "30.5", "1,222", "٣٠", "1e3", "9999999", "n/a"])
def test_anything_but_a_whole_number_is_refused(text):
    with pytest.raises(Refused, match="not a whole number"):
        whole(text, "participants")


def test_no_more_can_have_passed_than_took_part():
    with pytest.raises(Refused, match="22 of 21"):
        check_within(22, participants(21, "reported"), "passed")
    check_within(21, participants(21, "reported"), "passed")
    check_within(22, participants(21, "planned"), "passed")
    check_within(None, participants(21, "reported"), "passed")
