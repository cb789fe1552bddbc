"""Signing in: what opens the register, what does not, and that nobody can tell why."""

from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa

from tests.browsing import PASSWORD, make_user, post, sign_in, stands
from tests.factories import make_acting, make_office
from tpp import clock
from tpp.accounts.models import Account, OfficeHolder, SignedIn
from tpp.acting import Role
from tpp.db import db, transaction

WRONG = "The e-mail address or the password is not right"


@pytest.fixture
def user(app):
    return make_user()


def test_the_right_password_opens_the_register(app, user):
    browser = app.test_client()

    answer = sign_in(browser, user.email)

    assert (answer.status_code, answer.location) == (303, "/")
    assert user.name in browser.get("/account").text


def test_the_address_may_be_written_in_capitals(app, user):
    assert sign_in(app.test_client(), f" {user.email.upper()} ").status_code == 303


def test_every_failure_gets_the_same_answer(app, user):
    disabled, without_password = make_user(disabled_at=clock.now()), make_user(password_hash="")
    pages = [
        sign_in(app.test_client(), user.email, "not the password"),
        sign_in(app.test_client(), "nobody@example.org"),
        sign_in(app.test_client(), disabled.email),
        sign_in(app.test_client(), without_password.email, ""),
        sign_in(app.test_client(), without_password.email, "anything at all"),
    ]
    assert [page.status_code for page in pages] == [422] * 5
    assert all(WRONG in page.text for page in pages if "Enter the password" not in page.text)


def test_whoever_holds_no_office_is_told_so_after_the_right_password(app, user):
    with transaction() as session:
        session.execute(sa.update(OfficeHolder).values(until=clock.now()))

    page = sign_in(app.test_client(), user.email)

    assert page.status_code == 422
    assert "You hold no office at present" in page.text


def test_signing_in_leads_to_the_page_that_was_wanted(app, user):
    browser = app.test_client()
    wanted = browser.get("/account?from=mail")
    assert wanted.location == "/sign-in?next=/account?from%3Dmail"

    assert sign_in(browser, user.email, next="/account?from=mail").location == "/account?from=mail"


