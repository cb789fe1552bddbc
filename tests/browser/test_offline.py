"""A paper is verified where there is no network: by the scanner that stayed in the browser, or as a file."""

import subprocess
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from tests.browser import laying
from tests.browser.visiting import PHONE, Visitor
from tpp.acting import SYSTEM
from tpp.certificates.actions import register as enter
from tpp.certificates.pdf import Press
from tpp.certificates.queries import words_of
from tpp.certificates.sealing import maker

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def paper(register, tmp_path_factory):
    """A certificate: its number, its name, and a scan of the paper at 150 dots an inch."""
    folder = tmp_path_factory.mktemp("paper")
    with register.records():
        [certificate] = enter(laying.finished_run(1), by=SYSTEM).certificates
        words = words_of(certificate)
        contents = Press(maker()).print(words, certificate.expires_on)
    (folder / "paper.pdf").write_bytes(contents)
    command = ["pdftoppm", "-r", "150", "-png", "-singlefile", "paper.pdf", "paper"]
    subprocess.run(command, cwd=folder, check=True)
    return words, folder / "paper.png"


def test_the_scanner_stays_in_the_browser_and_needs_no_network(paper, visitor):
    words, photo = paper
    reader = visitor(size=PHONE)
    reader.go("/verify/scanner")
    reader.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    reader.context.set_offline(True)
    reader.page.reload()
    read_and_judge(reader, words, photo)


def test_the_scanner_is_kept_as_one_file_that_loads_nothing(paper, visitor, tmp_path):
    words, photo = paper
    reader = visitor()
    reader.go("/verify/offline")
    with reader.page.expect_download() as arriving:
        reader.follow("Download the scanner as one file", reader.main)
    file = tmp_path / arriving.value.suggested_filename
    arriving.value.save_as(file)
    reader.context.set_offline(True)
    asked = []
    reader.page.on("request", lambda request: asked.append(request.url))
    reader.page.goto(f"file://{file}")
    read_and_judge(reader, words, photo)
    assert {it.split(":")[0] for it in asked} <= {"file", "blob"}


def read_and_judge(reader: Visitor, words, photo: Path) -> None:
    """The paper is right; one letter otherwise, and it is not; an older one says that it cannot be read."""
    reader.page.set_input_files("#photo", photo)
    reader.says("These words were signed by this register", words.name, words.number, words.course)
    reader.says("can only be known online")
    text = zxingcpp.read_barcodes(Image.open(photo))[0].text
    for typed, said in (
        (altered(text), "These words were not signed by this register"),
        (words.url, "an address without signed words"),
        ("https://example.org/", "not the picture of a certificate of ours"),
        (text, "These words were signed by this register"),
    ):
        reader.page.fill("#typed", typed)
        reader.press("Verify")
        reader.says(said)


def altered(text: str) -> str:
    place = text.index("#") + 60
    return text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
