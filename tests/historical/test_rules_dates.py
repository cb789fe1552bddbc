"""Dates are kept as exact as the source gives them, and no more."""

from datetime import date

import pytest

from tpp.errors import Refused
from tpp.historical.rules.dates import check_order, partial_date, year_of_run


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2016", date(2016, 1, 1), date(2016, 12, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2016-11-07", date(2016, 11, 7), date(2016, 11, 7)),
    ],
)
def test_a_partial_date_keeps_its_words_and_the_days_between_which_it_lies(text, earliest, latest):
    found = partial_date(text)

    assert (found.text, found.earliest, found.latest) == (text, earliest, latest)


def test_an_empty_date_is_unknown():
    assert partial_date("") is None


@pytest.mark.parametrize(
    "text",
    ["2015-02-29", "2016-13", "2016-00", "2016-01-00", "2016-1-7", "07/11/2016", "Nov 2016", "٢٠١٦",
     "2016-11-07T00:00", "0001-01-01", "9999", "20161107", "2016-"],
)  # fmt: skip
def test_an_impossible_or_differently_written_date_is_refused(text):
    with pytest.raises(Refused) as refused:
        partial_date(text, "start_date")

    assert refused.value.field == "start_date"


@pytest.mark.parametrize(
    ("start", "end"), [("2017-07-15", "2017-07"), ("2017", "2017-03"), ("2017-07-15", "2017")]
)
def test_an_end_that_may_lie_after_the_start_is_accepted(start, end):
    check_order(partial_date(start), partial_date(end))


@pytest.mark.parametrize(
    ("start", "end"), [("2017-07-15", "2017-07-14"), ("2017-07", "2017-06"), ("2018", "2017-12")]
)
def test_a_run_may_not_end_before_it_begins(start, end):
    with pytest.raises(Refused, match="before it begins"):
        check_order(partial_date(start), partial_date(end))


@pytest.mark.parametrize(
    ("year", "start", "end", "counted_under"),
    [
        (None, "", "", None),
        (2016, "", "", 2016),
        (None, "2016-11", "", 2016),
        (None, "", "2025-10", 2025),
        (2016, "2015-12-28", "2016-02", 2016),
    ],
)
def test_the_year_of_a_run_is_stated_or_follows_from_its_dates(year, start, end, counted_under):
    assert year_of_run(year, partial_date(start), partial_date(end)) == counted_under


@pytest.mark.parametrize(("start", "end"), [("2018-02", ""), ("", "2016-03"), ("2016", "2016-05")])
def test_a_year_that_disagrees_with_the_dates_is_refused(start, end):
    with pytest.raises(Refused, match="the dates say"):
        year_of_run(2017, partial_date(start), partial_date(end))
