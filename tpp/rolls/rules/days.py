"""Days as lists write them: in any order, in any digits, as names of months, as a number of Excel."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from tpp.rolls.rules.headings import folded
from tpp.rolls.rules.words import MONTHS


class Order(StrEnum):
    """Which comes first where a list writes 03/07/1990."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


THREE = re.compile(r"(\d{1,4})\s*([-/.\s])\s*(\d{1,2})\s*[-/.\s]\s*(\d{1,4})(?:[T\s].*)?")
CHINESE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?")
NAMED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|º|°)?[\s\-./]*(?:de\s+)?([^\W\d_]+)\.?"
    r"[\s\-./,]*(?:de\s+)?(\d{2,4})"
)
MONTH_NAMED = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
SERIAL = re.compile(r"\d{4,5}")

BASE, BASE_1904 = date(1899, 12, 30), date(1904, 1, 1)
YEARS = range(1900, 2100)


class NoSuchDay(ValueError):
    """It is written like a day, and there is none."""


class Ambiguous(ValueError):
    """Either of two days; which, only the whole list or its author can tell."""


class Unreadable(ValueError):
    """It is not written like a day."""


def plain_digits(text: str) -> str:
    """Digits of any script as 0 to 9; invisible marks of direction are dropped."""
    if text.isascii():
        return text.strip()
    kept = (it for it in text if unicodedata.category(it) != "Cf")
    return "".join(str(unicodedata.digit(it)) if it.isdigit() else it for it in kept).strip()


def day_of(text: str, order: Order | None, since_1904: bool = False) -> date:
    """The day; raises NoSuchDay, Ambiguous or Unreadable."""
    plain = plain_digits(text)
    if SERIAL.fullmatch(plain):
        return of_serial(int(plain), since_1904)
    if found := CHINESE.fullmatch(plain):
        return made(*map(int, found.groups()))
    if found := THREE.fullmatch(plain):
        first, mark, second, third = found.groups()
        return of_three(first, second, third, order if mark != "." else Order.DAY_FIRST)
    if found := NAMED.fullmatch(plain):
        day, month, year = found.groups()
        return made(full_year(year), month_of(month), int(day))
    if found := MONTH_NAMED.fullmatch(plain):
        month, day, year = found.groups()
        return made(int(year), month_of(month), int(day))
    raise Unreadable(text)


def of_three(first: str, second: str, third: str, order: Order | None) -> date:
    if len(first) > 2:
        return made(full_year(first), int(second), int(third))
    a, b, year = int(first), int(second), full_year(third)
    if a != b and a <= 12 and b <= 12 and order is None:
        raise Ambiguous
    if b > 12 or (a <= 12 and order is Order.MONTH_FIRST):
        a, b = b, a
    return made(year, b, a)


def full_year(year: str) -> int:
    """1990 of 90: whoever is trained was born in the last hundred years, and is no child."""
    if len(year) == 4:
        return int(year)
    if len(year) == 2:
        return 1900 + int(year) if int(year) > 15 else 2000 + int(year)
    raise Unreadable(year)


def made(year: int, month: int, day: int) -> date:
    if year not in YEARS:
        raise NoSuchDay
    try:
        return date(year, month, day)
    except ValueError:
        raise NoSuchDay from None


def of_serial(number: int, since_1904: bool) -> date:
    """What Excel holds where a cell is not told to show a day."""
    found = (BASE_1904 if since_1904 else BASE) + timedelta(days=number)
    if found.year not in range(1915, 2030):
        raise Unreadable(str(number))
    return found


@cache
def months() -> dict[str, int]:
    return {
        folded(name): number
        for number, names in enumerate(MONTHS, start=1)
        for name in names.split()
    }


def month_of(name: str) -> int:
    try:
        return months()[folded(name)]
    except KeyError:
        raise Unreadable(name) from None


def order_of(texts: Iterable[str]) -> Order | None:
    """What a whole column says: one 31/12 tells for all of it; None where nothing or both does."""
    found = set()
    for text in texts:
        if parts := THREE.fullmatch(plain_digits(text)):
            first, mark, second, _ = parts.groups()
            if mark == "." or len(first) > 2:
                continue
            if int(first) > 12 >= int(second):
                found.add(Order.DAY_FIRST)
            if int(second) > 12 >= int(first):
                found.add(Order.MONTH_FIRST)
    return found.pop() if len(found) == 1 else None
