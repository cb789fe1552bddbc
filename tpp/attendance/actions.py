"""Taking attendance: a whole sheet at once, one line in the logbook."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from tpp import clock
from tpp.acting import Acting
from tpp.attendance.models import AttendanceRecord
from tpp.attendance.queries import marks_of_session
from tpp.attendance.rules import (
    ATTENDED,
    Marked,
    Standing,
    changed,
    check_expected,
    check_fresh,
    check_mark,
    check_reason,
    check_sheet_open,
    check_stood,
    tally,
)
from tpp.db import db, lock, transaction
from tpp.enrolments.actions import move
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.errors import Refused
from tpp.history.models import record
from tpp.offerings.models import Session


@transaction()
def take(
    session: Session,
    marks: Mapping[int, Marked],
    *,
    by: Acting,
    reason: str = "",
    seen: int | None = None,
    stood: Mapping[int, Marked | None] | None = None,
) -> int:
    """Write the marks of a sheet, by place; says how many were new or corrected.

    ``seen`` is the newest record when the sheet was opened: marks that somebody else gave since
    then are never overwritten unseen; ``stood`` says the same for a device, mark by mark. A mark that
    stands already is not written again.
    """
    lock(session)
    check_sheet_open(session.offering.status, session.starts_at, session.cancelled_at, clock.now())
    for marked in marks.values():
        check_mark(marked)
    stands = marks_of_session(session)
    added, corrected = changed(stands, marks)
    if seen is not None:
        check_fresh(stands, corrected, seen)
    if stood is not None:
        check_stood(stands, corrected, stood)
    check_reason(stands, corrected, reason)
    if added or corrected:
        write(session, stands, added, corrected, by=by, reason=reason.strip())
    return len(added) + len(corrected)


def write(
    session: Session,
    stands: Mapping[int, Standing],
    added: Mapping[int, Marked],
    corrected: Mapping[int, Marked],
    *,
    by: Acting,
    reason: str,
) -> None:
    marks = {**added, **corrected}
    places = places_of(session, marks)
    now = clock.now()
    lines = [
        {
            "session_id": session.id,
            "enrolment_id": who,
            "party_id": places[who].party_id,
            "offering_id": session.offering_id,
            "person_id": places[who].person_id,
            "mark": marked.mark,
            "minutes_late": marked.minutes,
            "corrects_id": stands[who].record_id if who in stands else None,
            "reason": reason if who in stands else "",
            "at": now,
            "account_id": by.account_id,
        }
        for who, marked in marks.items()
    ]
    db.session.execute(sa.insert(AttendanceRecord), lines)
    if added:
        record(session, "attendance_taken", by=by, after=tally(added))
    if corrected:
        before = tally({who: stands[who].marked for who in corrected})
        deed = "attendance_corrected"
        record(session, deed, by=by, reason=reason, before=before, after=tally(corrected))
    begin(session, [who for who, marked in marks.items() if marked.mark in ATTENDED], by=by)


def places_of(session: Session, marks: Mapping[int, Any]) -> dict[int, Any]:
    """The places on the sheet, all of this run and none given up; Refused otherwise."""
    statement = sa.select(
        Enrolment.id, Enrolment.party_id, Enrolment.person_id, Enrolment.status
    ).where(Enrolment.offering_id == session.offering_id, Enrolment.id.in_(marks))
    places = {row.id: row for row in db.session.execute(statement)}
    if len(places) != len(marks):
        raise Refused("Somebody on the sheet has no place in this run. Open the sheet again.")
    for place in places.values():
        check_expected(place.status)
    return places


def begin(session: Session, who: list[int], *, by: Acting) -> None:
    """Whoever attends a session has arrived and is in training, whether or not anybody said so."""
    statement = sa.select(Enrolment).where(
        Enrolment.id.in_(who),
        Enrolment.status.in_((PlaceStatus.CONFIRMED, PlaceStatus.ARRIVED)),
    )
    beginning = list(db.session.scalars(statement))
    arriving = [place for place in beginning if place.status is PlaceStatus.CONFIRMED]
    for places, step in ((arriving, "arrived"), (beginning, "began_training")):
        if places:
            move(places, step, by=by)
