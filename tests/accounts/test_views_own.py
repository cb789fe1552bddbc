"""The pages of one's own account: what is changed there, and what it takes."""

import re

import pyotp
import pytest
import sqlalchemy as sa

from tests.accounts.inviting import NEW
from tests.browsing import PASSWORD, make_user, post, sign_in, stands
from tests.factories import make_acting
from tpp import clock
from tpp.accounts.models import Account, SignedIn
from tpp.db import db


def test_name_language_and_zone_are_ones_own(app, browser):
    page = browser(make_acting())
    answer = page.post(
        "/account", data={"name": " Ásha  W. ", "language": "fr", "timezone": "Africa/Nairobi"}
    )
    assert answer.status_code == 303
    account = stands(sa.select(Account))
    assert (account.name, account.language, account.timezone) == ("Ásha W.", "fr", "Africa/Nairobi")
    shown = page.get("/account").text
    assert 'lang="fr"' in shown
    assert "Africa/Nairobi" in shown


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 201),
        ("name", "a\u202eb"),
        ("name", "a\x00b"),
        ("language", "xx"),
        ("timezone", "Mars/Olympus"),
        ("timezone", "../../etc/passwd"),
    ],
)
def test_what_is_not_right_is_said_at_its_field_and_changes_nothing(app, browser, field, value):
    acting = make_acting()
    fields = {"name": "New", "language": "fr", "timezone": "UTC"} | {field: value}
    page = browser(acting).post("/account", data=fields)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert stands(sa.select(Account.name)) == acting.account_name


def test_a_changed_password_signs_the_other_browsers_out_and_not_this_one(app):
    user = make_user()
    here, there = app.test_client(), app.test_client()
    sign_in(here, user.email)
    sign_in(there, user.email)
    before = here.get_cookie("tpp").value

    answer = post(here, "/account/password", present=PASSWORD, password=NEW)

    assert answer.location == "/account"
    assert here.get_cookie("tpp").value != before
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303
    assert sign_in(app.test_client(), user.email, NEW).status_code == 303


def test_the_present_password_is_needed_to_change_it(app):
    user, here = make_user(), app.test_client()
    sign_in(here, user.email)
    page = post(here, "/account/password", present="wrong", password=NEW)
    assert page.status_code == 422
    assert "not your present password" in page.text
    assert NEW not in page.text


def test_the_present_password_cannot_be_guessed_from_an_open_browser(app):
    user, here = make_user(), app.test_client()
    sign_in(here, user.email)
    for _ in range(10):
        post(here, "/account/password", present="wrong", password=NEW)
    assert post(here, "/account/password", present=PASSWORD, password=NEW).status_code == 429


def secret_on(page):
    return (
        re.search(r'<p class="mono"><bdi>([A-Z2-7 ]+)</bdi>', page.text).group(1).replace(" ", "")
    )


def test_a_second_factor_is_added_by_qr_or_typing_and_counts_after_a_first_code(app):
    user, here = make_user(), app.test_client()
    sign_in(here, user.email)
    page = here.get("/account/second-factor")
    secret = secret_on(page)
    assert "<svg" in page.text
    assert "style=" not in page.text

    assert post(here, "/account/second-factor", code="000000").status_code == 422
    assert sign_in(app.test_client(), user.email).location == "/"
    code = pyotp.TOTP(secret).at(clock.now())
    assert post(here, "/account/second-factor", code=code).location == "/account"
    assert sign_in(app.test_client(), user.email).location == "/sign-in/code"


def test_the_secret_stays_while_the_first_code_is_tried_and_is_never_shown_again(app):
    user, here = make_user(), app.test_client()
    sign_in(here, user.email)
    secret = secret_on(here.get("/account/second-factor"))
    assert secret_on(here.get("/account/second-factor")) == secret
    post(here, "/account/second-factor", code=pyotp.TOTP(secret).at(clock.now()))
    again = here.get("/account/second-factor", follow_redirects=True)
    assert secret not in again.text.replace(" ", "")
    assert secret not in stands(sa.select(SignedIn.contents)).values()


def test_open_browsers_are_listed_and_can_be_ended_by_their_owner_only(app):
    user = make_user()
    here, there = app.test_client(), app.test_client()
    here.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (X11; Linux x86_64; rv:1) Firefox/140.0"
    sign_in(here, user.email)
    sign_in(there, user.email)
    db.session.rollback()
    mine, other = db.session.scalars(sa.select(SignedIn.id).order_by(SignedIn.id)).all()
    assert "Firefox, Linux" in here.get("/account").text

    stranger = app.test_client()
    sign_in(stranger, make_user().email)
    foreign = post(stranger, f"/account/browsers/{other}/end")
    assert foreign.status_code == 404
    assert post(here, f"/account/browsers/{mine}/end").status_code == 404
    assert post(here, f"/account/browsers/{other}/end").status_code == 303
    assert there.get("/account").status_code == 303
    assert here.get("/account").status_code == 200


def test_every_other_browser_can_be_ended_at_once(app):
    user = make_user()
    here, *others = [app.test_client() for _ in range(3)]
    for client in (here, *others):
        sign_in(client, user.email)
    post(here, "/account/browsers/end")
    assert [c.get("/account").status_code for c in (here, *others)] == [200, 303, 303]
