"""Dates as sources give them: a day, a month, a year, or nothing."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from tpp.errors import Refused

WRITTEN = re.compile(r"(\d{4})(?:-(?!00)(\d{2})(?:-(?!00)(\d{2}))?)?", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1948, 2100
"""From the first peacekeeping operation to plans beyond anyone's horizon."""


@dataclass(frozen=True)
class PartialDate:
    """A date that is only as exact as its source: the words, and the days between which it lies."""

    text: str
    earliest: date
    latest: date


def partial_date(text: str, field: str = "date") -> PartialDate | None:
    """YYYY, YYYY-MM or YYYY-MM-DD; nothing when the source says nothing."""
    if not text:
        return None
    written = WRITTEN.fullmatch(text)
    if not written:
        raise Refused(f"“{text}” is not a date: write YYYY-MM-DD, YYYY-MM or YYYY.", field)
    year, month, day = (int(part or 0) for part in written.groups())
    check_year(year, field)
    try:
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError:
        raise Refused(f"“{text}” is not a day of the calendar.", field) from None
    return PartialDate(text, first, last)


def check_year(year: int, field: str = "year") -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(
            f"The year {year} cannot be right: expected {FIRST_YEAR} to {LAST_YEAR}.", field
        )


def check_order(start: PartialDate | None, end: PartialDate | None) -> None:
    """A run may not end before it begins, however inexact the two dates are."""
    if start and end and end.latest < start.earliest:
        raise Refused(f"It ends ({end.text}) before it begins ({start.text}).", "end_date")


def year_of_run(year: int | None, start: PartialDate | None, end: PartialDate | None) -> int | None:
    """The year under which a run is counted; a stated year must agree with the dates."""
    first, last = start or end, end or start
    if not first or not last:
        return year
    if year is None:
        return first.earliest.year
    if not first.earliest.year <= year <= last.latest.year:
        raise Refused(f"The year is {year}, but the dates say {first.text}.", "year")
    return year
