"""What an office answers when it names nobody."""

from tpp import clock
from tpp.acting import Acting
from tpp.calls import queries, rules
from tpp.calls.models import AskedParty
from tpp.db import lock, transaction
from tpp.history.models import record


@transaction()
def no_nominees(asked: AskedParty, *, by: Acting, reason: str) -> None:
    """The office names nobody this time; nominating before the call closes says otherwise again."""
    rules.check_why(reason)
    lock(asked)
    called = asked.call.runs
    closes_at = max(it.closes_at for it in called)
    sent = queries.nominated([it.offering_id for it in called])
    has_sent = any(it.party_id == asked.party_id for it in sent)
    rules.check_can_say_no(closes_at, clock.now(), has_sent)
    if asked.no_nominees_at is not None and asked.reason == reason:
        return
    asked.no_nominees_at, asked.reason = clock.now(), reason
    asked.version += 1
    record(asked, "no_nominees", by=by, reason=reason, after={"call_id": asked.call_id})
