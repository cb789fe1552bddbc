"""What a feed is of, and what is kept of its secret."""

from datetime import timedelta
from enum import StrEnum
from hashlib import sha256

from tpp.errors import Refused

MOST_OPEN = 12
"""Feeds of one account that are open at once."""

BYTES = 20
"""Of chance in the address of a feed."""

STRUCK_FOR = timedelta(days=14)
"""How long a cancelled session stays in feeds as cancelled, for programs that keep copies; then it is left
out, and gone from every one."""


class Kind(StrEnum):
    """What a feed shows: the own sessions, those of a run, or the runs of the programme."""

    MINE = "mine"
    RUN = "run"
    PROGRAMME = "programme"


def word_hash(word: str) -> str:
    """What is kept of the secret in the address."""
    return sha256(b"calendar-feed:" + word.encode()).hexdigest()


def check_may_be_made(open_feeds: int) -> None:
    if open_feeds >= MOST_OPEN:
        raise Refused("Enough feeds are open. Withdraw those that nobody reads first.")
