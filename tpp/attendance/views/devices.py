"""Sheets on the devices of trainers: what they are given for today, and what they send."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, url_for

from tpp.access import Ability, authorise
from tpp.acting import Acting
from tpp.attendance import actions, queries
from tpp.attendance.forms import read_kept
from tpp.attendance.views.sheets import hour, on_sheet
from tpp.errors import Refused
from tpp.offerings.models import Session
from tpp.web.moments import local_time


def init_app(app: Flask) -> None:
    app.extensions.setdefault("device_deeds", {})["attendance"] = take
    app.extensions.setdefault("device_sheets", []).append(sheets)


def take(payload: Mapping[str, Any], by: Acting) -> dict[str, int]:
    """The marks of a sheet that a device kept; Conflict where somebody marked otherwise meanwhile."""
    kept = read_kept(payload)
    session = queries.session_of_trainer(by, kept.session_id)
    if session is None:
        raise Refused("You have no such sheet any more. Ask the programme office.")
    authorise(by, Ability.ATTENDANCE_TAKE, session)
    changed = actions.take(session, kept.marks, by=by, stood=kept.stood, reason=kept.reason)
    return {"changed": changed}


def sheets(acting: Acting) -> dict[str, Any]:
    """The sheets of yesterday, today and tomorrow in the trainer's own runs."""
    return {"sessions": [sheet(it) for it in queries.sessions_at_hand(acting)]}


def sheet(session: Session) -> dict[str, Any]:
    standing = queries.marks_of_session(session)
    run = session.offering
    people = on_sheet(session, standing)
    return {
        "id": session.id,
        "title": session.title,
        "room": session.room,
        "zone": run.timezone,
        "when": f"{local_time(session.starts_at, run.timezone)}–{hour(session.ends_at, run.timezone)}",
        "address": url_for("attendance.sheet", code=run.code, session_id=session.id),
        "people": [
            {"id": it.enrolment_id, "name": it.name, "party": it.party, "woman": it.is_woman}
            for it in people
        ],
        "marks": {str(place): stands.marked.value for place, stands in standing.items()},
    }
