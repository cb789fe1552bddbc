"""What must be true of calls for nominations. No database, no web."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from tpp.errors import Refused


class Kind(StrEnum):
    """Letters of a call: when it opens, when its days have changed, before it closes."""

    OPENING = "opening"
    NEW_DAYS = "new_days"
    REMINDER = "reminder"


class Answer(StrEnum):
    """What an office answered to a call; it may say that it names nobody, and change its mind."""

    NOMINATED = "nominated"
    DECLINED = "declined"
    NO_NOMINEES = "no_nominees"


LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
"""Languages in which a call can be written."""

MOST_DAYS = 365
MOST_REMINDERS = 6
MOST_LETTERS = 2000


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


def check_texts(texts: Mapping[str, str]) -> None:
    if not any(texts.get(code, "").strip() for code in LANGUAGES):
        words = "Write in one language at least what offices should know."
        raise Refused(words, "text_en")


def check_has_runs(runs: int) -> None:
    if not runs:
        raise Refused("Choose one run at least.", "runs")


def check_leaves(code: str, is_nominated: bool) -> None:
    if is_nominated:
        words = "People are nominated for %(code)s already: it stays in this call."
        raise Refused(words, "runs", code=code)


def reminder_days(typed: str) -> list[int]:
    """Days before the closing from "14, 7, 2", the farthest first; none at all is an answer as well."""
    parts = [part for part in typed.replace(";", ",").replace(" ", ",").split(",") if part]
    if not all(part.isascii() and part.isdecimal() and len(part) <= 3 for part in parts):
        raise Refused("Enter whole numbers of days, such as 14, 7, 2.", "reminders")
    days = {int(part) for part in parts}
    if len(days) > MOST_REMINDERS or not all(1 <= day <= MOST_DAYS for day in days):
        words = "At most %(most)s reminders, each from 1 to 365 days before the closing."
        raise Refused(words, "reminders", most=MOST_REMINDERS)
    return sorted(days, reverse=True)


def reminder_due(
    days: Iterable[int], closes_at: datetime, written_at: datetime | None, now: datetime
) -> int | None:
    """Which reminder is to go now: the last one whose day has come since the letters were written."""
    if written_at is None or now >= closes_at:
        return None
    come = [day for day in days if written_at < closes_at - timedelta(days=day) <= now]
    return min(come, default=None)


def check_can_say_no(closes_at: datetime, now: datetime, has_sent: bool) -> None:
    if now >= closes_at:
        raise Refused("The call for nominations has closed. Ask the programme office to extend it.")
    if has_sent:
        words = "Your office has nominated for this call. Withdraw those nominations first."
        raise Refused(words)


def check_why(reason: str) -> None:
    if not reason.strip():
        raise Refused("Say why your office names nobody: it helps to plan the next runs.", "reason")


def check_ready(runs: int, asked: int, closes_at: datetime | None, now: datetime) -> None:
    if not runs or closes_at is None:
        raise Refused("Choose the runs of this call first.")
    if not asked:
        raise Refused("Nobody is asked yet. Choose the offices first.")
    if now >= closes_at:
        raise Refused("The call has closed. Extend it before anybody is written to.")


def check_letter(subject: str, opening: str) -> None:
    if len(opening) > MOST_LETTERS:
        words = "The opening may have %(most)s characters."
        raise Refused(words, "opening", most=MOST_LETTERS)
    if "\n" in subject:
        raise Refused("The subject is one line.", "subject")


def answer_of(
    sent_at: datetime | None,
    declined_at: datetime | None,
    no_nominees_at: datetime | None,
) -> tuple[Answer, datetime] | None:
    """What an office answered, and when: whoever nominated has answered, whatever was said before."""
    if sent_at:
        return Answer.NOMINATED, sent_at
    if declined_at:
        return Answer.DECLINED, declined_at
    if no_nominees_at:
        return Answer.NO_NOMINEES, no_nominees_at
    return None
