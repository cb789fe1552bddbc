"""Offices, invitations, passwords and the second factor: what happens, and what does not."""

import time
from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa

from tests.browsing import PASSWORD, make_user
from tests.factories import make_account, make_acting, make_office, make_party
from tpp import clock
from tpp.accounts.actions import links, offices, own, signing_in
from tpp.accounts.models import Account, Appointment, Invitation, OfficeHolder, SignedIn
from tpp.accounts.queries import story
from tpp.accounts.queries.offices import held_now
from tpp.accounts.rules.appointments import Status
from tpp.acting import SYSTEM, Role
from tpp.db import db
from tpp.errors import Refused
from tpp.outbox.models import Message

NEW = "an otter swims in the Nile"


@pytest.fixture
def admin(app):
    return make_acting(Role.ADMINISTRATOR)


@pytest.fixture
def second(app, admin):
    return make_acting(Role.ADMINISTRATOR)


def focal_office(**given):
    return make_office(Role.FOCAL_POINT, party_id=make_party().id, **given)


def word_of(template):
    """The random word in the last mail of this kind."""
    last = sa.select(Message).where(Message.template == template).order_by(Message.id.desc())
    return db.session.scalars(last).first().words["token"]


def invite(office, by, email="asha@example.org"):
    return links.ask(office, by=by, email=email, name="Asha")


# -- invitations -------------------------------------------------------------------------------


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


# -- the second administrator ------------------------------------------------------------------


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


# -- signing in --------------------------------------------------------------------------------


def cost(email):
    """CPU of trying a wrong password, the cheapest of five."""
    tries = []
    for _ in range(5):
        began = time.process_time()
        assert signing_in.known(email, "not the password") is None
        tries.append(time.process_time() - began)
    return min(tries)


def test_refusing_costs_the_same_whether_or_not_there_is_such_an_account(app):
    known, unknown = make_user(), "nobody@example.org"
    unusable = make_user(disabled_at=clock.now()), make_user(password_hash="")
    cost(unknown)
    usual = cost(known.email)
    for email in (unknown, *(account.email for account in unusable)):
        assert 0.6 < cost(email) / usual < 1.6


def test_browsers_that_have_ended_are_swept_away(app, at):
    user = make_user()
    office = held_now(user)[0].id
    now = clock.now()
    at(now)
    open_browser(user, office)
    at(now + timedelta(hours=2))
    open_browser(user, office)
    assert len(open_browsers()) == 1


# -- ending ------------------------------------------------------------------------------------


def open_browser(account, office_id):
    return signing_in.open_browser(account, office_id, "Test browser")


def open_browsers():
    return db.session.scalars(sa.select(SignedIn.office_id)).all()


def test_ending_a_holding_signs_out_where_it_was_acted_for(admin):
    office, other = focal_office(), focal_office()
    user = make_account()
    holder = offices.appoint(user, office, by=admin)
    offices.appoint(user, other, by=admin)
    open_browser(user, office.id)
    open_browser(user, other.id)

    offices.end_holding(holder, by=admin, reason="Rotated")

    assert open_browsers() == [other.id]
    assert held_now(user) == [other]
    assert story(office)[0].entry.reason == "Rotated"


def test_disabling_signs_out_everywhere_and_can_be_taken_back(admin):
    user = make_user()
    [office] = held_now(user)
    open_browser(user, office.id)

    offices.disable(user, by=admin, reason="Left the service")
    assert open_browsers() == []
    assert signing_in.known(user.email, PASSWORD) is None

    offices.enable(user, by=admin, reason="Came back")
    assert signing_in.known(user.email, PASSWORD)
    assert [line.entry.deed for line in story(user)] == ["enabled", "disabled"]


def test_the_last_administrator_stays(admin):
    account = db.session.get(Account, admin.account_id)
    holder = db.session.scalar(sa.select(OfficeHolder))
    for deed in (
        lambda: offices.disable(account, by=admin, reason=""),
        lambda: offices.end_holding(holder, by=admin),
        lambda: offices.close_office(holder.office, by=admin),
    ):
        with pytest.raises(Refused, match="Nobody would be left"):
            deed()
    assert account.is_active
    assert holder.until is None
    assert holder.office.closed_at is None


def test_closing_an_office_ends_its_holders_invitations_and_requests(admin, second):
    office = make_office(Role.COORDINATOR)
    user = make_account()
    holder = offices.appoint(user, office, by=admin)
    appointment = invite(office, admin)
    links.confirm(invite(office, admin, "luz@example.org"), by=second)
    word = word_of("invitation")

    offices.close_office(office, by=admin, reason="Merged")

    assert holder.until is not None
    assert links.live(word, is_invitation=True) is None
    assert appointment.status is Status.WITHDRAWN
    with pytest.raises(Refused):
        offices.close_office(office, by=admin)


# -- passwords ---------------------------------------------------------------------------------


