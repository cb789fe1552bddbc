"""The public pages of verification: in six languages, light, and with no network."""

import html
import re
from base64 import b64encode
from hashlib import sha256

import brotli
import pytest
import sqlalchemy as sa

from tests.certificates.issuing import graduate, held_run, issue
from tests.factories import make_party, make_run
from tpp.certificates.queries.renewing import renewal
from tpp.certificates.sealing import all_keys
from tpp.db import transaction
from tpp.people.models import Person
from tpp.web.static import FOLDER

VALID = {
    "en": "This certificate is valid",
    "fr": "Ce certificat est valable",
    "es": "Este certificado es válido",
    "ar": "هذه الشهادة صالحة",
    "ru": "Этот сертификат действителен",
    "zh": "此证书有效",
}
WEIGHT, HEADERS = 20_000, 850
"""Bytes of the page with all that it brings along, and of the headers of each answer."""
STYLES = re.compile(r'(?:href|src)="(/static/[^"#]+)')


@pytest.fixture
def certificate(app):
    return issue(graduate(held_run(), native="عائشة"))


def static(address):
    """The file that a browser gets for this address."""
    return FOLDER / address.split("/", 3)[3]


def read(client, address, language="en"):
    answer = client.get(
        address, headers={"Accept-Language": language, "Accept-Encoding": "identity"}
    )
    return html.unescape(answer.text)


@pytest.mark.parametrize("language", VALID)
def test_the_answer_is_in_the_language_that_the_browser_asks_for(browser, certificate, language):
    client = browser()
    page = read(client, f"/verify/{certificate.code}", language)
    assert VALID[language] in page
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert "\u2066" not in page  # no sentence is left in English between marks of its own side
    files = {static(it).read_bytes() for it in STYLES.findall(page)}
    packed = [len(brotli.compress(it)) for it in (page.encode(), *files)]
    assert sum(packed) + HEADERS * len(packed) <= WEIGHT
    assert "<script" not in page


def test_what_the_reader_chose_comes_before_what_the_browser_asks_for(browser, certificate):
    client = browser()
    client.get("/language/fr")
    assert VALID["fr"] in read(client, f"/verify/{certificate.code}", "ar")


def english_in(page):
    """Sentences of the page's own that are the same as in English."""
    return set(re.findall(r">([A-Z][a-z]+ [a-z]+ [a-z][^<]+)<", page))


@pytest.mark.parametrize(
    "address", ["/verify", "/verify/x", "/verify/file", "/verify/offline", "/verify/scanner"]
)
def test_no_sentence_of_the_public_pages_is_left_in_english(browser, app, address):
    client = browser()
    english = english_in(read(client, address))
    assert english
    assert [
        it
        for language in VALID.keys() - {"en"}
        for it in english & english_in(read(client, address, language))
    ] == []


def test_the_whole_address_is_taken_for_its_code(browser, certificate):
    client = browser()
    for typed in (
        certificate.words["url"],
        certificate.words["url"] + "#1ABC",
        certificate.code.upper(),
    ):
        answer = client.get("/verify", query_string={"code": typed})
        assert answer.location == f"/verify/{certificate.code}"


def test_nobody_learns_from_a_renewal_that_records_of_two_parties_are_of_one_human_being(
    browser, certificate
):
    first = certificate.offering
    later = make_run(first.course_version, hours=120)
    place = graduate(later, party=make_party())
    with transaction() as session:
        one = {"merged_into_id": certificate.person_id, "root_id": certificate.person_id}
        session.execute(sa.update(Person).where(Person.id == place.person_id).values(one))
    newer = issue(place)
    assert renewal(certificate) == newer
    for code in (certificate.code, newer.code):
        assert "renew" not in read(browser(), f"/verify/{code}")


def test_the_keys_are_on_a_page_to_print_and_in_the_scanner(browser, app):
    client = browser()
    [key] = all_keys()
    page = read(client, "/verify/offline")
    assert key.id in page
    assert "-----BEGIN PUBLIC KEY-----" in page
    assert "A development key." in page
    assert "-----BEGIN PRIVATE" not in page
    assert key.id in read(client, "/verify/scanner")


def test_only_the_scanner_may_use_the_camera_and_no_page_runs_what_stands_in_it(browser, app):
    client = browser()
    scanner, other = client.get("/verify/scanner"), client.get("/verify/offline")
    assert "camera=(self)" in scanner.headers["Permissions-Policy"]
    assert "camera=()" in other.headers["Permissions-Policy"]
    assert "unsafe" not in scanner.headers["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*src=)", scanner.text)


def test_the_scanner_in_one_file_may_run_what_is_in_it_and_load_nothing(browser, app):
    answer = browser().get("/verify/scanner/file")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    page = answer.text
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1])
    inside = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", page, re.DOTALL)
    assert len(inside) == 3
    for text in inside:
        assert f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    assert not re.search(r'(?:src|href)="(?!#)', page)


def test_the_keeper_keeps_the_scanner_and_nothing_else(browser, app):
    client = browser()
    answer = client.get("/verify/scanner/keeper.js")
    assert answer.headers["Service-Worker-Allowed"] == "/verify/scanner"
    assert answer.mimetype == "text/javascript"
    kept = re.findall(r'"(/[^"]+)"', answer.text)
    page, *files = kept
    assert page == "/verify/scanner"
    assert all(static(it).is_file() for it in files)
    assert {static(it) for it in STYLES.findall(read(client, page))} <= set(map(static, files))
