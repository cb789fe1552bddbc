"""Every answer, whoever makes it, tells the browser to do nothing that was not asked for."""

import pytest

from tests.browsing import make_user, sign_in
from tests.conftest import make_app
from tests.factories import make_acting
from tpp.acting import Role
from tpp.web.headers import HEADERS


def static_address(app):
    with app.test_request_context():
        return app.jinja_env.globals["static"]("css/app.css")


ANSWERS = {
    "a page": ("GET", "/sign-in", 200),
    "a redirect": ("GET", "/account", 303),
    "no such page": ("GET", "/nowhere", 404),
    "a head": ("HEAD", "/sign-in", 200),
    "options": ("OPTIONS", "/sign-in", 200),
    "a refused method": ("DELETE", "/sign-in", 405),
    "a method nobody knows": ("BREW", "/sign-in", 405),
    "a form without token": ("POST", "/sign-in", 400),
    "a deed without signing in": ("POST", "/offices/new", 403),
    "health": ("GET", "/healthz", 200),
    "readiness": ("GET", "/readyz", 200),
    "an endless address": ("GET", "/sign-in?q=" + "a" * 7000, 414),
    "a NUL": ("GET", "/courses/%00", 404),
}


@pytest.mark.parametrize(("method", "address", "status"), ANSWERS.values(), ids=ANSWERS.keys())
def test_every_answer_carries_the_headers(app, method, address, status):
    answer = app.test_client().open(address, method=method)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize(("method", "status"), [("GET", 200), ("HEAD", 200), ("POST", 405)])
def test_static_files_carry_them_too(app, method, status):
    answer = app.test_client().open(static_address(app), method=method)
    answer.close()
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_lets_nothing_in_from_elsewhere_and_nothing_inline():
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy


def test_what_somebody_signed_in_sees_is_kept_nowhere(app, browser):
    page = browser(make_acting()).get("/account")
    assert page.headers["Cache-Control"] == "no-store"
    assert "Cookie" in page.headers["Vary"]


def test_a_page_with_a_form_token_is_not_shared_between_readers(app):
    page = app.test_client().get("/sign-in")
    assert "private" in page.headers["Cache-Control"]
    assert "Cookie" in page.headers["Vary"]


def test_static_files_are_kept_for_a_year_under_an_address_that_names_their_contents(app):
    answer = app.test_client().get(static_address(app))
    answer.close()
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


@pytest.fixture
def secure(tmp_path, app):
    return make_app(tmp_path, BASE_URL="https://register.example.org")


def test_over_https_cookies_and_browsers_stay_there(secure):
    answer = secure.test_client().get("/sign-in", base_url="https://register.example.org")
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-tpp=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_over_plain_http_there_is_no_such_promise(app, secure):
    assert "Strict-Transport-Security" not in app.test_client().get("/sign-in").headers


def test_nobody_is_believed_about_where_a_request_comes_from(app):
    """Changing X-Forwarded-For does not give a guesser new tries."""
    user = make_user(Role.TRAINER)
    browser = app.test_client()
    statuses = []
    for n in range(12):
        browser.environ_base["HTTP_X_FORWARDED_FOR"] = f"198.51.100.{n}"
        statuses.append(sign_in(browser, user.email, "wrong").status_code)
    assert statuses == [422] * 10 + [429] * 2


@pytest.mark.parametrize(
    ("proxies", "given", "seen"),
    [
        ("0", "198.51.100.7", "127.0.0.1"),
        ("1", "198.51.100.7", "198.51.100.7"),
        ("1", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        ("2", "192.0.2.1, 203.0.113.9, 198.51.100.7", "203.0.113.9"),
    ],
)
def test_only_our_own_proxies_are_believed(tmp_path, app, proxies, given, seen):
    from flask import request

    behind = make_app(tmp_path, TRUSTED_PROXIES=proxies)
    addresses = []
    behind.after_request(lambda answer: addresses.append(request.remote_addr) or answer)
    behind.test_client().get("/healthz", headers={"X-Forwarded-For": given})
    assert addresses == [seen]
