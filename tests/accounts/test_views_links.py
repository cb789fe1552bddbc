"""Links from mails: what they open, once, and what they do not tell."""

import pytest
import sqlalchemy as sa

from tests.accounts.inviting import NEW, count
from tests.browsing import make_user, post, sign_in, stands
from tests.factories import make_office
from tpp import clock
from tpp.accounts.actions import links
from tpp.accounts.models import OfficeHolder
from tpp.acting import Role
from tpp.outbox.models import Message


def token_of(template):
    latest = sa.select(Message).where(Message.template == template).order_by(Message.id.desc())
    return stands(latest.limit(1)).words["token"]


def test_a_forgotten_password_gets_the_same_answer_whether_or_not_there_is_an_account(app):
    user = make_user()
    pages = []
    for email in (user.email, "nobody@example.org", make_user(disabled_at=clock.now()).email):
        guest = app.test_client()
        answer = post(guest, "/passwords", email=email)
        pages.append((answer.status_code, answer.location, answer.headers.get("Set-Cookie")))
    assert pages == [(303, "/passwords/sent", None)] * 3
    assert count(Message) == 1


def test_the_link_from_the_mail_sets_a_new_password(app):
    user, guest = make_user(), app.test_client()
    post(guest, "/passwords", email=user.email)
    address = f"/passwords/{token_of('new_password')}"

    assert post(guest, address, password="short").status_code == 422
    assert post(guest, address, password=NEW).location == "/sign-in"
    assert sign_in(guest, user.email, NEW).status_code == 303
    assert guest.get(address).status_code == 404


def test_reading_a_link_does_not_use_it_up(app, admin):
    """Mail scanners open every link."""
    links.ask(make_office(Role.TRAINER), by=admin, email="asha@example.org", name="Asha")
    address, guest = f"/invitations/{token_of('invitation')}", app.test_client()
    for _ in range(3):
        assert guest.get(address).status_code == 200
    assert post(guest, address, name="Asha W.", password=NEW).location == "/sign-in"
    assert sign_in(guest, "asha@example.org", NEW).status_code == 303


def test_somebody_with_an_account_accepts_without_a_new_password(app, admin):
    user = make_user(Role.TRAINER)
    links.ask(make_office(Role.TRAINER), by=admin, email=user.email, name="Asha")
    guest = app.test_client()
    address = f"/invitations/{token_of('invitation')}"
    assert 'type="password"' not in guest.get(address).text
    assert post(guest, address).location == "/sign-in"
    assert count(OfficeHolder) == 3


@pytest.mark.both
@pytest.mark.parametrize("token", ["x", "0" * 5000, "%00", "ünï", "..", "' OR 1=1 --"])
def test_a_guessed_link_is_a_dead_link(app, token):
    for place in ("invitations", "passwords"):
        assert app.test_client().get(f"/{place}/{token}").status_code in (308, 404)


def test_links_cannot_be_guessed_one_after_the_other(app):
    guest = app.test_client()
    codes = [guest.get(f"/passwords/guess-{n}").status_code for n in range(31)]
    assert codes == [404] * 30 + [429]


def test_nobody_can_have_somebodys_mailbox_filled(app):
    guest = app.test_client()
    codes = [post(guest, "/passwords", email="asha@example.org").status_code for _ in range(6)]
    assert codes == [303] * 5 + [429]
