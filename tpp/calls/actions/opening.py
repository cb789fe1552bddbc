"""A call is opened for runs, moved, extended."""

from collections.abc import Mapping, Sequence
from datetime import date

from tpp import clock
from tpp.acting import Acting
from tpp.calls import queries, rules
from tpp.calls.models import CalledRun, NominationCall
from tpp.db import db, lock, transaction
from tpp.history.models import record
from tpp.offerings.models import CourseOffering
from tpp.offerings.rules import check_live


@transaction()
def open_call(
    runs: Sequence[CourseOffering],
    *,
    by: Acting,
    title: str,
    opens_on: date,
    closes_on: date,
    texts: Mapping[str, str] | None = None,
) -> NominationCall:
    """Call for nominations to these runs, from the first to the last of these days in each run's zone."""
    call = NominationCall(
        title=title,
        opens_on=opens_on,
        closes_on=closes_on,
        texts=dict(texts or {}),
        reminder_days=[str(days) for days in rules.REMINDER_DAYS],
        made_at=clock.now(),
    )
    rules.check_days(opens_on, closes_on)
    db.session.add(call)
    for run in sorted(runs, key=lambda it: it.id):
        add_run(call, run)
    db.session.flush()
    days = {"opens_on": opens_on, "closes_on": closes_on}
    record(call, "called", by=by, after=days | {"runs": [run.id for run in runs]})
    return call


def add_run(call: NominationCall, run: CourseOffering) -> None:
    lock(run)
    check_live(run.status)
    rules.check_not_called(run.code, queries.call_of(run) is not None)
    called = CalledRun(call=call, offering=run, opens_at=clock.now(), closes_at=clock.now())
    settle_days(called)
    db.session.add(called)


def settle_days(called: CalledRun) -> None:
    """The days of the call, as moments in the zone of the run."""
    call, zone = called.call, called.offering.timezone
    called.opens_at = rules.begin_of(call.opens_on, zone)
    called.closes_at = rules.end_of(call.closes_on, zone)
