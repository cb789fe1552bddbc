"""The arrival desk: who has come, who has not, and the words behind the QR of a joining letter."""

import base64
import hmac
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tpp.enrolments.rules import CAME, Status
from tpp.enrolments.rules.joining import REPORTS_BEFORE
from tpp.errors import Refused


class Deed(StrEnum):
    """What the desk wrote down. Nothing is changed: taking back is a deed of its own."""

    ARRIVED = "arrived"
    TAKEN_BACK = "taken_back"
    DID_NOT_ARRIVE = "did_not_arrive"


DEEDS = frozenset(Deed)
AT_THE_DESK = frozenset({Status.CONFIRMED, Status.NO_SHOW}) | CAME
"""Everybody who was expected at the desk at some time."""


class Count(NamedTuple):
    people: int = 0
    women: int = 0


class Counts(NamedTuple):
    """Of everybody who was expected: who came, who may still come, who did not."""

    expected: Count
    arrived: Count
    not_yet: Count
    no_show: Count


def counted(by_status: Mapping[Status, Count]) -> Counts:
    """The four figures of the desk, from people and women by status."""

    def of(statuses: frozenset[Status]) -> Count:
        some = [by_status.get(status, Count()) for status in statuses]
        return Count(sum(it.people for it in some), sum(it.women for it in some))

    return Counts(
        of(AT_THE_DESK),
        of(CAME),
        of(frozenset({Status.CONFIRMED})),
        of(frozenset({Status.NO_SHOW})),
    )


def check_desk_open(starts_on: date, today: date) -> None:
    """Nobody has come before people may be asked to report; ``today`` in the run's zone."""
    opens_on = starts_on - REPORTS_BEFORE
    if today < opens_on:
        words = "Arrivals are recorded from %(day)s on, two weeks before the first day."
        raise Refused(words, "step", day=opens_on)


def check_first_day_over(starts_on: date, today: date) -> None:
    """Nobody is marked as not having come while the first day lasts; ``today`` in the run's zone."""
    if today <= starts_on:
        words = "The first day is %(day)s: who did not arrive is known when it is over."
        raise Refused(words, "step", day=starts_on)


def is_of_today(at: datetime | None, timezone: str, today: date) -> bool:
    return at is not None and at.astimezone(ZoneInfo(timezone)).date() == today


def check_may_take_back(at: datetime | None, timezone: str, today: date) -> None:
    """A slip at the desk is taken back on the same day, on the wall of the run."""
    if not is_of_today(at, timezone, today):
        raise Refused(
            "This was not written down today, so it stays. Ask the programme office to correct the"
            " place.",
            "step",
        )


# The QR of a joining letter: a random word of the place, sealed; it tells nothing of anybody


def seal_of(word: str, secret: str) -> str:
    mac = hmac.digest(secret.encode(), b"joining letter:" + word.encode(), "sha256")
    return base64.b32encode(mac[:10]).decode().lower()


def sealed(word: str, secret: str) -> str:
    return f"{word}-{seal_of(word, secret)}"


def opened(token: str, secret: str) -> str | None:
    """The word in a token that this register has sealed; None for any other."""
    word, _dash, seal = token.strip().lower().partition("-")
    if not token.isascii() or not hmac.compare_digest(seal, seal_of(word, secret)):
        return None
    return word
