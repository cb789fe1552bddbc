"""A deed of a device is done once, however often it is sent; what was not done leaves no receipt."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.factories import make_acting
from tpp import clock
from tpp.acting import Role
from tpp.db import db
from tpp.devices.actions import received
from tpp.devices.models import Receipt
from tpp.devices.rules import check_id, check_made_at, key_of, opens, owner_of
from tpp.errors import Conflict, Refused

ONE, OTHER = "5b0f1c9e-62f8-4a0e-9d55-0d9c8e6a7b11", "0c7ab1de-13a4-4f60-8f0b-3f1f2b9f7c22"


@pytest.fixture
def trainer(app):
    return make_acting(Role.TRAINER)


def do(uuid, by, deed):
    return received(uuid, kind="test", made_at=clock.now(), by=by, deed=deed)


@pytest.mark.both
def test_a_deed_that_is_sent_again_is_not_done_again_and_gets_its_answer(trainer):
    done = []

    def deed():
        done.append(1)
        return {"record": 7}

    assert do(ONE, trainer, deed) == ({"record": 7}, False)
    assert do(ONE, trainer, deed) == ({"record": 7}, True)
    assert len(done) == 1


@pytest.mark.both
@pytest.mark.parametrize("no", [Refused("No."), Conflict({"1": "late"}, {"1": "absent"})])
def test_what_was_not_done_leaves_no_receipt_and_is_judged_anew(trainer, no):
    def deed():
        raise no

    with pytest.raises(type(no)):
        do(ONE, trainer, deed)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Receipt)) == 0
    assert not do(ONE, trainer, lambda: None).is_repeated


@pytest.mark.both
def test_two_at_the_same_moment_get_one_answer(trainer):
    def deed():
        raise Refused("It stands already.")

    def while_another_does_it():
        do_elsewhere()
        return deed()

    def do_elsewhere():
        db.session.add(receipt_row(trainer))
        db.session.flush()
        db.session.commit()

    assert do(ONE, trainer, while_another_does_it) == ({"record": 9}, True)


def receipt_row(by):
    who = {"account_id": by.account_id, "made_at": clock.now(), "at": clock.now()}
    return Receipt(uuid=ONE, kind="test", came={"record": 9}, **who)


def test_nobody_learns_what_came_of_another_accounts_deed(trainer):
    do(ONE, trainer, lambda: {"record": 7})
    with pytest.raises(Refused):
        do(ONE, make_acting(Role.TRAINER), lambda: {"record": 8})


@pytest.mark.parametrize(
    "made", [None, 5, "", "1", ONE.upper(), ONE[:-1], ONE.replace("4a0e", "1a0e")]
)
def test_only_a_random_number_of_a_device_is_taken(made):
    with pytest.raises(Refused):
        check_id(made)
    assert check_id(OTHER) == OTHER


@pytest.mark.parametrize(
    "told", [None, "", "yesterday", "2026-11-23T10:00:00", "0001-01-01T00:00:00+00:00", "9" * 400]
)
def test_a_deed_says_when_it_was_done(told):
    with pytest.raises(Refused):
        check_made_at(told, clock.now())


def test_the_clock_of_a_device_may_be_a_little_wrong():
    now = clock.now()
    assert check_made_at((now + timedelta(hours=3)).isoformat(), now) > now
    with pytest.raises(Refused):
        check_made_at((now + timedelta(days=3)).isoformat(), now)


def test_a_store_opens_with_the_key_of_its_account_and_no_other():
    store = "s" * 22
    key = key_of("secret", 1, store)
    assert key == key_of("secret", 1, store)
    assert opens(key.cookie, "secret", 1)
    for cookie in ("", "leave", store, key.cookie[:-1], key_of("other", 1, store).cookie):
        assert not opens(cookie, "secret", 1)
    assert not opens(key.cookie, "secret", 2)
    assert owner_of("secret", 1) != owner_of("secret", 2)
