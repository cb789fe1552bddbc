"""What must be true of calls, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest

import config
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


@pytest.mark.parametrize(
    ("typed", "days"), [("14,7,2", "14, 7, 2"), (" 2, 30 ", "30, 2"), ("", ""), ("7,7", "7")]
)
def test_the_registers_own_reminders_are_a_setting(typed, days):
    assert config.days("TPP_REMINDERS", typed) == days


@pytest.mark.parametrize("typed", ["two", "0", "366", "1,2,3,4,5,6,7", "-3", "٣"])
def test_a_setting_that_makes_no_sense_keeps_the_register_from_starting(typed):
    with pytest.raises(config.Wrong, match="TPP_REMINDERS"):
        config.days("TPP_REMINDERS", typed)


@pytest.mark.parametrize("typed", ["two", "0", "366", "1,2,3,4,5,6,7", "-3", "٣"])
def test_reminders_of_a_call_that_make_no_sense_are_refused(typed):
    with pytest.raises(Refused):
        rules.reminder_days(typed)


def test_the_last_reminder_that_has_come_goes_and_none_from_before_the_letters():
    closes = NOW + timedelta(days=20)
    day = timedelta(days=1)
    due = rules.reminder_due
    assert due([14, 7], closes, NOW, closes - 15 * day) is None
    assert due([14, 7], closes, NOW, closes - 14 * day) == 14
    assert due([14, 7], closes, NOW, closes - 3 * day) == 7
    assert due([14, 7], closes, closes - 10 * day, closes - 9 * day) is None
    assert due([14, 7], closes, None, closes - 3 * day) is None
    assert due([14, 7], closes, NOW, closes) is None
