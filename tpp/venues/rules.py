"""What must be true of a venue and what stands there. No database, no web."""

from datetime import date
from zoneinfo import available_timezones

from tpp.errors import Refused

MOST = 100_000


def check_number(number: int | None, field: str) -> None:
    if number is not None and not 1 <= number <= MOST:
        raise Refused("Enter a whole number from 1 on.", field)


def check_zone(name: str) -> None:
    if name not in available_timezones():
        words = "Choose a time zone by its name, such as Africa/Nairobi."
        raise Refused(words, "timezone")


def check_outage(number: int, held: int, starts_on: date, ends_on: date) -> None:
    """So many of those that are held, from a day to a day."""
    check_number(number, "number")
    if number > held:
        raise Refused("Only %(held)s are held here.", "number", held=held)
    if ends_on < starts_on:
        raise Refused("It ends before it begins. Correct one of the two dates.", "ends_on")