ELSEWHERE = [
    "https://elsewhere.example/",
    "//elsewhere.example",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "/\t/elsewhere.example",
    "javascript:alert(1)",
    "http:elsewhere.example",
    "//[",
    "///elsewhere.example",
    "/\x00",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_never_leads_elsewhere(app, user, address):
    assert sign_in(app.test_client(), user.email, next=address).location == "/"


def test_the_cookie_changes_at_sign_in_and_says_nothing(app, user):
    browser = app.test_client()
    browser.get("/sign-in")
    before = browser.get_cookie("tpp").value

    answer = sign_in(browser, user.email)

    [cookie] = [c for c in answer.headers.getlist("Set-Cookie") if c.startswith("tpp=")]
    assert before not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert user.email not in str(answer.headers)


def test_the_word_of_the_cookie_stands_nowhere_in_the_register(app, user):
    browser = app.test_client()
    sign_in(browser, user.email)
    serializer = app.session_interface.get_signing_serializer(app)
    token = serializer.loads(browser.get_cookie("tpp").value)["token"]

    row = stands(sa.select(SignedIn))

    assert len(token) >= 40
    assert token not in str([row.token_hash, row.contents, row.browser])


def test_a_signed_out_browser_stays_out_even_with_the_old_cookie(app, user):
    browser = app.test_client()
    sign_in(browser, user.email)
    old = browser.get_cookie("tpp").value

    assert post(browser, "/sign-out").location == "/sign-in"

    browser.set_cookie("tpp", old)
    assert browser.get("/account").status_code == 303


def test_two_idle_hours_end_a_browser(app, user, at):
    browser = app.test_client()
    sign_in(browser, user.email)
    began = clock.now()

    at(began + timedelta(hours=1, minutes=50))
    assert browser.get("/account").status_code == 200
    at(began + timedelta(hours=3, minutes=40))
    assert browser.get("/account").status_code == 200
    at(began + timedelta(hours=5, minutes=50))
    assert browser.get("/account").status_code == 303


def test_twelve_hours_end_a_browser_however_busy(app, user, at):
    browser = app.test_client()
    sign_in(browser, user.email)
    began = clock.now()
    for hours in range(1, 12):
        at(began + timedelta(hours=hours))
        assert browser.get("/account").status_code == 200
    at(began + timedelta(hours=12, seconds=1))
    assert browser.get("/account").status_code == 303


def test_a_disabled_account_is_out_at_once(app, user):
    browser = app.test_client()
    sign_in(browser, user.email)
    with transaction() as session:
        session.execute(sa.update(Account).values(disabled_at=clock.now()))
    assert browser.get("/account").status_code == 303


def test_a_guessed_cookie_opens_nothing(app):
    browser = app.test_client()
    serializer = app.session_interface.get_signing_serializer(app)
    for word in ("guess", 7, None, ["x"], {"token": "x"}):
        browser.set_cookie("tpp", serializer.dumps({"token": word}))
        assert browser.get("/account").status_code == 303
    browser.set_cookie("tpp", "not.a.cookie")
    assert browser.get("/account").status_code == 303


def test_a_password_hashed_with_older_settings_is_hashed_anew(app, costly_passwords):
    from argon2 import PasswordHasher

    user = make_user(password_hash=PasswordHasher(1, 8192, 1).hash(PASSWORD))

    sign_in(app.test_client(), user.email)

    db.session.rollback()
    assert "m=19456,t=2,p=1" in user.password_hash
    assert sign_in(app.test_client(), user.email).status_code == 303


# -- the second step ---------------------------------------------------------------------------


@pytest.fixture
def careful(app):
    """Somebody with a second factor."""
    return make_user(totp_secret=pyotp.random_base32())


def code_of(user, moment):
    return pyotp.TOTP(user.totp_secret).at(moment)


def give_code(browser, code):
    return post(browser, "/sign-in/code", code=code)


def test_a_second_factor_asks_for_a_code_before_anything_opens(app, careful):
    browser = app.test_client()

    assert sign_in(browser, careful.email).location == "/sign-in/code"
    assert browser.get("/account").status_code == 303
    assert give_code(browser, code_of(careful, clock.now())).location == "/"
    assert browser.get("/account").status_code == 200


def test_a_code_works_once(app, careful):
    code = code_of(careful, clock.now())
    first, second = app.test_client(), app.test_client()
    sign_in(first, careful.email)
    sign_in(second, careful.email)

    assert give_code(first, code).status_code == 303
    assert give_code(second, code).status_code == 422


@pytest.mark.parametrize(("seconds", "status"), [(-60, 422), (-30, 303), (30, 303), (60, 422)])
def test_a_code_may_be_one_step_early_or_late(app, careful, at, seconds, status):
    now = clock.now()
    at(now)
    browser = app.test_client()
    sign_in(browser, careful.email)
    assert (
        give_code(browser, code_of(careful, now + timedelta(seconds=seconds))).status_code == status
    )


@pytest.mark.parametrize(
    "code", ["", "000", "abcdef", "12345678", "１２３４５６", "\x00", "9" * 5000]
)
def test_what_is_no_code_is_refused(app, careful, code):
    browser = app.test_client()
    sign_in(browser, careful.email)
    assert give_code(browser, code).status_code == 422


def test_five_minutes_after_the_password_the_code_comes_too_late(app, careful, at):
    browser = app.test_client()
    sign_in(browser, careful.email)
    late = clock.now() + timedelta(minutes=6)
    at(late)
    assert give_code(browser, code_of(careful, late)).location == "/sign-in"


def test_a_code_without_a_password_opens_nothing(app, careful):
    browser = app.test_client()
    browser.get("/sign-in")
    assert give_code(browser, code_of(careful, clock.now())).location == "/sign-in"


def test_a_password_changed_meanwhile_ends_what_is_halfway(app, careful):
    browser = app.test_client()
    sign_in(browser, careful.email)
    with transaction() as session:
        session.execute(sa.update(Account).values(password_hash="another"))
    assert give_code(browser, code_of(careful, clock.now())).location == "/sign-in"


# -- offices -----------------------------------------------------------------------------------


def test_somebody_with_two_offices_acts_for_one_at_a_time(app, browser):
    acting = make_acting(Role.COORDINATOR)
    other = make_acting(Role.AUDITOR, account=db.session.get(Account, acting.account_id))
    page = browser(acting)
    assert other.office_name in page.get("/account").text

    answer = page.post("/account/office", data={"office": other.office_id})

    assert answer.status_code == 303
    assert stands(sa.select(SignedIn.office_id)) == other.office_id


def test_a_page_opened_for_the_last_office_can_send_nothing_more(app, browser):
    acting = make_acting(Role.COORDINATOR)
    other = make_acting(Role.AUDITOR, account=db.session.get(Account, acting.account_id))
    page = browser(acting)
    page.post("/account/office", data={"office": other.office_id})

    stale = page.post("/account", data={"name": "New", "language": "en", "timezone": "UTC"})

    assert stale.status_code == 400
    assert "open for too long" in stale.text


@pytest.mark.parametrize("office", ["", "x", "-1", "9" * 30, "٣"])
def test_nobody_acts_for_an_office_that_is_not_theirs(app, browser, office):
    page = browser(make_acting())
    foreign = make_office(Role.ADMINISTRATOR)
    assert page.post("/account/office", data={"office": foreign.id}).status_code == 404
    assert page.post("/account/office", data={"office": office}).status_code == 404


def test_an_office_that_ended_ends_the_browser_that_acts_for_it(app, browser):
    acting = make_acting(Role.COORDINATOR)
    make_acting(Role.AUDITOR, account=db.session.get(Account, acting.account_id))
    page = browser(acting)
    with transaction() as session:
        ended = sa.update(OfficeHolder).where(OfficeHolder.office_id == acting.office_id)
        session.execute(ended.values(until=clock.now()))
    assert page.get("/account").status_code == 303
