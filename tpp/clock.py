"""The only reader of the clock, so that a test can stop it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

stopped: ContextVar[datetime | None] = ContextVar("stopped", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return stopped.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Stop the clock at a moment for a while: the demonstration tells what happened earlier."""
    before = stopped.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        stopped.reset(before)


def today(timezone: str) -> date:
    """The date on the wall in a run's zone (an IANA name such as Africa/Nairobi)."""
    return now().astimezone(ZoneInfo(timezone)).date()
