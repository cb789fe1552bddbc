"""What must be true of a course run. No database, no web."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from tpp.errors import Refused
from tpp.flow import Flow


class Status(StrEnum):
    DRAFT = "draft"
    PLANNED = "planned"
    CONFIRMED = "confirmed"
    IN_PROGRESS = "in_progress"
    DELIVERED = "delivered"
    CLOSED = "closed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


BEFORE_DELIVERY = (Status.DRAFT, Status.PLANNED, Status.CONFIRMED, Status.IN_PROGRESS)

FLOW = Flow(
    "course run",
    Status.DRAFT,
    {
        "planned": {Status.DRAFT: Status.PLANNED, Status.POSTPONED: Status.PLANNED},
        "confirmed": {Status.PLANNED: Status.CONFIRMED},
        "started": {Status.CONFIRMED: Status.IN_PROGRESS},
        "delivered": {Status.IN_PROGRESS: Status.DELIVERED},
        "closed": {Status.DELIVERED: Status.CLOSED},
        "postponed": dict.fromkeys(BEFORE_DELIVERY, Status.POSTPONED),
        "cancelled": dict.fromkeys((*BEFORE_DELIVERY, Status.POSTPONED), Status.CANCELLED),
    },
)

NEEDS_REASON = frozenset({"postponed", "cancelled"})
LIVE = frozenset({Status.PLANNED, Status.CONFIRMED, Status.IN_PROGRESS})
OFF = frozenset({Status.POSTPONED, Status.CANCELLED})
"""Statuses of a run that does not take place, or not on its days."""
OVER = frozenset({Status.CLOSED, Status.CANCELLED})
"""Statuses after which a run is not edited any more."""

RELEASE_DAYS = 42
"""Days before the first day on which unused seats are given back, unless the run or the operator of
the register (SEAT_RELEASE_DAYS) says otherwise."""

MOST_SEATS = 1000
YEARS = range(2000, 2100)
"""A day of a run lies in one of these; any other is a slip of the keyboard."""

NO_PLACE = frozenset({"localtime", "Factory", "posixrules"})
"""Names in the zone database that say nothing of a place, or mean another one on each machine."""

LONGEST_SESSION = timedelta(hours=16)


class PartyRole(StrEnum):
    """What a Party does in a run. A role belongs to a run, not to a country."""

    HOST = "host"
    SUPPORTER = "supporter"
    SENDER = "sender"


class StaffRole(StrEnum):
    LEAD = "lead"
    TRAINER = "trainer"
    ASSISTANT = "assistant"
    INTERPRETER = "interpreter"
    OBSERVER = "observer"


class Duty(StrEnum):
    """What somebody of the team does in one session."""

    TEACHES = "teaches"
    ASSISTS = "assists"
    INTERPRETS = "interprets"


def is_of_our_time(day: date) -> bool:
    return day.year in YEARS


def check_dates(starts_on: date, ends_on: date) -> None:
    for day, field in ((starts_on, "starts_on"), (ends_on, "ends_on")):
        if not is_of_our_time(day):
            raise Refused("Check the year of this day.", field)
    if ends_on < starts_on:
        raise Refused("The run ends before it begins. Correct one of the two dates.", "ends_on")
    if (ends_on - starts_on).days > 366:
        raise Refused("A run lasts at most 366 days. Correct one of the two dates.", "ends_on")


def check_release(release_on: date, ends_on: date) -> None:
    if not is_of_our_time(release_on):
        raise Refused("Check the year of this day.", "release_on")
    if release_on > ends_on:
        raise Refused("Unused seats are released before the run is over.", "release_on")


def check_seats(seats: int, offered: int = 0) -> None:
    """May a run have so many seats, when ``offered`` of them are offered to countries?"""
    if not 1 <= seats <= MOST_SEATS:
        raise Refused("A run has from 1 to %(most)s seats.", "seats", most=MOST_SEATS)
    if seats < offered:
        words = "%(offered)s seats are already offered to countries; take some back first."
        raise Refused(words, "seats", offered=offered)


def check_floor(percent: int | None) -> None:
    if percent is not None and not 0 <= percent <= 100:
        raise Refused("A floor is a share from 0 to 100 per cent.", "women_floor_percent")


def check_zone(name: str) -> None:
    if name in NO_PLACE or name not in available_timezones():
        words = "Choose a time zone by its name, such as Africa/Nairobi."
        raise Refused(words, "timezone")


def check_reason(step: str, reason: str) -> None:
    if step in NEEDS_REASON and not reason.strip():
        raise Refused(
            "Give a reason: it is kept in the history and shown to the offices.", "reason"
        )


def check_reason_of_session(reason: str) -> None:
    if not reason.strip():
        raise Refused("Say why the session is cancelled: it is shown in the timetable.", "reason")


def check_not_over(status: Status) -> None:
    if status in OVER:
        raise Refused("This course run is %(status)s and stays as it is.", status=status)


def check_live(status: Status) -> None:
    """Seats and nominations move only while a run is planned, confirmed or in progress."""
    if status not in LIVE:
        sentence = "This course run is %(status)s: seats and nominations cannot change now."
        raise Refused(sentence, status=status.replace("_", " "))


def check_sessions_within(days: list[date], starts_on: date, ends_on: date) -> None:
    """May a run move to these dates, when it meets on ``days``?"""
    outside = sum(not starts_on <= day <= ends_on for day in days)
    if outside:
        words = "%(outside)s sessions lie outside these dates. Cancel them first."
        raise Refused(words, "starts_on", outside=outside)


def check_named_by_hand(role: PartyRole) -> None:
    if role is PartyRole.SENDER:
        raise Refused(
            "Who sends trainees follows from the seats: offer or release seats instead.", "role"
        )


def check_amounts(planned: int | None, actual: int | None) -> None:
    for amount, field in ((planned, "planned"), (actual, "actual")):
        if amount is not None and not 0 <= amount <= 10**12:
            raise Refused(
                "An amount cannot be negative. Leave it empty where it is not known.", field
            )


def code_stem(pillar_code: str, course_code: str, year: int) -> str:
    return f"{pillar_code}-{course_code}-{year}-"


def run_code(pillar_code: str, course_code: str, year: int, number: int) -> str:
    """ENG-HEE-B-2026-03: pillar, course, year of the first day, and a running number in that year."""
    return f"{code_stem(pillar_code, course_code, year)}{number:02d}"


def default_release(starts_on: date, days: int = RELEASE_DAYS) -> date:
    return starts_on - timedelta(days=days)


def moment(day: date, at: time, timezone: str, field: str = "starts") -> datetime:
    """A time on the wall of the run's zone, in UTC; one that the clocks leave out is refused."""
    local = datetime.combine(day, at, ZoneInfo(timezone))
    utc = local.astimezone(UTC)
    if utc.astimezone(ZoneInfo(timezone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        words = "%(at)s does not exist on %(day)s in %(zone)s: the clocks go forward."
        raise Refused(words, field, at=f"{at:%H:%M}", day=day.isoformat(), zone=timezone)
    return utc


def check_session(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise Refused("The session ends before it begins. Correct one of the two times.", "ends")
    if ends_at - starts_at > LONGEST_SESSION:
        raise Refused("A session lasts at most 16 hours.", "ends")


def check_day(day: date, starts_on: date, ends_on: date) -> None:
    if not starts_on <= day <= ends_on:
        words = "The run lasts from %(first)s to %(last)s: choose one of its days."
        raise Refused(words, "day", first=starts_on.isoformat(), last=ends_on.isoformat())


def check_blocks(blocks: list[tuple[time, time]]) -> None:
    """The one or two blocks of every training day end after they begin and do not overlap."""
    if not blocks:
        raise Refused("Give the times of at least one session a day.", "first_starts")
    for starts, ends in blocks:
        if ends <= starts:
            raise Refused(
                "The session ends before it begins. Correct one of the two times.", "first_ends"
            )
    for (_, ends), (starts, _) in pairwise(blocks):
        if starts < ends:
            raise Refused("The second session begins before the first ends.", "second_starts")


def weekdays(starts_on: date, ends_on: date) -> Iterator[date]:
    """Monday to Friday, the first and the last day of the run included."""
    for step in range((ends_on - starts_on).days + 1):
        day = starts_on + timedelta(days=step)
        if day.weekday() < 5:
            yield day
