"""What must be true of a timetable: which days are taught, and where its blocks fall on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from tpp.errors import Refused

MOST_BLOCKS = 500
MOST_DAYS = 120
SATURDAY = 5
WEEK = 7


@dataclass(frozen=True)
class Block:
    """One block of a timetable: the day counted from 1, and the times on the wall of the run."""

    day: int
    starts: time
    ends: time
    title: str
    language: str = ""
    room: str = ""
    machine: str = ""
    machines: int = 0

    @property
    def length(self) -> timedelta:
        return at(self.ends) - at(self.starts)


@dataclass(frozen=True)
class Free:
    """When nothing is taught: a day, or a time of it; every week, every day or once."""

    title: str = ""
    day: date | None = None
    weekday: int | None = None
    """Monday is 0."""
    starts: time | None = None
    ends: time | None = None

    @property
    def is_whole_day(self) -> bool:
        return self.starts is None

    @property
    def is_weekly_day(self) -> bool:
        return self.is_whole_day and self.weekday is not None

    def falls_on(self, day: date) -> bool:
        if self.day is not None:
            return self.day == day
        return self.weekday is None or self.weekday == day.weekday()


WEEKEND = (Free(weekday=SATURDAY), Free(weekday=SATURDAY + 1))
"""Not taught where nobody said which days of the week are off."""


@dataclass(frozen=True)
class Placed:
    """A block on a day of a run."""

    block: Block
    day: date
    starts: time
    ends: time

    @property
    def delay(self) -> timedelta:
        """By how much it begins later than the timetable says."""
        return at(self.starts) - at(self.block.starts)


def at(clock: time) -> datetime:
    """A time of day that can be counted with."""
    return datetime.combine(date(2000, 1, 1), clock)


def with_weekend(free: Sequence[Free]) -> list[Free]:
    """The days off of a run; Saturday and Sunday where no day of the week is named."""
    return list(free) if any(it.is_weekly_day for it in free) else [*free, *WEEKEND]


def day_off(day: date, free: Iterable[Free]) -> Free | None:
    """Why nothing is taught on this day; None where it is a day of training."""
    return next((it for it in free if it.is_whole_day and it.falls_on(day)), None)


def blocked(day: date, free: Iterable[Free]) -> list[Free]:
    """Times of this day at which nothing is taught, in their order."""
    found = [it for it in free if not it.is_whole_day and it.falls_on(day)]
    return sorted(found, key=lambda it: (it.starts, it.ends))


def training_days(first: date, last: date, free: Sequence[Free]) -> list[date]:
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return [day for day in days if day_off(day, free) is None]


def is_in(starts: time, ends: time, free: Free) -> bool:
    """Does a block from ``starts`` to ``ends`` touch this time?"""
    return bool(free.starts and free.ends and starts < free.ends and free.starts < ends)


def check_block(block: Block) -> None:
    if not 1 <= block.day <= MOST_DAYS:
        raise Refused("A timetable has days from 1 to %(most)s.", "day", most=MOST_DAYS)
    if block.ends <= block.starts:
        raise Refused("The block ends before it begins. Correct one of the two times.", "ends")
    if block.machines < 0 or (block.machines and not block.machine):
        raise Refused("Say of which type these machines are.", "machine")


def check_free(free: Free) -> None:
    """A time off is a day or a part of one, and not every whole day."""
    if (free.starts is None) != (free.ends is None):
        raise Refused("Give both times, or none for the whole day.", "ends")
    if free.starts is not None and free.ends is not None and free.ends <= free.starts:
        raise Refused("It ends before it begins. Correct one of the two times.", "ends")
    if free.is_whole_day and free.day is None and free.weekday is None:
        raise Refused("Choose a day of the week or a date, or give two times.", "weekday")
    if free.day is not None and free.weekday is not None:
        raise Refused("Choose a day of the week or a date, not both.", "day")


def placed(blocks: Sequence[Block], first: date, last: date, free: Sequence[Free]) -> list[Placed]:
    """The blocks on the days of training from ``first``; what meets a time off comes after it.

    What follows on that day comes as much later as it must. Refused where the days do not suffice, or
    a day would not end before midnight.
    """
    days = training_days(first, last, free)
    needed = max((block.day for block in blocks), default=0)
    if needed > len(days):
        words = "This timetable has %(needed)s days; from %(first)s the run has %(left)s left."
        raise Refused(words, "first", needed=needed, first=first.isoformat(), left=len(days))
    found: list[Placed] = []
    for number, day in enumerate(days[:needed], start=1):
        of_day = sorted(
            (it for it in blocks if it.day == number), key=lambda it: (it.starts, it.ends)
        )
        found += placed_on(day, of_day, blocked(day, free))
    return found


def placed_on(day: date, blocks: Sequence[Block], free: Sequence[Free]) -> list[Placed]:
    done: list[Placed] = []
    for block in blocks:
        ended = [at(it.ends) for it in done if it.block.ends <= block.starts]
        starts = after_free(max([at(block.starts), *ended]), block.length, free)
        ends = starts + block.length
        if ends.date() != starts.date():
            words = "“%(title)s” on day %(day)s would not end before midnight."
            raise Refused(words, "first", title=block.title, day=block.day)
        done.append(Placed(block, day, starts.time(), ends.time()))
    return done


def after_free(starts: datetime, length: timedelta, free: Sequence[Free]) -> datetime:
    """The first moment from ``starts`` at which so much time is not touched by a time off."""
    for it in free:
        if it.starts and it.ends and starts < at(it.ends) and at(it.starts) < starts + length:
            starts = at(it.ends)
    return starts


def counted(blocks: Iterable[tuple[date, Block]]) -> list[Block]:
    """Blocks that stood on dates, with those counted from 1: what the first day holds is day 1."""
    dated = list(blocks)
    numbers = {day: n for n, day in enumerate(sorted({day for day, _ in dated}), start=1)}
    return [replace(block, day=numbers[day]) for day, block in dated]


def shifted(
    days: Iterable[date], by: int, first: date, last: date, free: Sequence[Free]
) -> dict[date, date]:
    """Where each of these days of a run goes, ``by`` days of training later, or earlier.

    A day that is off counts as the next day of training. Refused where one would leave the run.
    """
    if not 0 < abs(by) <= MOST_DAYS:
        raise Refused("Enter a number of days from 1 to %(most)s.", "by", most=MOST_DAYS)
    taught = training_days(first, last, free)
    moved = {}
    for day in sorted(set(days)):
        here = sum(it < day for it in taught)
        there = here + by
        if not 0 <= there < len(taught):
            words = "%(day)s would leave the run, which is taught from %(first)s to %(last)s."
            ends = (taught or [first])[0], (taught or [last])[-1]
            raise Refused(
                words,
                "by",
                day=day.isoformat(),
                first=ends[0].isoformat(),
                last=ends[1].isoformat(),
            )
        moved[day] = taught[there]
    return moved


def check_first(first: date, starts_on: date, ends_on: date) -> None:
    if not starts_on <= first <= ends_on:
        words = "The run lasts from %(first)s to %(last)s: choose one of its days."
        raise Refused(words, "first", first=starts_on.isoformat(), last=ends_on.isoformat())
