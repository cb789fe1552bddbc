"""What must be true of the days of a run. No database, no web."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from tpp.errors import Refused
from tpp.offerings.rules import Status as RunStatus

LONGEST_NOTE = 4000
WRITTEN_IN = frozenset({RunStatus.CONFIRMED, RunStatus.IN_PROGRESS, RunStatus.DELIVERED})


class IncidentKind(StrEnum):
    SAFETY = "safety"
    SECURITY = "security"
    CONDUCT = "conduct_of_somebody"
    DAMAGE = "damage"
    OTHER = "other_incident"


class Met(StrEnum):
    """How far a line of the closing checklist is."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True)
class Line:
    """A line of the closing checklist: what, how far, how much is missing, and where it is done."""

    what: str
    met: Met
    missing: int = 0
    endpoint: str = ""
    anchor: dict[str, Any] = field(default_factory=dict)


def line(what: str, missing: int, endpoint: str, *, is_known: bool = True) -> Line:
    """Met where nothing is missing; not known where nobody could say."""
    if not is_known:
        return Line(what, Met.NOT_KNOWN, 0, endpoint)
    return Line(what, Met.NOT_MET if missing else Met.MET, missing, endpoint)


def is_ready(lines: list[Line]) -> bool:
    """Is nothing known to be missing?"""
    return all(it.met is not Met.NOT_MET for it in lines)


def check_note(run: RunStatus, text: str, day: date, first: date, last: date, today: date) -> None:
    if run not in WRITTEN_IN:
        raise Refused("Notes are written from the confirmation of a run until it is closed.")
    if not text.strip():
        raise Refused("Write what is to be kept of this day.", "text")
    if not first <= day <= last:
        raise Refused("Choose one of the days of this run.", "day")
    if day > today:
        raise Refused("This day has not come yet.", "day")


def check_incident(run: RunStatus, at: datetime, now: datetime, what: str) -> None:
    if run not in WRITTEN_IN:
        raise Refused("Incidents are reported from the confirmation of a run until it is closed.")
    if not what.strip():
        raise Refused("Say what happened.", "what")
    if at > now:
        raise Refused("This time has not come yet.", "day")


def check_done(text: str) -> None:
    if not text.strip():
        raise Refused("Say what was done.", "text")
