"""Living with a conflict, and taking that back."""

from tpp import clock
from tpp.acting import Acting
from tpp.conflicts import queries
from tpp.conflicts.models import ConflictAcceptance
from tpp.conflicts.rules import Conflict, check_reason
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.offerings.models import CourseOffering
from tpp.offerings.rules import check_not_over
from tpp.venues.models import Venue


@transaction()
def accept(conflict: Conflict, *, by: Acting, reason: str) -> ConflictAcceptance:
    """The conflict may stay as long as neither side changes; the last reason stands."""
    check_reason(reason)
    row = queries.acceptance(conflict.key)
    if row is None:
        row = ConflictAcceptance(kind=conflict.kind, key=conflict.key)
        db.session.add(row)
    row.state, row.reason, row.at = conflict.state, reason.strip(), clock.now()
    row.account_id, row.office_id = signed_in(by)
    db.session.flush()
    sides = {"runs": list(conflict.runs), "sessions": list(conflict.sessions)}
    record(row, "accepted", by=by, reason=reason.strip(), after={"kind": conflict.kind, **sides})
    return row


def signed_in(by: Acting) -> tuple[int, int]:
    if by.account_id is None or by.office_id is None:
        raise Refused("Somebody has to accept it: the register decides nothing here.")
    return by.account_id, by.office_id


@transaction()
def take_back(row: ConflictAcceptance, *, by: Acting) -> None:
    """The conflict is open again."""
    record(row, "taken_back", by=by, before={"kind": row.kind})
    db.session.delete(row)
    db.session.flush()


@transaction()
def choose_venue(run: CourseOffering, venue: Venue | None, *, by: Acting) -> None:
    """The venue of a run in the list of venues, or none; what is printed of it stays as it is."""
    check_not_over(run.status)
    lock(run)
    before, run.venue_id = run.venue_id, venue.id if venue else None
    run.version += 1
    record(run, "venue_chosen", by=by, before={"venue": before}, after={"venue": run.venue_id})
