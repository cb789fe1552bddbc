"""Whatever arrives, the answer is a page of ours with the right code, and never a 500."""

import re
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from flask import render_template_string
from wtforms import StringField
from wtforms.validators import Length

from tests.browsing import make_user, post, sign_in, token_in
from tests.factories import make_acting
from tpp import clock
from tpp.accounts.models import Office
from tpp.acting import Role
from tpp.db import db
from tpp.web.addresses import LONGEST_QUERY
from tpp.web.errors import seconds_left
from tpp.web.forms import Form

HUGE = "9" * 400


def in_our_layout(page):
    return "Training register" in page.text and 'id="main"' in page.text


@pytest.mark.parametrize(
    ("method", "address", "code"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/courses/%FF%FE", 303),
        ("GET", "/courses/%00", 404),
        ("GET", f"/jobs/{HUGE}", 404),
        ("GET", "/jobs/2147483648", 404),
        ("GET", "/jobs/-1", 404),
        ("GET", "/jobs/٣", 404),
        ("GET", "/sign-in?next=%00", 400),
        ("GET", "/sign-in?next=%FF", 200),
        ("GET", "/sign-in?" + "a=1&" * 1500, 200),
        ("GET", "/sign-in?" + "a=1&" * 1500 + "a", 414),
        ("PUT", "/sign-in", 405),
        ("GET", "/sign-out", 405),
        ("POST", "/sign-in", 400),
    ],
)
def test_the_public_gets_a_page_for_everything(app, method, address, code):
    page = app.test_client().open(address, method=method)
    assert page.status_code == code
    assert code == 303 or in_our_layout(page)


ANYTHING = [
    "\x00",
    "a\x00b",
    "\ud800".encode("utf-8", "surrogatepass"),
    b"\xff\xfe\xfd",
    "'; DROP TABLE account; --",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "%s%n%(x)s",
    "\u202e\u2066gnp.exe",
    "x" * 100_000,
    "",
    "-1",
    HUGE,
    "1e400",
    "NaN",
    "0000-00-00",
    "9999-12-31",
    "12:99",
    "../../../../etc/passwd",
    "\r\nSet-Cookie: a=b",
]
FORMS = {
    "/sign-in": ("email", "password", "next"),
    "/passwords": ("email",),
    "/account": ("name", "language", "timezone"),
    "/account/password": ("present", "password"),
    "/account/second-factor": ("code",),
    "/offices/new": ("name", "role", "party"),
    "/account/office": ("office",),
}


@pytest.mark.both
@pytest.mark.parametrize("address", FORMS)
def test_no_form_breaks_whatever_is_typed(app, browser, address):
    acting = make_acting(Role.ADMINISTRATOR)
    page = browser() if address in ("/sign-in", "/passwords") else browser(acting)
    for typed in ANYTHING:
        token = token_in(page.get(address))
        fields = dict.fromkeys(FORMS[address], typed)
        answer = page.post(address, data={"csrf_token": token, **fields})
        assert answer.status_code in (200, 303, 400, 404, 413, 422, 429), (typed[:20], address)
        assert "<script>alert" not in answer.text


QUERIES = {
    "/logbook": ("thing", "thing_id", "office", "since", "until", "page", "sort"),
    "/accounts": ("q", "page"),
    "/offices": ("page",),
}


@pytest.mark.both
@pytest.mark.parametrize("address", QUERIES)
def test_no_filter_breaks_whatever_stands_in_the_address(app, browser, address):
    page = browser(make_acting(Role.ADMINISTRATOR))
    for name in QUERIES[address]:
        for typed in ANYTHING:
            answer = page.get(address, query_string={name: typed})
            expected = (414,) if len(typed) > LONGEST_QUERY else (200, 400, 404)
            assert answer.status_code in expected, (name, typed[:20])


@pytest.mark.both
@pytest.mark.parametrize("name", ["_external", "_scheme", "_anchor", "_method", "endpoint", "self"])
def test_a_word_of_the_framework_in_the_address_is_only_a_word(app, browser, name):
    page = browser(make_acting(Role.ADMINISTRATOR)).get(
        "/logbook", query_string={name: "javascript"}
    )
    assert page.status_code == 200
    assert 'href="javascript' not in page.text


