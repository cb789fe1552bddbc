"""Deciding and offering: who is told, what is kept, and that nothing is saved over somebody else's."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.factories import (
    make,
    make_account,
    make_acting,
    make_allocation,
    make_nomination,
    make_party,
    make_person,
    make_run,
)
from tpp import clock
from tpp.db import db
from tpp.errors import Refused
from tpp.history.models import Entry
from tpp.history.queries import first_fault
from tpp.nominations.rules import Status
from tpp.outbox.models import Message
from tpp.people.models import ContactPoint
from tpp.people.rules import ContactKind, Sex
from tpp.seats.queries import picture_from_ledger
from tpp.seats.rules import Picture
from tpp.selection import actions
from tpp.selection.queries import BELOW_FLOOR
from tpp.selection.rules import Overtaken


def soon(days=7):
    return clock.now() + timedelta(days=days)


def entries(deed):
    return db.session.scalars(sa.select(Entry).where(Entry.deed == deed)).all()


def letters(template):
    return db.session.scalars(sa.select(Message).where(Message.template == template)).all()


@pytest.mark.both
def test_a_decision_on_what_was_changed_meanwhile_changes_nobody(app):
    allocation = make_allocation(seats=3)
    one, other = make_nomination(allocation), make_nomination(allocation)
    seen = {one.id: one.version, other.id: other.version}
    actions.step([one], "returned", by=make_acting(), reason="Which licence?")

    for decide in (
        lambda **how: actions.select([one, other], offer_until=soon(), **how),
        lambda **how: actions.reserve([one, other], **how),
        lambda **how: actions.step([one, other], "not_selected", **how),
        lambda **how: actions.end([one, other], reason="Late", **how),
        lambda **how: actions.extend([one, other], offer_until=soon(), **how),
    ):
        with pytest.raises(Overtaken) as found:
            decide(by=make_acting(), seen=seen)
        assert found.value.ids == {one.id}
    assert (one.status, other.status) == (Status.RETURNED, Status.SUBMITTED)
    assert allocation.picture == Picture(offered=3)


def test_going_below_the_floor_is_kept_for_each_office_that_it_concerns(app):
    run = make_run(women_floor_percent=50)
    kenya, peru = make_allocation(run), make_allocation(run)
    men = [make_nomination(it, make_person(it.party, sex=Sex.MAN)) for it in (kenya, peru)]
    actions.select(men, by=make_acting(), offer_until=soon(), reason="No woman was named")
    kept = entries(BELOW_FLOOR)
    assert {it.party_id for it in kept} == {kenya.party_id, peru.party_id}
    assert {it.reason for it in kept} == {"No woman was named"}
    assert kept[0].after == {"women": 0, "known": 2, "floor_percent": 50}


def test_nothing_is_kept_where_the_floor_holds(app):
    allocation = make_allocation(make_run(women_floor_percent=50))
    woman = make_nomination(allocation, make_person(allocation.party, sex=Sex.WOMAN))
    actions.select([woman], by=make_acting(), offer_until=soon(), reason="First of all")
    assert entries(BELOW_FLOOR) == []


def offered(allocation, **given):
    person = make_person(allocation.party, **given)
    whose = {"person_id": person.id, "party_id": person.party_id}
    make(ContactPoint, {"kind": ContactKind.EMAIL, "value": "asha@example.org"}, whose)
    nomination = make_nomination(allocation, person)
    actions.select([nomination], by=make_acting(), offer_until=soon())
    return nomination


@pytest.mark.both
def test_more_time_is_written_to_the_nominee_once_more(app):
    nomination = offered(make_allocation(seats=1))
    actions.extend([nomination], by=make_acting(), offer_until=soon(14), reason="On leave")
    assert nomination.status is Status.SELECTED
    assert nomination.offer_until > soon(13)
    assert len(letters("offer")) == 2
    assert [it.reason for it in entries("offer_extended")] == ["On leave"]
    with pytest.raises(Refused, match="later day"):
        actions.extend([nomination], by=make_acting(), offer_until=soon(10))


@pytest.mark.both
def test_an_ended_offer_leaves_a_free_seat(app):
    allocation = make_allocation(seats=1)
    nomination = offered(allocation)
    with pytest.raises(Refused, match="Give a reason"):
        actions.end([nomination], by=make_acting(), reason=" ")
    actions.end([nomination], by=make_acting(), reason="The office asked for it")
    assert nomination.status is Status.LAPSED
    db.session.refresh(allocation)
    assert allocation.picture == picture_from_ledger(allocation) == Picture(offered=1)
    assert first_fault() is None


@pytest.fixture
def reserved(app):
    """One seat, offered to one; another one waits on reserve."""
    allocation = make_allocation(party=make_party(name="Kenya"), seats=1)
    first, second = offered(allocation), make_nomination(allocation)
    actions.reserve([second], by=make_acting())
    db.session.query(Message).delete()
    db.session.commit()
    return first, second


@pytest.mark.both
def test_the_programme_office_is_told_once_that_a_seat_came_free_and_nobody_moves_up(reserved):
    first, second = reserved
    assert actions.propose_due() == 0
    actions.decline(first, by=make_acting(), reason="Deployed")
    holders = make_acting(account=make_account(language="fr", email="ingrid@example.org"))
    assert actions.propose_due() > 0
    assert actions.propose_due() == 0
    [mail] = [it for it in letters("seat_free") if it.to == "ingrid@example.org"]
    assert holders.account_id is not None
    assert (mail.language, mail.words["party"]) == ("fr", "Kenya")
    assert second.person.name not in str(mail.words)
    assert second.status is Status.RESERVE


def test_a_seat_that_is_taken_again_or_was_free_before_is_no_news(reserved):
    first, second = reserved
    actions.decline(first, by=make_acting(), reason="Deployed")
    actions.select([second], by=make_acting(), offer_until=soon())
    assert actions.propose_due() == 0
    late = make_nomination(make_allocation(seats=2))
    actions.reserve([late], by=make_acting())
    assert actions.propose_due() == 0


def test_the_reserve_moves_down_and_up_within_its_office(app):
    allocation, by = make_allocation(), make_acting()
    three = [make_nomination(allocation) for _ in range(3)]
    actions.reserve(three, by=by)
    actions.move_down(three[0], by=by)
    assert [it.reserve_rank for it in three] == [2, 1, 3]
    actions.move_down(three[2], by=by)
    actions.move_up(three[2], by=by)
    assert [it.reserve_rank for it in three] == [3, 1, 2]


@pytest.mark.both
def test_who_was_put_forward_again_is_not_taken_up_from_the_older_nomination(app):
    allocation = make_allocation(seats=3)
    older = make_nomination(allocation, status=Status.NOT_SELECTED)
    twin = make_nomination(allocation, older.person, status=Status.NOT_SELECTED)
    for decide in (
        actions.reserve,
        lambda some, by: actions.select(some, by=by, offer_until=soon()),
    ):
        with pytest.raises(Refused, match="newer nomination"):
            decide([older, twin], by=make_acting())
    newer = make_nomination(allocation, older.person)
    with pytest.raises(Refused, match="newer nomination"):
        actions.reserve([older], by=make_acting())
    assert (older.status, newer.status) == (Status.NOT_SELECTED, Status.SUBMITTED)
