"""Signing in, and ending what somebody may: what happens, and what does not."""

import time
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.accounts.inviting import NEW, focal_office, invite, open_browser, open_browsers, word_of
from tests.browsing import PASSWORD, make_user
from tests.factories import make_account, make_office
from tpp import clock
from tpp.accounts.actions import links, offices, signing_in
from tpp.accounts.models import Account, OfficeHolder
from tpp.accounts.queries import story
from tpp.accounts.queries.offices import held_now
from tpp.accounts.rules.appointments import Status
from tpp.acting import SYSTEM, Role
from tpp.db import db
from tpp.errors import Refused


def cost(email):
    """CPU of trying a wrong password, the cheapest of five."""
    tries = []
    for _ in range(5):
        began = time.process_time()
        assert signing_in.known(email, "not the password") is None
        tries.append(time.process_time() - began)
    return min(tries)


def test_refusing_costs_the_same_whether_or_not_there_is_such_an_account(app, costly_passwords):
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
