"""Passwords and the second factor: what happens, and what does not."""

from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa

from tests.accounts.inviting import NEW, focal_office, invite, open_browser, open_browsers, word_of
from tests.browsing import PASSWORD, make_user
from tests.factories import make_account
from tpp import clock
from tpp.accounts.actions import links, own, signing_in
from tpp.accounts.models import Account, Invitation
from tpp.accounts.queries.offices import held_now
from tpp.acting import SYSTEM
from tpp.db import db
from tpp.errors import Refused
from tpp.outbox.models import Message


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
