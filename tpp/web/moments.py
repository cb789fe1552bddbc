"""Days and moments as pages write them; every time of day has the name of its zone beside it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, g
from flask_babel import format_date, format_datetime

from tpp.web.language import isolated


def init_app(app: Flask) -> None:
    app.add_template_filter(local_time)
    app.add_template_filter(day)
    app.add_template_filter(moment)


def local_time(at: datetime, timezone: str) -> str:
    """Mon 18 Jan 2027, 08:00 in the run's own zone; print the zone's name beside it."""
    there = at.astimezone(ZoneInfo(timezone))
    return isolated(format_datetime(there, "EEE d MMM y, HH:mm", rebase=False))


def day(date: Any) -> str:
    return isolated(format_date(date, "d MMM y")) if date else ""


def moment(at: datetime | None) -> str:
    """21 Nov 2026, 09:12 UTC; for somebody signed in, in their zone and with its name."""
    if at is None:
        return ""
    found = g.get("open")
    there = at.astimezone(ZoneInfo(found.timezone)) if found else at
    at_the_clock = format_datetime(there, "d MMM y, HH:mm", rebase=False)
    return isolated(f"{at_the_clock} {zone_of(there)}")


def zone_of(at: datetime) -> str:
    """EAT; where a zone has no name of its own, its distance: UTC-03."""
    name = at.tzname() or "UTC"
    return name if name[0].isalpha() else f"UTC{name}"