def test_a_refused_method_says_which_are_taken(app):
    assert "GET" in app.test_client().put("/sign-in").headers["Allow"]


def test_a_huge_form_is_refused_before_it_is_read(app):
    browser = app.test_client()
    too_long = {"email": "x" * (2 * 1024 * 1024), "password": "x"}
    page = browser.post("/sign-in", data=too_long)
    assert (page.status_code, in_our_layout(page)) == (413, True)


def test_a_huge_file_is_refused_before_it_is_read(app):
    kind = "multipart/form-data; boundary=x"
    page = app.test_client().post("/sign-in", data=b"x" * (12 * 1024 * 1024), content_type=kind)
    assert (page.status_code, in_our_layout(page)) == (413, True)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
        ("application/json", b"{"),
        ("text/plain", b"\xff" * 100),
        ("application/x-www-form-urlencoded; charset=utf-7", b"a=+AAA-"),
        ("", b""),
    ],
)
def test_a_body_that_cannot_be_read_is_a_bad_request(app, kind, body):
    assert app.test_client().post("/sign-in", data=body, content_type=kind).status_code == 400


def test_weird_headers_break_nothing(app):
    weird = {
        "Accept-Language": "x" * 5000 + ";q=9,*;q=-1,ar;q=abc",
        "Cookie": "tpp=" + "a" * 5000 + "; =; ;;;",
        "Referer": "\\\\::",
        "If-None-Match": '"' * 100,
        "Range": "bytes=9-1,-,0-",
        "X-Forwarded-For": "'; DROP",
        "User-Agent": "\x7f" * 500,
    }
    assert app.test_client().get("/sign-in", headers=weird).status_code == 200


def test_a_browser_with_a_huge_name_of_itself_can_sign_in(app):
    browser = app.test_client()
    browser.environ_base["HTTP_USER_AGENT"] = "Mozilla " * 2000
    assert sign_in(browser, make_user().email).status_code == 303


def test_a_form_without_its_token_changes_nothing(app, browser):
    page = browser(make_acting(Role.ADMINISTRATOR))
    page.environ_base.pop("HTTP_X_CSRFTOKEN")
    answer = page.post("/offices/new", data={"name": "Forged", "role": "trainer"})
    assert answer.status_code == 400
    assert "open for too long" in answer.text
    assert db.session.scalar(sa.select(Office).where(Office.name == "Forged")) is None


def test_a_token_of_another_browser_is_refused(app):
    user = make_user(Role.ADMINISTRATOR)
    mine, other = app.test_client(), app.test_client()
    sign_in(mine, user.email)
    token = token_in(other.get("/sign-in"))
    fields = {"csrf_token": token, "name": "Forged", "role": "trainer"}
    assert mine.post("/offices/new", data=fields).status_code == 400


def test_too_many_tries_get_a_page_that_says_when_to_come_back(app):
    user, browser = make_user(), app.test_client()
    for _ in range(10):
        assert sign_in(browser, user.email, "wrong").status_code == 422
    page = sign_in(browser, user.email)
    assert page.status_code == 429
    assert in_our_layout(page)
    assert 0 < int(page.headers["Retry-After"]) <= 900


@pytest.mark.parametrize(("ends_in", "said"), [(901.4, 900), (900, 900), (30, 30), (-3, 1)])
def test_nobody_is_sent_away_for_longer_than_the_window(ends_in, said):
    assert seconds_left(clock.now().timestamp() + ends_in, 900) == said


def test_one_accounts_tries_do_not_shut_another_out(app):
    user, other = make_user(), make_user()
    for _ in range(11):
        sign_in(app.test_client(), user.email, "wrong")
    assert sign_in(app.test_client(), other.email).status_code == 303


def test_a_guesser_shuts_nobody_out_of_the_browser_where_they_signed_in_before(app):
    user, own, stranger = make_user(), app.test_client(), app.test_client()
    sign_in(own, user.email)
    post(own, "/sign-out")
    for _ in range(11):
        sign_in(stranger, user.email, "wrong")
    assert sign_in(stranger, user.email).status_code == 429
    assert sign_in(own, user.email).status_code == 303


def test_a_known_browser_is_known_for_its_own_account_only(app):
    user, other, own = make_user(), make_user(), app.test_client()
    sign_in(own, user.email)
    post(own, "/sign-out")
    for _ in range(10):
        sign_in(app.test_client(), other.email, "wrong")
    assert sign_in(own, other.email).status_code == 429


