"""The office writes a design and puts it to use; a holder opens a certificate by a link from a mail."""

import email
import email.policy
import io
import re

import pytest
from PIL import Image

from tests import factories as f
from tests.browser.casting import address, open_account
from tests.browser.test_after_issue import certified
from tests.browser.visiting import PHONE
from tests.certificates.classes import reach
from tpp.acting import Role
from tpp.db import db
from tpp.people.models import Person

pytestmark = pytest.mark.browser


def logo() -> dict:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "navy").save(out, "PNG")
    return {"name": "logo.png", "mimeType": "image/png", "buffer": out.getvalue()}


def test_a_design_is_written_tried_looked_at_and_put_to_use_and_then_changed_by_a_new_version(
    register, visitor
):
    with register.records():
        course = str(f.make_version().id)
    office = visitor(open_account(register, "designer", Role.COORDINATOR))
    office.go("/designs")
    office.follow("New design")
    office.fill(**{"name": "Design of the journey", "en-office": "School of the journey"})
    office.main.locator("[name=logo]").set_input_files(logo())
    office.fill(ink="#eeeeee")
    office.press("Keep the draft")
    office.says("is too pale", "Nothing you typed was lost.")
    assert office.main.locator("[name=en-office]").input_value() == "School of the journey"
    office.fill(ink="#0b3d2a")
    office.main.locator("[name=logo]").set_input_files(logo())
    office.press("Keep the draft")
    office.says("Not printed yet", "School of the journey")

    office.press("Print the pages")
    back = office.page.get_by_role("link", name="Back to what it was for")
    back.wait_for(timeout=90_000)  # the pages are printed as long work
    office.clicked(back)
    office.picture("71-a-design-that-was-tried")
    picture = office.main.locator("img")
    picture.scroll_into_view_if_needed()
    office.page.wait_for_function("document.querySelector('main img').naturalWidth > 0")
    with office.page.expect_download() as file:
        office.follow("Download as PDF")
    assert file.value.path().read_bytes().startswith(b"%PDF")

    office.press("Put to use")
    office.says("The design is in use.", "Print this design for")
    office.fill(course=course)
    office.press("Choose")
    office.says("Certificates of these courses are printed so from now on.")
    office.press("Begin a new version")
    office.fill(**{"en-office": "School of the second version"})
    office.press("Keep the draft")
    office.says("Version 2", "Not printed yet", "School of the second version")


def link_in_the_mail(visitor, register, to: str) -> str:
    """The address in the letter that the worker sends."""
    for _ in range(100):
        for file in (register.data / "outbox").glob("*.eml"):
            letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            found = re.search(r"/links/\w+", letter.get_body(("plain",)).get_content())
            if letter["To"] == to and found:
                return found[0]
        visitor.page.wait_for_timeout(200)
    raise AssertionError(f"no letter to {to}")


def test_a_link_by_mail_opens_one_certificate_without_an_account_until_it_is_taken_back(
    register, visitor
):
    with register.records():
        certificate = certified("holder.linked")
        number, holder = certificate.id, "holder.of.a.link@example.org"
        reach(db.session.get_one(Person, certificate.person_id), holder)
    office = visitor(open_account(register, "coordinator", Role.COORDINATOR))
    office.go(f"/certificates/{number}/links")
    office.press("Send a fresh link to the holder")
    office.says("A fresh link is on its way by mail.")
    link = link_in_the_mail(office, register, holder)

    stranger = visitor(size=PHONE)
    for _ in range(100):
        stranger.go(link)
        if "Download the PDF" in stranger.words():
            break
        stranger.page.wait_for_timeout(200)
    stranger.says("Asha Wanjiru Kamua", "Valid")
    stranger.picture("72-a-link-from-a-mail")
    with stranger.page.expect_download() as file:
        stranger.follow("Download the PDF")
    assert file.value.path().read_bytes().startswith(b"%PDF")

    mine = visitor(address("holder.linked"), PHONE)
    mine.go("/my/certificates")
    mine.follow("Links by mail")
    mine.press("Take")
    stranger.go(link)
    stranger.says("This link opens nothing")
    assert "Asha" not in stranger.words()
