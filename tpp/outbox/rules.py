"""When mail is tried again, and when it is given up."""

from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any, Protocol

LEASE = timedelta(minutes=10)
"""How long one worker has a mail to itself; killed meanwhile, another takes it up afterwards."""

WAITS = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 2 * 60, 4 * 60, 8 * 60, 24 * 60)
)
"""After the first failure, the second, …; when they are used up the mail is given up."""


def next_try(tries: int, now: datetime, *, is_final: bool) -> datetime | None:
    """When to try again after ``tries`` failures; None when the mail is given up."""
    if is_final or tries > len(WAITS):
        return None
    return now + WAITS[tries - 1]


def message_id(key: str, domain: str) -> str:
    """The same for every try of a mail, so that a receiver can tell a second copy."""
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{domain}>"


class Invented(Protocol):
    """A run, a person or an account, which the demonstration may have invented."""

    is_demonstration: Any


def is_written_to(*about: Invented) -> bool:
    """Nobody is written to about an invented run, and no invented person or account ever is."""
    return not any(it.is_demonstration for it in about)


class Fate(StrEnum):
    """How a mail fares."""

    WAITING = "waiting"
    TRYING_AGAIN = "trying_again"
    SENT = "sent"
    GIVEN_UP = "given_up"
    NOT_SENT = "not_sent"


WITHDRAWN = "withdrawn"
"""The problem of a mail that was taken back before it left."""


def fate(sent: bool, waits: bool, problem: str) -> Fate:
    """From what stands in the outbox: was it sent, is it to be tried again, what went wrong last."""
    if sent:
        return Fate.SENT
    if waits:
        return Fate.TRYING_AGAIN if problem else Fate.WAITING
    return Fate.NOT_SENT if problem == WITHDRAWN else Fate.GIVEN_UP
