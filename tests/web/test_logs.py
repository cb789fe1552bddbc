"""The log says which view and which account by its number, and never who or what was typed."""

import json
import logging

import pyotp
import pytest

from tests.browsing import make_user, post, sign_in
from tests.factories import make_acting, make_person
from tpp.accounts.actions import links, passwords
from tpp.acting import Role

PASSWORD = "canarypassword flies at dawn"


@pytest.fixture
def everything_logged(caplog):
    caplog.set_level(logging.DEBUG)
    return caplog


def test_no_line_of_any_log_names_anybody_or_what_was_typed(app, browser, capfd, everything_logged):
    user = make_user(
        email="canary.mail@example.org",
        name="Canaryname Wanjiku",
        password_hash=passwords.hashed(PASSWORD),
        totp_secret=pyotp.random_base32(),
    )
    guest = app.test_client()
    sign_in(guest, user.email, "canarywrong")
    sign_in(guest, "canary.nobody@example.org", PASSWORD, next="/canarynext")
    sign_in(guest, user.email, PASSWORD)
    post(guest, "/sign-in/code", code="canary")
    post(guest, "/passwords", email=user.email)
    post(guest, "/passwords/canarytoken", password="canary")
    guest.get("/invitations/canarytoken")
    guest.get("/verify/canarycode")
    guest.get("/nowhere/canarypath?q=canaryquery")
    guest.open("/sign-in", method="CANARYMETHOD")
    inside = browser(make_acting(Role.COORDINATOR))
    make_person(name="Canaryperson Luz")
    inside.get("/people?q=canarysearch")
    inside.post("/account", data={"name": "Canaryrename", "language": "en", "timezone": "UTC"})
    inside.get("/account", headers={"User-Agent": "canaryagent", "Referer": "/canaryreferer"})
    links.forget_password(user.email)
    for _ in range(12):
        sign_in(guest, user.email, "canarywrong")

    out, err = capfd.readouterr()
    assert "canary" not in (out + err).lower()
    written = [r for r in everything_logged.records if "canary" in r.getMessage().lower()]
    assert [record.name for record in written] == []


def test_every_request_is_one_line_of_json_with_what_an_operator_needs(app, browser, capsys):
    acting = make_acting()
    capsys.readouterr()
    browser(acting).get("/account")
    [line] = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert line["event"] == "request"
    assert (line["method"], line["endpoint"], line["status"]) == ("GET", "accounts.mine", 200)
    assert (line["account"], line["office"]) == (acting.account_id, acting.office_id)
    assert set(line) >= {"reference", "milliseconds", "timestamp", "level"}


def test_health_checks_do_not_fill_the_log(app, capsys):
    app.test_client().get("/healthz")
    assert capsys.readouterr().err == ""