def test_signing_in_rightly_is_never_counted_against_anybody(app):
    user = make_user()
    for _ in range(15):
        assert sign_in(app.test_client(), user.email).status_code == 303


# -- bugs and broken databases -----------------------------------------------------------------


@pytest.fixture
def bug(app):
    """A page that breaks with a name in its mouth."""
    from tpp.web.guard import public

    def page(code):
        raise ValueError("Canary Wanjiku canary@example.org")

    app.view_functions["web.language"], kept = public(page), app.view_functions["web.language"]
    yield
    app.view_functions["web.language"] = kept


def test_a_bug_is_a_page_with_the_reference_of_its_log_line_and_no_name(app, bug, capsys):
    page = app.test_client().get("/language/en", query_string={"next": "/canary"})
    log = capsys.readouterr().err.lower()
    assert page.status_code == 500
    assert in_our_layout(page)
    reference = page.headers["X-Request-Reference"]
    assert reference in page.text
    assert log.count(reference) == 2
    assert "valueerror" in log
    assert "canary" not in log


def test_what_the_database_refuses_because_it_is_there_already_is_a_conflict(app, capsys):
    """Two presses at once can both pass the check; the key lets only one of them in."""
    from tests.factories import make_account
    from tpp.web.guard import public

    make_account(email="canary@example.org")

    def page(code):
        make_account(email="canary@example.org")

    kept, app.view_functions["web.language"] = app.view_functions["web.language"], public(page)
    try:
        answer = app.test_client().get("/language/en")
    finally:
        app.view_functions["web.language"] = kept
    assert answer.status_code == 409
    assert in_our_layout(answer)
    assert "canary" not in capsys.readouterr().err


def test_error_pages_carry_the_reference_of_their_log_line(app, capsys):
    page = app.test_client().get("/nowhere")
    reference = page.headers["X-Request-Reference"]
    assert reference in page.text
    assert reference in capsys.readouterr().err


def test_without_a_database_there_is_still_a_page_and_health_says_so(tmp_path, app, capsys):
    from tests.conftest import make_app

    broken = make_app(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/no/such/folder/register.db")
    browser = broken.test_client()
    assert browser.get("/sign-in").status_code == 200
    assert browser.get("/healthz").status_code == 200
    assert browser.get("/readyz").status_code == 503
    serializer = broken.session_interface.get_signing_serializer(broken)
    browser.set_cookie("tpp", serializer.dumps({"token": "canary"}))
    page = browser.get("/account")
    assert page.status_code == 500
    assert in_our_layout(page)
    assert page.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in page.headers
    assert "canary" not in capsys.readouterr().err


def test_a_database_that_was_not_migrated_is_not_ready(tmp_path, app):
    from tests.conftest import make_app

    fresh = make_app(tmp_path)
    page = fresh.test_client().get("/readyz")
    assert page.status_code == 503
    assert "not migrated" in page.text


def test_a_migrated_register_is_alive_and_ready(app):
    browser = app.test_client()
    assert browser.get("/healthz").text == "alive\n"
    assert browser.get("/readyz").text == "ready\n"


def test_leaving_with_a_stale_page_is_no_trap(app):
    """Signing out twice, in two windows."""
    browser = app.test_client()
    sign_in(browser, make_user().email)
    assert post(browser, "/sign-out").status_code == 303
    assert post(browser, "/sign-out").status_code == 303


class Narrowing(Form):
    class Meta:
        csrf = False

    q, code = StringField("Name"), StringField("Code", [Length(max=20)])


def test_no_search_field_makes_an_address_that_is_refused(app, browser):
    drawn = '{% import "components/list.html" as list %}{{ list.filters(form) }}'
    with app.test_request_context("/"):
        filters = render_template_string(drawn, form=Narrowing())
    page = browser(make_acting(Role.COORDINATOR)).get("/account").text
    [find] = re.findall(r'<input[^>]*id="find"[^>]*>', page)
    most = [int(it) for it in re.findall(r'maxlength="(\d+)"', find + filters)]
    assert most == [200, 200, 20]
    assert most[0] * len(quote("😀")) < LONGEST_QUERY
