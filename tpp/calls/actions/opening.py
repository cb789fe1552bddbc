"""A call is opened for runs, and changed: its words, its days, its runs, its reminders."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import current_app

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
    texts: Mapping[str, str],
    reminders: str | None = None,
) -> NominationCall:
    """Call for nominations to these runs, from the first to the last of these days in each run's zone."""
    rules.check_days(opens_on, closes_on)
    rules.check_texts(texts)
    rules.check_has_runs(len(runs))
    call = NominationCall(
        title=title,
        opens_on=opens_on,
        closes_on=closes_on,
        texts=dict(texts),
        made_at=clock.now(),
        reminders=current_app.config["CALL_REMINDERS"],
    )
    set_reminders(call, reminders, by=by)
    db.session.add(call)
    db.session.flush()
    for run in in_order(runs):
        add_run(call, run)
    record(call, "called", by=by, after=facts(call) | {"runs": ids(runs)})
    return call


@transaction()
def change(
    call: NominationCall,
    runs: Sequence[CourseOffering],
    *,
    by: Acting,
    title: str,
    opens_on: date,
    closes_on: date,
    texts: Mapping[str, str],
    reminders: str,
) -> None:
    """Change the words, move or extend the days, add runs and take out those nobody is nominated for."""
    lock(call)
    rules.check_days(opens_on, closes_on)
    rules.check_texts(texts)
    rules.check_has_runs(len(runs))
    before = facts(call) | {"runs": [it.offering_id for it in call.runs]}
    call.title, call.texts = title, dict(texts)
    call.opens_on, call.closes_on = opens_on, closes_on
    set_reminders(call, reminders, by=by)
    settle_runs(call, runs)
    call.version += 1
    record(call, "call_changed", by=by, before=before, after=facts(call) | {"runs": ids(runs)})


def facts(call: NominationCall) -> dict[str, Any]:
    return {
        "opens_on": call.opens_on,
        "closes_on": call.closes_on,
        "reminders": call.reminders,
        "languages": sorted(call.texts),
    }


def ids(runs: Sequence[CourseOffering]) -> list[int]:
    return sorted(run.id for run in runs)


def in_order(runs: Sequence[CourseOffering]) -> list[CourseOffering]:
    """Always the smaller number first, so that two transactions never wait for each other."""
    return sorted(runs, key=lambda run: run.id)


def set_reminders(call: NominationCall, typed: str | None, *, by: Acting) -> None:
    """Days of one's own carry their author; the usual ones are the register's."""
    if typed is None:
        return
    days = ", ".join(str(day) for day in rules.reminder_days(typed))
    if days != call.reminders:
        call.reminders = days
        call.reminders_set_by, call.reminders_set_on = by.account_name, clock.now().date()


def settle_runs(call: NominationCall, runs: Sequence[CourseOffering]) -> None:
    wanted, standing = set(ids(runs)), {it.offering_id: it for it in call.runs}
    for called in list(call.runs):
        if called.offering_id not in wanted:
            take_out(called)
        else:
            settle_days(called)
    for run in in_order(runs):
        if run.id not in standing:
            add_run(call, run)


def add_run(call: NominationCall, run: CourseOffering) -> None:
    lock(run)
    check_live(run.status)
    rules.check_not_called(run.code, queries.call_of(run) is not None)
    called = CalledRun(offering=run, offering_id=run.id, call_id=call.id)
    called.opens_at, called.closes_at = moments(call, run)
    db.session.add(called)
    db.session.flush()
    db.session.expire(call, ["runs"])


def take_out(called: CalledRun) -> None:
    run = called.offering
    rules.check_leaves(run.code, any(it.people for it in queries.nominated([run.id])))
    db.session.delete(called)
    db.session.flush()


def settle_days(called: CalledRun) -> None:
    called.opens_at, called.closes_at = moments(called.call, called.offering)


def moments(call: NominationCall, run: CourseOffering) -> tuple[Any, Any]:
    """The days of the call, as moments in the zone of the run."""
    return (
        rules.begin_of(call.opens_on, run.timezone),
        rules.end_of(call.closes_on, run.timezone),
    )
