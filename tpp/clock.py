"""The only reader of the clock, so that a test can stop it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def today(timezone: str) -> date:
    """The date on the wall in a run's zone (an IANA name such as Africa/Nairobi)."""
    return now().astimezone(ZoneInfo(timezone)).date()
