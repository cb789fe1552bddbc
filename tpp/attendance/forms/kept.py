"""Marks as a device kept them: {session, values: {place: mark}, seen: {place: mark that stood}, reason}."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from tpp.attendance.rules import Mark, Marked
from tpp.errors import Refused
from tpp.web.addresses import LARGEST_KEY
from tpp.web.forms import cannot_be_shown, trimmed

MOST = 500
"""People on one sheet; more do not fit into a course."""


class Kept(NamedTuple):
    session_id: int
    marks: dict[int, Marked]
    stood: dict[int, Marked | None]
    reason: str


def read_kept(payload: Mapping[str, Any]) -> Kept:
    """Refused where this is no such thing: only a page of the register makes one."""
    values, seen = payload.get("values"), payload.get("seen")
    if not isinstance(values, dict) or not isinstance(seen, dict) or len(values) > MOST:
        raise no_sheet()
    marks = {number(place): marked(value) for place, value in values.items()}
    stood = {number(place): value and marked(value) for place, value in seen.items()}
    return Kept(number(payload.get("session")), marks, stood, reason_in(payload))


def no_sheet() -> Refused:
    return Refused("This was not sent by a page of the register. Open the page again.")


def number(told: object) -> int:
    text = str(told)
    if not (text.isascii() and text.isdecimal() and len(text) <= 10 and int(text) <= LARGEST_KEY):
        raise no_sheet()
    return int(text)


def marked(told: object) -> Marked:
    """late:20 is a mark with minutes."""
    mark, _, minutes = str(told).partition(":")
    if mark not in [*Mark]:
        raise no_sheet()
    return Marked(Mark(mark), number(minutes) if minutes else None)


def reason_in(payload: Mapping[str, Any]) -> str:
    told = payload.get("reason") or ""
    if not isinstance(told, str) or len(told) > 1000 or any(map(cannot_be_shown, told)):
        raise Refused("Write the reason in at most 1000 letters that can be shown.", "reason")
    return trimmed(told) or ""
