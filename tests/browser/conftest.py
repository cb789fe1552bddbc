"""The register as people meet it: its two processes, and Chromium."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.addresses import pages_of
from tests.browser.laying import paperwork
from tests.browser.running import FLASK, Register, running
from tests.browser.visiting import Visitor, Visitors

ARGUMENTS = [
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def register(tmp_path_factory) -> Iterator[Register]:
    """A register with reference data only, for journeys that lay their own people."""
    with running(tmp_path_factory.mktemp("register")) as register:
        yield register


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory) -> Iterator[Register]:
    """A register in which eighty invented people are everywhere on their way."""
    load = [*FLASK, "demo", "load", "--people", "80"]
    folder = tmp_path_factory.mktemp("demonstration")
    with running(folder, load, lay=paperwork) as register:
        yield register


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    found = shutil.which("chromium")
    if found is None:
        raise RuntimeError("Chromium is not installed: run ./test, which installs it.")
    arguments = [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def visitor(register, chromium, request) -> Iterator[Visitors]:
    """visitor(email, size=DESK, **context) is a fresh browser, signed in where an e-mail is given."""
    visitors = Visitors(chromium, register.url)
    yield visitors
    if request.node.stash[FAILED]:
        visitors.take_pictures(request.node.name)
    assert visitors.close() == []


@pytest.fixture(scope="session")
def readers(demonstration, chromium) -> Iterator:
    """readers(office) is a browser of that office, signed in once for all tests."""
    visitors, known = Visitors(chromium, demonstration.url), {}

    def reader(office: str) -> Visitor:
        if office not in known:
            known[office] = visitors(email_of(office))
        return known[office]

    yield reader
    visitors.close()


def email_of(office: str) -> str:
    return office and f"{office}@demo.example"


@pytest.fixture
def pages(demonstration):
    """pages(office): the addresses of every page that it may open."""

    def of(office: str) -> list[str]:
        with demonstration.records():
            return pages_of(demonstration.app, email_of(office))

    return of
