"""Reading in another language, from the other side, without losing the page."""

from datetime import date

import pytest
from flask_babel import get_domain, gettext
from python_calamine import CalamineWorkbook

from tests.browsing import make_user, sign_in
from tests.factories import make_acting
from tpp.enrolments.sheets import csv_lines, xlsx_file
from tpp.reports.sheets import Sheet
from tpp.reports.sheets import csv_lines as lines_of_figures
from tpp.sentences import ASIDE, bare, capital
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


def said_in(app, language: str, source: str, **words) -> str:
    with app.test_request_context(headers={"Accept-Language": language}):
        return str(app.jinja_env.from_string(source).render(**words))


NUMBERS = '{{ _("%(used)s of %(total)s", used=0, total=4) }}'


def test_what_is_not_translated_keeps_its_own_side_on_a_page_read_from_the_right(app):
    assert said_in(app, "ar", NUMBERS) == "\u200e\u20660 of 4\u2069\u200e"
    counted = '{{ ngettext("%(num)s seat", "%(num)s seats", n) }}{{ pgettext("seat", "Free") }}'
    assert bare(said_in(app, "ar", counted, n=1)) == "1 seatFree"
    assert said_in(app, "ar", counted, n=2).count(ASIDE) == 2


def test_other_pages_carry_no_marks(app):
    for language in ("en", "fr", "ru", "zh"):
        assert said_in(app, language, NUMBERS) == "0 of 4"


def test_a_translation_needs_no_marks(app):
    with app.test_request_context(headers={"Accept-Language": "ar"}):
        catalogue = get_domain().get_translations()
        catalogue._catalog = {"Seats": "المقاعد"}
        assert catalogue.ugettext("Seats") == "المقاعد"
        catalogue._catalog = {}


def test_a_day_stays_whole_within_an_english_sentence(app):
    assert said_in(app, "ar", "{{ at|day }}", at=date(2027, 1, 18)) == "\u206818 يناير 2027\u2069"


def test_words_of_forms_and_statuses_keep_their_side_too_and_their_capital(app):
    assert said_in(app, "ar", '{{ words("under_review")|capitalize }}') == (
        "\u200e\u2066Under review\u2069\u200e"
    )
    assert capital("") == ""
    assert capital("C4ISR") == "C4ISR"


def test_a_file_has_no_marks(app):
    with app.test_request_context(headers={"Accept-Language": "ar"}):
        heads = [gettext("Name"), gettext("Rank")]
        facts = [(gettext("Scope"), gettext("All"))]
        figures = Sheet(gettext("Participation"), gettext("About"), facts, heads, [heads])
        lists = csv_lines(heads, [heads], [gettext("All participants")])
        text = "".join(lists) + "".join(lines_of_figures(figures))
        with xlsx_file(gettext("People"), heads, [heads], heads) as file:
            pages = CalamineWorkbook.from_filelike(file).sheet_names
    assert bare(text) == text
    assert pages == ["People", "About"]
