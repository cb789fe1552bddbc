"""Living with a conflict, and taking that back."""

from tpp import clock
from tpp.acting import Acting
from tpp.conflicts import queries
from tpp.conflicts.models import ConflictAcceptance
from tpp.conflicts.rules import Conflict, check_reason
from tpp.db import db, transaction
from tpp.errors import Refused
from tpp.history.models import record


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