def test_a_forgotten_password_is_set_by_a_link_once_and_signs_out_everywhere(app):
    user = make_user()
    open_browser(user, held_now(user)[0].id)
    links.forget_password(user.email.upper())
    word = word_of("new_password")

    links.choose_password(word, NEW)

    assert signing_in.known(user.email, NEW)
    assert signing_in.known(user.email, PASSWORD) is None
    assert open_browsers() == []
    with pytest.raises(Refused):
        links.choose_password(word, "another one that is long")


def test_a_new_password_ends_the_other_links(app):
    user = make_user()
    links.forget_password(user.email)
    first = word_of("new_password")
    links.forget_password(user.email)
    links.choose_password(word_of("new_password"), NEW)
    assert links.live(first, is_invitation=False) is None


def test_the_link_for_a_password_ends_after_an_hour(app, at):
    user = make_user()
    links.forget_password(user.email)
    at(clock.now() + timedelta(hours=1, seconds=1))
    assert links.live(word_of("new_password"), is_invitation=False) is None


def test_nothing_leaves_for_an_account_that_is_not_there_or_cannot_be_used(app):
    disabled = make_user(disabled_at=clock.now())
    for email in ("nobody@example.org", disabled.email, make_account().email):
        links.forget_password(email)
    assert db.session.scalar(sa.select(Message)) is None
    assert set(db.session.scalars(sa.select(Invitation.email))) <= {""}


def test_an_invitation_sets_no_password_and_a_password_link_accepts_no_office(admin):
    user = make_user()
    invite(focal_office(), admin)
    links.forget_password(user.email)
    with pytest.raises(Refused):
        links.choose_password(word_of("invitation"), NEW)
    with pytest.raises(Refused):
        links.accept(word_of("new_password"), name="Asha", password=NEW)


def test_changing_the_password_needs_the_present_one_and_tells_by_mail(app):
    user = make_user()
    with pytest.raises(Refused, match="not your present password"):
        own.change_password(user, by=SYSTEM, present="wrong", password=NEW)
    own.change_password(user, by=SYSTEM, present=PASSWORD, password=NEW)
    assert signing_in.known(user.email, NEW)
    assert db.session.scalar(sa.select(Message.template)) == "account_changed"


# -- the second factor -------------------------------------------------------------------------


def code(secret, later=0):
    return pyotp.TOTP(secret).at(clock.now() + timedelta(seconds=later))


def test_a_second_factor_counts_only_after_a_first_code(app):
    user, secret = make_user(), pyotp.random_base32()
    with pytest.raises(Refused, match="not right now"):
        own.add_second_factor(user, by=SYSTEM, secret=secret, code="000000")
    assert not user.has_second_factor

    first = code(secret)
    own.add_second_factor(user, by=SYSTEM, secret=secret, code=first)

    assert user.has_second_factor
    assert not signing_in.use_code(user, first)
    assert signing_in.use_code(user, code(secret, later=30))


def with_factor(**given):
    return make_user(totp_secret=pyotp.random_base32(), **given)


def test_taking_it_away_needs_password_and_code(app):
    user = with_factor()
    for present, digits in (("wrong", code(user.totp_secret)), (PASSWORD, "000000")):
        with pytest.raises(Refused):
            own.remove_second_factor(user, by=SYSTEM, present=present, code=digits)
    assert user.has_second_factor
    digits = code(user.totp_secret)
    own.remove_second_factor(user, by=SYSTEM, present=PASSWORD, code=digits)
    assert not user.has_second_factor


def test_a_short_password_keeps_its_second_factor(app):
    from tpp.accounts.actions.passwords import hashed

    user = with_factor(password_hash=hashed("kx7 Dröm"))
    digits = code(user.totp_secret)
    with pytest.raises(Refused, match="needs 15 characters"):
        own.remove_second_factor(user, by=SYSTEM, present="kx7 Dröm", code=digits)
    assert user.has_second_factor


def test_an_administrator_helps_where_the_telephone_is_lost(admin):
    user = with_factor()
    open_browser(user, held_now(user)[0].id)

    links.reset_second_factor(user, by=admin, reason="Telephone lost")

    assert not user.has_second_factor
    assert signing_in.known(user.email, PASSWORD) is None
    assert open_browsers() == []
    links.choose_password(word_of("new_password"), NEW)
    assert signing_in.known(user.email, NEW)


def test_administrators_do_not_do_that_to_themselves(admin):
    account = db.session.get(Account, admin.account_id)
    with pytest.raises(Refused, match="Another administrator"):
        links.reset_second_factor(account, by=admin, reason="")


def test_an_address_opens_one_account(admin):
    offices.open_account("Asha@example.org", "Asha", NEW, by=SYSTEM)
    with pytest.raises(Refused, match="already"):
        offices.open_account(" asha@EXAMPLE.org", "Other", NEW, by=SYSTEM)


def test_names_and_passwords_stand_nowhere_in_the_logbook(admin):
    from tpp.history.models import Entry

    invite(focal_office(), admin)
    links.accept(word_of("invitation"), name="Canary Wanjiku", password=NEW)
    for entry in db.session.scalars(sa.select(Entry)):
        line = str([entry.before, entry.after, entry.reason])
        assert "Canary" not in line
        assert "example.org" not in line
        assert NEW not in line
