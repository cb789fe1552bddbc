"""What is done with calls: opened for several runs, extended, offices asked with seats, answers."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.factories import (
    make_account,
    make_acting,
    make_allocation,
    make_focal_point,
    make_nomination,
    make_party,
    make_person,
    make_run,
)
from tpp.calls import actions, queries
from tpp.calls.actions import Wanted
from tpp.calls.models import AskedParty, CalledRun, NominationCall
from tpp.calls.rules import Answer
from tpp.db import db
from tpp.errors import Refused
from tpp.history.models import Entry
from tpp.nominations.rules import Status as NominationStatus
from tpp.offerings.rules import Status as RunStatus
from tpp.people.rules import Sex
from tpp.seats import actions as seats
from tpp.seats.models import SeatAllocation


def deeds(thing):
    told = sa.select(Entry.deed).where(
        Entry.thing == thing.__tablename__, Entry.thing_id == thing.id
    )
    return list(db.session.scalars(told.order_by(Entry.id)))


def line(call, party):
    db.session.expire_all()
    return next(it for it in queries.lines_of(call) if it.party.id == party.id)


def test_a_call_of_two_runs_is_open_for_whole_days_in_the_zone_of_each(opened):
    nairobi, lima = make_run(timezone="Africa/Nairobi"), make_run(timezone="America/Lima")
    call = opened(nairobi, lima)
    until = {it.offering_id: it.closes_at for it in call.runs}
    assert until[nairobi.id] == datetime(2026, 9, 30, 20, 59, 59, tzinfo=UTC)
    assert until[lima.id] == datetime(2026, 10, 1, 4, 59, 59, tzinfo=UTC)
    assert queries.call_of(lima).call is call
    assert deeds(call) == ["called"]


def test_a_run_is_in_one_call_at_a_time(opened):
    run = make_run()
    opened(run)
    with pytest.raises(Refused, match="Extend that one instead"):
        opened(make_run(), run)
    assert db.session.scalar(sa.select(sa.func.count(NominationCall.id))) == 1


def test_a_call_is_extended_for_all_its_runs_and_tells_so(opened, coordinator):
    run = make_run(timezone="Africa/Nairobi")
    call = opened(run)
    later = call.closes_on + timedelta(days=10)
    change(call, [run], coordinator, closes_on=later)
    assert queries.call_of(run).closes_at == datetime(2026, 10, 10, 20, 59, 59, tzinfo=UTC)
    assert deeds(call) == ["called", "call_changed"]
    assert call.version == 2


def change(call, runs, by, **what):
    usual = {
        "title": call.title,
        "opens_on": call.opens_on,
        "closes_on": call.closes_on,
        "texts": call.texts,
        "reminders": call.reminders,
    }
    actions.change(call, runs, by=by, **(usual | what))


def test_a_run_leaves_its_call_while_nobody_is_nominated_for_it(opened, coordinator):
    first, second = make_run(), make_run()
    call = opened(first, second)
    change(call, [second], coordinator)
    assert queries.call_of(first) is None
    allocation = make_allocation(run=second, seats=2)
    make_nomination(allocation)
    change(call, [first, second], coordinator)
    with pytest.raises(Refused, match="it stays in this call"):
        change(call, [first], coordinator)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ({"texts": {}}, "one language at least"),
        ({"closes_on": date(2026, 8, 1)}, "closes before it opens"),
        ({"reminders": "fourteen"}, "whole numbers of days"),
    ],
)
def test_a_call_that_says_nothing_or_nonsense_is_refused(opened, what, words):
    with pytest.raises(Refused, match=words):
        opened(make_run(), **what)
    assert db.session.scalar(sa.select(sa.func.count(CalledRun.id))) == 0


def test_a_call_needs_a_run_that_goes_on(opened):
    with pytest.raises(Refused, match="one run at least"):
        opened()
    with pytest.raises(Refused):
        opened(make_run(status=RunStatus.CANCELLED))


def test_reminders_of_ones_own_carry_their_author(opened, coordinator, today):
    run = make_run()
    call = opened(run)
    assert (call.reminders, call.reminders_set_by) == ("14, 7, 2", "")
    change(call, [run], coordinator, reminders="3; 21")
    assert (call.reminders, call.reminders_set_by) == ("21, 3", "Ines Prado")
    assert call.reminders_set_on == today


@pytest.mark.both
def test_an_office_is_asked_with_the_seats_that_it_gets_all_or_nothing(opened, coordinator):
    one, two = make_run(seats=10), make_run(seats=3)
    call, kenya, peru = opened(one, two), make_party(name="Kenya"), make_party(name="Peru")
    want = [
        Wanted(kenya, asked=True, seats={one.id: (0, 4), two.id: (0, 2)}),
        Wanted(peru, asked=True, seats={two.id: (0, 2)}),
    ]
    with pytest.raises(Refused) as refusal:
        actions.ask(call, want, by=coordinator)
    assert refusal.value.field == f"seats-{peru.code}-{two.code}"
    assert db.session.scalar(sa.select(sa.func.count(SeatAllocation.id))) == 0
    assert db.session.scalar(sa.select(sa.func.count(AskedParty.id))) == 0

    want[1] = Wanted(peru, asked=True, seats={two.id: (0, 1)})
    actions.ask(call, want, by=coordinator)
    assert [(it.party.name, it.offered) for it in queries.lines_of(call)] == [
        ("Kenya", 6),
        ("Peru", 1),
    ]


def test_seats_that_somebody_changed_meanwhile_are_not_overwritten(opened, coordinator):
    run, kenya = make_run(), make_party()
    call = opened(run)
    seats.allocate(run, kenya, 5, by=coordinator)
    with pytest.raises(Refused, match="5 are offered now"):
        actions.ask(call, [Wanted(kenya, True, {run.id: (0, 3)})], by=coordinator)
    actions.ask(call, [Wanted(kenya, True, {run.id: (0, 0)})], by=coordinator)
    assert line(call, kenya).offered == 5


def test_nobody_is_asked_without_a_seat(opened, coordinator):
    call, kenya = opened(make_run()), make_party(code="KEN", name="Kenya")
    with pytest.raises(Refused, match="Offer Kenya a seat") as refusal:
        actions.ask(call, [Wanted(kenya, asked=True)], by=coordinator)
    assert refusal.value.field == "asked-KEN"


def test_who_was_asked_by_mistake_is_asked_no_more_until_written_to(opened, ask, coordinator):
    call, kenya = opened(make_run()), make_party()
    ask(call, kenya)
    actions.ask(call, [Wanted(kenya, asked=False)], by=coordinator)
    assert queries.asked_of(call, kenya.id) is None


def test_an_office_has_answered_when_it_sent_somebody_in(opened, ask):
    run, kenya = make_run(), make_party()
    call = opened(run)
    ask(call, kenya)
    assert line(call, kenya).answer is None
    [allocation] = queries.seats_of(call)
    make_nomination(allocation, status=NominationStatus.DRAFT, submitted_at=None)
    assert line(call, kenya).answer is None
    make_nomination(allocation, make_person(kenya, sex=Sex.WOMAN))
    make_nomination(
        allocation, make_person(kenya, sex=Sex.UNKNOWN), status=NominationStatus.RESERVE
    )
    told = line(call, kenya)
    assert told.answer[0] is Answer.NOMINATED
    assert (told.people, told.women, told.unknown) == (2, 1, 1)
    assert told.by_status == {"submitted": 1, "reserve": 1}


def test_an_office_has_answered_when_it_declined_all_its_seats(opened, ask):
    one, two = make_run(), make_run()
    call, kenya = opened(one, two), make_party()
    ask(call, kenya)
    office, of_kenya = make_focal_point(kenya), queries.seats_of(call)
    seats.decline(of_kenya[0], by=office, reason="No people")
    assert line(call, kenya).answer is None
    seats.decline(of_kenya[1], by=office, reason="No people")
    assert line(call, kenya).answer[0] is Answer.DECLINED


def test_an_office_says_that_it_names_nobody_and_may_think_again(opened, ask):
    call, kenya = opened(make_run()), make_party()
    ask(call, kenya)
    asked, office = queries.asked_of(call, kenya.id), make_focal_point(kenya)
    with pytest.raises(Refused, match="Say why"):
        actions.no_nominees(asked, by=office, reason=" ")
    actions.no_nominees(asked, by=office, reason="All are deployed.")
    actions.no_nominees(asked, by=office, reason="All are deployed.")
    assert line(call, kenya).answer[0] is Answer.NO_NOMINEES
    assert deeds(asked) == ["asked", "no_nominees"]
    make_nomination(queries.seats_of(call)[0])
    assert line(call, kenya).answer[0] is Answer.NOMINATED
    with pytest.raises(Refused, match="Withdraw those nominations first"):
        actions.no_nominees(asked, by=office, reason="After all")


def test_after_the_closing_nothing_is_said_any_more(opened, ask, at, today):
    call, kenya = opened(make_run()), make_party()
    ask(call, kenya)
    at(datetime(2026, 10, 5, tzinfo=UTC))
    with pytest.raises(Refused, match="has closed"):
        asked = queries.asked_of(call, kenya.id)
        actions.no_nominees(asked, by=make_focal_point(kenya), reason="Too late")


def test_the_page_of_a_run_names_the_call_that_it_is_in(opened):
    run = make_run()
    call = opened(run)
    assert queries.call_of(run).call_id == call.id
    assert make_acting(account=make_account())
