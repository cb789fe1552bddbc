"""What must be true of calls, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tpp.calls import rules
from tpp.errors import Refused

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
DAY = date(2026, 11, 23)


def test_a_call_is_open_from_its_first_to_its_last_moment():
    rules.check_call_open(NOW, NOW + timedelta(seconds=1), NOW)
    with pytest.raises(Refused, match="has closed"):
        rules.check_call_open(NOW - timedelta(days=1), NOW, NOW)
    with pytest.raises(Refused, match="not opened"):
        rules.check_call_open(NOW + timedelta(seconds=1), NOW + timedelta(days=1), NOW)


def test_whole_days_are_those_of_the_runs_zone():
    assert rules.begin_of(DAY, "Africa/Nairobi").isoformat() == "2026-11-22T21:00:00+00:00"
    assert rules.end_of(DAY, "Africa/Nairobi").isoformat() == "2026-11-23T20:59:59+00:00"


def test_a_day_without_midnight_begins_when_the_clocks_have_gone_forward():
    """In Paraguay the clocks of 6 October 2024 went from 0:00 to 1:00."""
    begins = rules.begin_of(date(2024, 10, 6), "America/Asuncion")
    assert begins == datetime(2024, 10, 6, 4, tzinfo=UTC)


def test_a_call_closes_on_the_day_it_opens_or_later():
    rules.check_days(DAY, DAY)
    with pytest.raises(Refused, match="closes before it opens"):
        rules.check_days(DAY, DAY - timedelta(days=1))
    with pytest.raises(Refused, match="a year at most"):
        rules.check_days(DAY, DAY + timedelta(days=400))


def test_who_reads_no_language_of_the_call_reads_its_first():
    texts = {"ar": "عربي", "fr": "Bonjour"}
    assert rules.text_in(texts, "ar") == "عربي"
    assert rules.text_in(texts, "zh") == "Bonjour"
    assert rules.text_in({}, "zh") == ""
