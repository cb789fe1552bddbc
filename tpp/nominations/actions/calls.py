"""The call: from when until when offices may nominate."""

from datetime import datetime

from tpp.acting import Acting
from tpp.db import db, lock, transaction
from tpp.history.models import record
from tpp.nominations import queries, rules
from tpp.nominations.models import NominationCall
from tpp.offerings.models import CourseOffering
from tpp.offerings.rules import check_live


@transaction()
def open_call(
    run: CourseOffering, *, by: Acting, opens_at: datetime, closes_at: datetime, text: str = ""
) -> NominationCall:
    """Call for nominations, or move the dates of the call."""
    lock(run)
    check_live(run.status)
    rules.check_call_dates(opens_at, closes_at)
    call = queries.call_of(run)
    before = {"opens_at": call.opens_at, "closes_at": call.closes_at} if call else {}
    if call is None:
        call = NominationCall(offering_id=run.id, version=0)
        db.session.add(call)
    call.opens_at, call.closes_at, call.text = opens_at, closes_at, text
    call.version += 1
    db.session.flush()
    after = {"opens_at": opens_at, "closes_at": closes_at}
    record(call, "call_changed" if before else "called", by=by, before=before, after=after)
    return call
