"""Reading in another language, from the other side, without losing the page."""

import pytest

from tests.browsing import make_user, sign_in
from tests.factories import make_acting
from tpp.web.addresses import local


def test_the_page_stays_when_the_language_changes(app):
    browser = app.test_client()
    answer = browser.get("/language/ar?next=/sign-in%3Fnext%3D/account")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/account")
    page = browser.get("/sign-in")
    assert '<html lang="ar" dir="rtl">' in page.text
    assert page.headers["Content-Language"] == "ar"


def test_the_browsers_language_is_taken_until_one_is_chosen(app):
    page = app.test_client().get("/sign-in", headers={"Accept-Language": "fr-CA,fr;q=0.9"})
    assert '<html lang="fr"' in page.text


def test_signing_in_keeps_the_language_that_was_chosen(app):
    browser = app.test_client()
    browser.get("/language/ar")
    sign_in(browser, make_user().email)
    assert 'dir="rtl"' in browser.get("/account").text


def test_the_accounts_language_is_taken_where_none_is_chosen(app):
    browser = app.test_client()
    sign_in(browser, make_user(language="es").email)
    assert '<html lang="es"' in browser.get("/account").text


def test_a_signed_in_browser_remembers_its_language(app, browser):
    page = browser(make_acting())
    page.get("/language/ru")
    assert '<html lang="ru"' in page.get("/account").text


ELSEWHERE = [
    "//elsewhere.example",
    "/\\elsewhere.example",
    "https://elsewhere.example",
    "javascript:alert(1)",
    "\\\\elsewhere.example",
    "//[",
    "/\t/elsewhere.example",
    "/\n/elsewhere.example",
    " /sign-in",
    "sign-in",
    "",
    "////elsewhere.example",
    "/\\/elsewhere.example",
    "//\\elsewhere.example",
    "https:elsewhere.example",
    "/\u2028/elsewhere.example",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_link_leads_elsewhere(app, address):
    assert local(address) == ""
    answer = app.test_client().get("/language/en", query_string={"next": address})
    assert answer.location == "/"


@pytest.mark.parametrize("address", ["/", "/people?q=a%2Fb", "/runs/ENG-1?x=//y", "/a#b", "/ünï"])
def test_an_address_of_ours_is_kept(address):
    assert local(address) == address


@pytest.mark.parametrize("code", ["xx", "EN", "..", "%00", "fr/../x"])
def test_a_language_that_we_do_not_have_is_not_there(app, code):
    assert app.test_client().get(f"/language/{code}").status_code == 404
