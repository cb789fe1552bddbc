"""Making and withdrawing feeds."""

from secrets import token_urlsafe

from tpp import clock
from tpp.acting import Acting
from tpp.calendars import queries, rules
from tpp.calendars.models import CalendarFeed
from tpp.calendars.rules import Kind
from tpp.db import db, transaction
from tpp.history.models import record
from tpp.offerings.models import CourseOffering


@transaction()
def make_feed(kind: Kind, *, by: Acting, run: CourseOffering | None = None) -> str:
    """A feed of one's own; the secret that opens it is told here and never again.

    One that shows the same already is withdrawn: making it anew is how a lost address is replaced.
    """
    same = [
        it
        for it in queries.feeds_of(by)
        if it.kind is kind and it.run_id == (run.id if run else None)
    ]
    for feed in same:
        withdraw(feed, by=by)
    rules.check_may_be_made(len(queries.feeds_of(by)))
    word = token_urlsafe(rules.BYTES)
    feed = CalendarFeed(
        account_id=by.account_id,
        office_id=by.office_id,
        kind=kind,
        run_id=run.id if run else None,
        word_hash=rules.word_hash(word),
        made_at=clock.now(),
    )
    db.session.add(feed)
    db.session.flush()
    record(feed, "made", by=by, after={"kind": kind})
    return word


@transaction()
def withdraw(feed: CalendarFeed, *, by: Acting) -> None:
    feed.revoked_at = clock.now()
    record(feed, "withdrawn", by=by)
    db.session.flush()
