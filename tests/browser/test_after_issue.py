"""What becomes of a certificate, and what the code on the old paper says at each step."""

import subprocess
from datetime import timedelta
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from tests import factories as f
from tests.browser import laying
from tests.browser.casting import address, appointed, open_account
from tests.browser.visiting import PHONE
from tpp import clock
from tpp.acting import SYSTEM, Role
from tpp.assessments.rules import Status as Outcome
from tpp.certificates.actions import ask_to_print
from tpp.certificates.actions import register as enter
from tpp.certificates.models import Certificate
from tpp.db import db, transaction
from tpp.enrolments.rules import Status as Place
from tpp.offerings.rules import Status as Run
from tpp.parties.queries import by_code

pytestmark = pytest.mark.browser


def certified(name: str, version=None) -> Certificate:
    """A certificate that the worker prints, of somebody of Kenya who signs in under this name."""
    run = laying.run_around_today(Run.DELIVERED, version or f.make_version(validity_months=12))
    kenya = f.make_allocation(run, by_code("KEN"), seats=1)
    person = f.make_person(kenya.party, name="Asha Wanjiru Kamua")
    place = f.make_enrolment(kenya, person, Place.FINISHED)
    f.make_outcome(place, Outcome.COMPLETED, qualification="Operator")
    with transaction():
        person.account_id = appointed(name, Role.TRAINEE).account_id
    return entered(place)


def entered(place) -> Certificate:
    [certificate] = enter(place.offering, [place.id], by=SYSTEM).certificates
    ask_to_print(certificate, by=SYSTEM)
    return certificate


def scanned(visitor, certificate: int) -> str:
    """The address in the code on the paper that the holder has printed."""
    address_of_file = f"{visitor.url}/certificates/{certificate}/file"
    for _ in range(100):
        answer = visitor.context.request.get(address_of_file)
        if answer.status == 200:
            break
        visitor.page.wait_for_timeout(200)
    command = ["pdftoppm", "-r", "150", "-png", "-singlefile", "-"]
    picture = subprocess.run(command, input=answer.body(), capture_output=True, check=True).stdout
    [code] = zxingcpp.read_barcodes(Image.open(BytesIO(picture)))
    return code.text.replace("http://localhost", visitor.url)


def point_at(paper: str, anybody) -> None:
    """Point a telephone at the paper, which opens the address anew."""
    anybody.page.goto("about:blank")
    anybody.go(paper)


def test_a_name_is_corrected_and_the_code_on_the_old_paper_leads_to_the_new_one(register, visitor):
    with register.records():
        number = certified("holder.corrects").id
    holder, anybody = visitor(address("holder.corrects"), PHONE), visitor(size=PHONE)
    paper = scanned(holder, number)
    point_at(paper, anybody)
    anybody.says("This certificate is valid", "Asha Wanjiru Kamua")

    holder.go("/my/certificates")
    holder.follow("All about it")
    holder.picture("61-one-certificate")
    holder.follow("Ask for a corrected name")
    holder.fill(name="Asha Wanjirũ Kamau", reason="The last two letters are turned round")
    holder.picture("62-ask-for-a-corrected-name")
    holder.press("Ask for the correction")
    holder.says("The programme office decides", "To be printed", "Asha Wanjirũ Kamau")
    point_at(paper, anybody)
    anybody.says("This certificate is valid", "Asha Wanjiru Kamua")

    coordinator = visitor(open_account(register, "coordinator", Role.COORDINATOR))
    coordinator.go("/certificate-requests")
    coordinator.picture("63-what-waits")
    coordinator.clicked(coordinator.main.locator(f"a[href='/certificates/{number}']"))
    coordinator.picture("64-a-second-person-decides")
    coordinator.press("Issue the corrected certificate")
    coordinator.says("takes its place and is being printed", "It replaces:")

    point_at(paper, anybody)
    anybody.says("This certificate was replaced", "Asha Wanjiru Kamua", "It was replaced by number")
    anybody.picture("65-the-old-paper")
    anybody.follow("Verify the new one")
    anybody.says("This certificate is valid", "Asha Wanjirũ Kamau")
    holder.go("/my/certificates")
    holder.says("Superseded", "replaced by")


def test_a_certificate_is_suspended_reinstated_and_revoked_by_two(register, visitor):
    with register.records():
        number = certified("holder.stopped").id
    holder, anybody = visitor(address("holder.stopped"), PHONE), visitor(size=PHONE)
    paper = scanned(holder, number)
    first = visitor(open_account(register, "coordinator", Role.COORDINATOR))
    second = visitor(open_account(register, "coordinator.second", Role.COORDINATOR))

    do(first, number, "Suspend it", "Who attended is asked about")
    point_at(paper, anybody)
    anybody.says("This certificate is suspended", "The reason is not published.")
    assert "asked about" not in anybody.words()
    do(first, number, "Reinstate it", "It was answered")
    point_at(paper, anybody)
    anybody.says("This certificate is valid")

    do(first, number, "Ask to revoke it", "Somebody else attended")
    first.says("A coordinator who did not ask for it decides.")
    point_at(paper, anybody)
    anybody.says("This certificate is valid")
    second.go(f"/certificates/{number}")
    second.press("Revoke the certificate")
    second.says("The certificate is revoked.")
    second.picture("66-revoked")
    point_at(paper, anybody)
    anybody.says("This certificate was revoked", "The reason is not published.")
    holder.go(f"/certificates/{number}")
    holder.says("Revoked.", "Somebody else attended")

    do(first, number, "Ask to issue it again", "It was the right person after all")
    second.go(f"/certificates/{number}")
    second.press("Issue it again")
    point_at(paper, anybody)
    anybody.says("This certificate was revoked", "It was replaced by number")
    anybody.follow("Verify the new one")
    anybody.says("This certificate is valid")


def do(coordinator, number: int, deed: str, reason: str) -> None:
    """Unfold a deed, give a reason, and do it."""
    coordinator.go(f"/certificates/{number}")
    fold = coordinator.main.locator("details").filter(has_text=deed)
    fold.locator("summary").click()
    fold.locator("[name=reason]").fill(reason)
    coordinator.press(deed, fold)


def test_an_expired_certificate_says_so_until_it_is_renewed_and_then_by_which(
    register, visitor, monkeypatch
):
    with register.records():
        now, version = clock.now(), f.make_version(validity_months=12)
        monkeypatch.setattr(clock, "now", lambda: now - timedelta(days=500))
        certificate = certified("holder.renews", version)
        monkeypatch.undo()
        number, person = certificate.id, certificate.person_id
    holder, anybody = visitor(address("holder.renews"), PHONE), visitor(size=PHONE)
    paper = scanned(holder, number)
    point_at(paper, anybody)
    anybody.says("This certificate has expired", "It was valid until")
    assert "renewed" not in anybody.words()

    with register.records():
        run = laying.run_around_today(Run.DELIVERED, db.session.merge(version))
        kenya = f.make_allocation(run, by_code("KEN"), seats=1)
        known = db.session.get_one(f.Person, person)
        place = f.make_enrolment(kenya, known, Place.FINISHED)
        f.make_outcome(place, Outcome.COMPLETED, qualification="Operator")
        serial = entered(place).serial
    point_at(paper, anybody)
    anybody.says("This certificate has expired", f"It was renewed by number {serial}.")
    anybody.picture("67-expired-and-renewed")
    holder.go(f"/certificates/{number}")
    holder.says("Expired.", "It was renewed by:", serial)
    holder.picture("68-expired")
