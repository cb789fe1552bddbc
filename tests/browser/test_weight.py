"""Pages are light: they are read over a satellite link, and paid for by the megabyte."""

import re
import urllib.request

import pytest

from tests.browser.visiting import Visitor, Visitors

pytestmark = pytest.mark.browser

FIRST_VISIT, LATER, VERIFYING = 100_000, 15_000, 20_000
"""Bytes over the wire, everything that a page brings along included."""


class Scales:
    """What the browser receives, as it leaves the server."""

    def __init__(self, visitor: Visitor):
        self.visitor, self.bytes = visitor, 0
        session = visitor.context.new_cdp_session(visitor.page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self.add)

    def add(self, event: dict) -> None:
        self.bytes += int(event["encodedDataLength"])

    def weigh(self, address: str) -> int:
        before = self.bytes
        self.visitor.go(address)
        self.visitor.page.wait_for_timeout(50)  # the last message of the browser
        return self.bytes - before


@pytest.fixture
def newcomer(demonstration, chromium):
    """A browser that has never been here."""
    visitors = Visitors(chromium, demonstration.url)
    yield visitors()
    assert visitors.close() == []


def test_a_first_visit_weighs_at_most_a_hundred_kilobytes(newcomer):
    scales = Scales(newcomer)
    newcomer.sign_in("coordinator@demo.example")
    newcomer.page.wait_for_load_state("networkidle")
    assert newcomer.path() == "/"
    assert 20_000 < scales.bytes <= FIRST_VISIT


def test_whoever_has_a_paper_and_a_telephone_verifies_it_for_twenty_kilobytes(newcomer, pages):
    [address] = [it for it in pages("") if re.fullmatch("/verify/[0-9a-z]{26}", it)]
    loaded: set[str] = set()
    newcomer.page.on("request", lambda request: loaded.add(request.url.split("#")[0]))
    newcomer.go(address)
    newcomer.says("This certificate is valid")
    newcomer.page.wait_for_load_state("networkidle")
    assert len(loaded) > 3
    assert sum(map(weight_in_brotli, loaded)) <= VERIFYING


def weight_in_brotli(url: str) -> int:
    """As it goes to a browser over HTTPS: only there do browsers ask for the denser packing."""
    asked = urllib.request.Request(url, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(asked) as answer:
        return len(answer.read()) + len(str(answer.headers))


@pytest.mark.parametrize("office", ["coordinator", "focal.ken", "trainer"])
def test_every_later_page_weighs_at_most_fifteen_kilobytes(office, readers, pages):
    reader = readers(office)
    scales = Scales(reader)
    weights = {address: scales.weigh(address) for address in pages(office)}
    assert {address: weight for address, weight in weights.items() if weight > LATER} == {}
