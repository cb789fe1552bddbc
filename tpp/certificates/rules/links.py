"""Links that open one certificate without an account, and when a holder is told of the last day."""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from tpp.certificates.rules.register import Status, code_of
from tpp.errors import Refused

OPENS_FOR = timedelta(days=60)
"""How long a link by mail opens its certificate."""

BITS = 16
"""Bytes of chance in a link."""

MOST_OPEN = 10
"""Links to one certificate that are open at once: who asks for more has not lost them all."""


def word_of(chance: bytes) -> str:
    """128 random bits as letters and digits that a mail program does not break."""
    return code_of(chance)


def word_hash(word: str) -> str:
    """What is kept of a link."""
    return sha256(b"certificate-link:" + word.encode()).hexdigest()


def check_may_be_sent(status: Status, open_links: int) -> None:
    if status is Status.REVOKED:
        raise Refused("This certificate was revoked: no link to it is sent.")
    if open_links >= MOST_OPEN:
        raise Refused("Enough links to this certificate are open. Take them back first.")


LEAST_DAYS, MOST_DAYS = 1, 365


@dataclass(frozen=True)
class Notice:
    """How many days before the last day its holder is told; by whom and when that was set."""

    days: int = 90
    set_by: str = ""
    set_on: date | None = None


def check_notice(days: int) -> None:
    if not LEAST_DAYS <= days <= MOST_DAYS:
        raise Refused("Enter a number of days from 1 to 365.", "days")
