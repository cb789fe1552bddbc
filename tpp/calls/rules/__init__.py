"""What must be true of calls for nominations. No database, no web."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from tpp.errors import Refused


class Kind(StrEnum):
    """Letters of a call."""

    OPENING = "opening"
    REMINDER = "reminder"


class Answer(StrEnum):
    """What an office answers without naming anybody."""

    NO_NOMINEES = "no_nominees"


LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
"""Languages in which a call can be written."""

REMINDER_DAYS = (14, 7, 2)
"""Days before the closing on which an office that has not answered is reminded, unless set otherwise."""

MOST_DAYS = 365


def begin_of(day: date, timezone: str) -> datetime:
    """The first moment of a day in a zone; where the clocks leave midnight out, the next hour."""
    zone = ZoneInfo(timezone)
    return datetime.combine(day, time(), zone).astimezone(UTC)


def end_of(day: date, timezone: str) -> datetime:
    """The last second of a day, so that it is printed as 23:59 of that day and not as the next one."""
    return begin_of(day + timedelta(days=1), timezone) - timedelta(seconds=1)


def check_call_open(opens_at: datetime, closes_at: datetime, now: datetime) -> None:
    if now < opens_at:
        raise Refused("The call for nominations has not opened yet.")
    if now >= closes_at:
        raise Refused("The call for nominations has closed. Ask the programme office to extend it.")


def check_days(opens_on: date, closes_on: date) -> None:
    if closes_on < opens_on:
        raise Refused("The call closes before it opens. Correct one of the two.", "closes_on")
    if (closes_on - opens_on).days > MOST_DAYS:
        words = "A call is open for a year at most. Choose an earlier last day."
        raise Refused(words, "closes_on")


def text_in(texts: Mapping[str, str], language: str) -> str:
    """The text in a language; where there is none, the first that there is."""
    written = [texts[code] for code in LANGUAGES if texts.get(code)]
    return texts.get(language) or (written[0] if written else "")


def check_not_called(code: str, is_called: bool) -> None:
    if is_called:
        words = "There is a call for %(code)s already. Extend that one instead."
        raise Refused(words, "runs", code=code)
