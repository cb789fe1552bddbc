"""An office is given by a link: to a national office at once, to one of the programme by two people."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.accounts.inviting import NEW, focal_office, invite, word_of
from tests.browsing import PASSWORD, make_user
from tests.factories import make_account, make_office
from tpp import clock
from tpp.accounts.actions import links, offices, signing_in
from tpp.accounts.models import Account, Appointment
from tpp.accounts.queries import story
from tpp.accounts.queries.offices import held_now
from tpp.accounts.rules.appointments import Status
from tpp.acting import Role
from tpp.db import db
from tpp.errors import Refused
from tpp.outbox.models import Message


def test_an_invitation_to_a_national_office_leaves_at_once(admin):
    office = focal_office()

    invitation = invite(office, admin, "Asha@Example.org ")

    message = db.session.scalar(sa.select(Message))
    assert (message.to, message.template) == ("asha@example.org", "invitation")
    assert invitation.token_hash == signing_in.token_hash(message.words["token"])
    assert message.words["token"] not in str(vars(invitation))
    assert [line.entry.deed for line in story(office)] == ["invited"]


def test_accepting_opens_an_account_and_gives_the_office(admin):
    office = focal_office()
    invite(office, admin)

    account = links.accept(word_of("invitation"), name="Asha W.", password=NEW)

    assert (account.email, account.name) == ("asha@example.org", "Asha W.")
    assert held_now(account) == [office]
    assert signing_in.known("asha@example.org", NEW) is account
    appointed = story(office)[0]
    assert (appointed.entry.deed, appointed.account_name) == ("appointed", "Asha W.")


def test_accepting_with_an_account_adds_the_office_and_changes_nothing_else(admin):
    user = make_user(Role.TRAINER)
    office = focal_office()
    invite(office, admin, user.email)

    links.accept(word_of("invitation"), name="Somebody else", password="")

    assert len(held_now(user)) == 2
    assert user.name != "Somebody else"
    assert signing_in.known(user.email, PASSWORD)


def test_a_link_works_once(admin):
    invite(focal_office(), admin)
    word = word_of("invitation")
    links.accept(word, name="Asha", password=NEW)
    with pytest.raises(Refused, match="works no more"):
        links.accept(word, name="Asha", password=NEW)


def test_a_link_ends_after_seven_days(admin, at):
    invite(focal_office(), admin)
    at(clock.now() + timedelta(days=7, seconds=1))
    with pytest.raises(Refused, match="works no more"):
        links.accept(word_of("invitation"), name="Asha", password=NEW)
    assert db.session.scalar(sa.select(Account).where(Account.name == "Asha")) is None


def test_a_refused_password_does_not_use_the_link_up(admin):
    invite(focal_office(), admin)
    word = word_of("invitation")
    with pytest.raises(Refused):
        links.accept(word, name="Asha", password="short")
    assert links.live(word, is_invitation=True)
    assert links.accept(word, name="Asha", password=NEW)


def test_a_second_invitation_ends_the_first(admin):
    office = focal_office()
    invite(office, admin)
    first = word_of("invitation")
    invite(office, admin)
    assert links.live(first, is_invitation=True) is None
    assert links.live(word_of("invitation"), is_invitation=True)


def test_a_withdrawn_invitation_is_dead_and_its_mail_does_not_leave(admin):
    invitation = invite(focal_office(), admin)
    word = word_of("invitation")

    offices.withdraw_invitation(invitation, by=admin)

    assert links.live(word, is_invitation=True) is None
    message = db.session.scalar(sa.select(Message))
    assert (message.next_try_at, message.words) == (None, {})


def test_whoever_holds_an_office_is_not_invited_to_it_again(admin):
    office = focal_office()
    user = make_account()
    offices.appoint(user, office, by=admin)
    with pytest.raises(Refused, match="holds the office already"):
        invite(office, admin, user.email)


def test_a_closed_office_takes_nobody_new(admin):
    office = focal_office(closed_at=clock.now())
    with pytest.raises(Refused, match="closed"):
        invite(office, admin)


def test_an_office_of_the_programme_waits_for_a_second_administrator(admin):
    appointment = invite(make_office(Role.COORDINATOR), admin)

    assert isinstance(appointment, Appointment)
    assert appointment.status is Status.WAITING
    assert db.session.scalar(sa.select(Message)) is None


def test_a_second_administrator_lets_the_invitation_leave(admin, second):
    appointment = invite(make_office(Role.COORDINATOR), admin)

    links.confirm(appointment, by=second)

    assert appointment.status is Status.CONFIRMED
    assert links.accept(word_of("invitation"), name="Asha", password=NEW)


def test_nobody_confirms_what_they_asked_for(admin):
    appointment = invite(make_office(Role.COORDINATOR), admin)
    with pytest.raises(Refused, match="another administrator"):
        links.confirm(appointment, by=admin)
    assert db.session.scalar(sa.select(Message)) is None


def test_nobody_confirms_their_own_appointment(admin, second):
    account = db.session.get(Account, second.account_id)
    appointment = invite(make_office(Role.AUDITOR), admin, account.email)
    with pytest.raises(Refused, match="about yourself"):
        links.confirm(appointment, by=second)


def test_an_appointment_is_decided_once(admin, second):
    appointment = invite(make_office(Role.COORDINATOR), admin)
    links.refuse(appointment, by=second, reason="Not agreed with the office")
    with pytest.raises(Refused):
        links.confirm(appointment, by=second)
    assert appointment.status is Status.REFUSED
    assert db.session.scalar(sa.select(Message)) is None


def test_whoever_asked_can_withdraw(admin):
    appointment = invite(make_office(Role.COORDINATOR), admin)
    links.refuse(appointment, by=admin, reason="A mistake")
    assert appointment.status is Status.WITHDRAWN
