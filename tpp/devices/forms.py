"""A sending of a device: JSON, a list of deeds, each with its own number and kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request

from tpp import clock
from tpp.devices.rules import MOST, check_id, check_made_at
from tpp.errors import Refused


@dataclass(frozen=True)
class Sent:
    """One deed as it was sent; ``payload`` is for whoever knows its kind."""

    id: str
    kind: str
    made_at: datetime
    payload: Mapping[str, Any]


def deeds_sent() -> list[Mapping[str, Any]]:
    """The deeds of this request; Refused where it is no such list."""
    told = request.get_json(silent=True)
    deeds = told.get("deeds") if isinstance(told, dict) else None
    if not isinstance(deeds, list) or not all(isinstance(it, dict) for it in deeds):
        raise Refused("This was not sent by a page of the register. Open the page again.")
    if len(deeds) > MOST:
        raise Refused("Send at most %(most)s at once.", most=MOST)
    return deeds


def read(deed: Mapping[str, Any]) -> Sent:
    """The frame of a deed, checked; what is inside is checked by its kind."""
    kind = deed.get("kind")
    made_at = check_made_at(deed.get("made_at"), clock.now())
    return Sent(check_id(deed.get("id")), kind if isinstance(kind, str) else "", made_at, deed)
