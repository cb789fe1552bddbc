"""Every page of every role: accessible, quiet, within the screen, light."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.addresses import undrawn
from tests.browser.laying import WITH_SECOND_FACTOR
from tests.browser.visiting import DESK, PHONE, Visitor, Visitors
from tpp.accounts.queries.offices import by_email

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
LOOK = "async () => (await axe.run({resultTypes: ['violations']})).violations"
OFFICES = ["coordinator", "trainer", "focal.ken", "trainee", "supporter.jpn", "auditor", "admin"]
Pages = Callable[[str], list[str]]
ANYBODY = pytest.param("", id="anybody")
EVERYBODY = [*OFFICES, ANYBODY]
ASIDE = ("/account", "/accounts", "/offices", "/holdings", "/invitations", "/passwords", "/courses")
"""Beginnings of pages that few open on a phone."""


@pytest.mark.parametrize("office", EVERYBODY)
def test_every_page_is_accessible_quiet_and_within_the_screen(office, readers, pages):
    reader = readers(office)
    found = [words for address in pages(office) for words in faults(reader, address)]
    assert found == [], "\n".join(found)


def test_no_page_is_left_out(demonstration, pages):
    drawn = {address for office in [*OFFICES, ""] for address in pages(office)}
    assert undrawn(demonstration.app, drawn) == set()


@pytest.mark.parametrize("office", EVERYBODY)
def test_main_pages_are_accessible_on_a_phone_and_from_the_right(
    office, readers, pages, demonstration
):
    reader, addresses = readers(office), main(not_drawn_before(demonstration.app, pages, office))
    reader.go("/language/ar")
    try:
        found = [words for address in addresses for words in faults_on_phone(reader, address)]
    finally:
        reader.go("/language/en")
    assert found == [], "\n".join(found)


def not_drawn_before(app: Flask, pages: Pages, office: str) -> list[str]:
    """The first screen of this office, and the pages that none of the offices before it has."""
    page = app.url_map.bind("localhost").match
    everybody = [*OFFICES, ""]
    before = everybody[: everybody.index(office)]
    drawn = {page(urlsplit(it).path)[0] for other in before for it in pages(other)}
    drawn.discard(page("/")[0])
    return [it for it in pages(office) if page(urlsplit(it).path)[0] not in drawn]


def main(addresses: list[str]) -> list[str]:
    return [it for it in addresses if not it.startswith(ASIDE)]


def test_an_error_page_is_as_good_as_any(readers):
    reader = readers("coordinator")
    for address in (
        "/runs/ENG-NOWHERE-2026-99",
        "/logbook",
        "/participation?since=2026&until=2020",
    ):
        assert faults(reader, address, refused=True) == []


def test_a_form_with_errors_is_accessible(readers):
    reader = readers("coordinator")
    reader.go("/runs/new")
    reader.press("Plan the run")
    reader.says("need another look")
    assert violations(reader.page) == []


def test_the_pages_around_a_second_factor_are_accessible(demonstration, chromium):
    visitors = Visitors(chromium, demonstration.url)
    somebody = visitors()
    somebody.go("/sign-in")
    somebody.type_password(WITH_SECOND_FACTOR)
    assert somebody.path() == "/sign-in/code"
    assert faults_here(somebody) == []
    somebody.fill(code=code_now(demonstration))
    somebody.page.keyboard.press("Enter")
    somebody.page.wait_for_url("**/")
    assert faults(somebody, "/account/second-factor/removal") == []
    assert visitors.close() == []


def code_now(demonstration) -> str:
    import pyotp

    with demonstration.records():
        return pyotp.TOTP(by_email(WITH_SECOND_FACTOR).totp_secret).now()


# What can be wrong with a page


def faults(reader: Visitor, address: str, refused: bool = False) -> list[str]:
    """Everything that is wrong with a page at the desk, and whether it fits a phone."""
    before = len(reader.complaints)
    reader.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    answer = reader.page.goto(reader.url + address)
    status = [] if refused or answer.status == 200 else [f"answers {answer.status}"]
    found = [*status, *faults_here(reader), *too_wide(reader, PHONE[0])]
    noise = [] if refused else reader.complaints[before:]
    del reader.complaints[before:]
    return [f"{address}: {words}" for words in (*found, *noise)]


def faults_here(reader: Visitor) -> list[str]:
    return [*violations(reader.page), *outline(reader.page), *too_wide(reader, DESK[0])]


def faults_on_phone(reader: Visitor, address: str) -> list[str]:
    reader.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    reader.page.goto(reader.url + address)
    side = reader.page.evaluate("document.documentElement.dir")
    found = [*violations(reader.page), *too_wide(reader, PHONE[0])]
    found += [] if side == "rtl" else [f"is read {side}"]
    return [f"{address} on a phone, in Arabic: {words}" for words in found]


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    return [f"{it['id']}: {it['nodes'][0]['html'][:200]}" for it in page.evaluate(LOOK)]


def outline(page: Page) -> list[str]:
    """One heading of the first level, and a title that says more than the programme's name."""
    heads, title = page.locator("h1").count(), page.title()
    wrong = [] if heads == 1 else [f"{heads} h1"]
    return wrong if title.split(" – ")[0].strip() else [*wrong, "no title"]


def too_wide(reader: Visitor, width: int) -> list[str]:
    reader.page.set_viewport_size({"width": width, "height": PHONE[1]})
    wide = reader.page.evaluate("document.documentElement.scrollWidth")
    return [f"is {wide} px wide at {width}"] if wide > width else []
