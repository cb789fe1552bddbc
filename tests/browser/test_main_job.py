"""The whole of one training, by the people who do it, on a run that is in the public record."""

import re
import subprocess
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from tests.browser.casting import address, open_account
from tests.browser.visiting import PHONE, PICTURES, Visitor, Visitors
from tpp import clock
from tpp.accounts.queries.offices import by_email
from tpp.acting import SYSTEM, Role
from tpp.db import db
from tpp.people import actions as people
from tpp.people.models import Person

pytestmark = pytest.mark.browser

RECORDED = ("Engineering Project Management (EPM)", "R020")
"""Nairobi, 2019: hosted by Kenya, taught by Brazil, officers of twelve countries, Uganda among them."""
AMINA = ("Amina Yusuf Abdi", "أمينة يوسف عبدي")
STEPS = ("nominated", "selected", "arrived", "completed", "certified")
Figures = dict[str, tuple[int, int, int]]
"""Of each step: women, men, not known."""


@dataclass
class Journey:
    """What passes from hand to hand: the browsers, and the code of the run."""

    visitors: Visitors
    code: str = ""
    today: date = field(default_factory=lambda: clock.today("Africa/Nairobi"))
    open: dict[str, Visitor] = field(default_factory=dict)

    def as_(self, name: str) -> Visitor:
        if name not in self.open:
            size = PHONE if name in ("trainer", "trainee") else (1440, 900)
            self.open[name] = self.visitors(address(name), size)
        return self.open[name]

    def run(self, page: str = "") -> str:
        return f"/runs/{self.code}{page}"


@pytest.fixture
def journey(register, visitor) -> Journey:
    open_account(register, "coordinator", Role.COORDINATOR)
    open_account(register, "focal.ken", Role.FOCAL_POINT, "KEN")
    open_account(register, "focal.uga", Role.FOCAL_POINT, "UGA")
    open_account(register, "trainer", Role.TRAINER)
    open_account(register, "trainee", Role.TRAINEE)
    return Journey(visitor)


def test_a_training_goes_from_its_plan_to_a_certificate_that_anybody_verifies(
    journey, register, visitor, tmp_path
):
    before = figures(journey.as_("coordinator"), journey.today.year)
    recorded = look_up_in_the_record(journey.as_("coordinator"))
    plan_it_again(journey, recorded)
    offer_seats(journey)
    call_for_nominations(journey)
    assign_the_trainer(journey)
    answer_and_nominate(journey)
    let_the_nominee_in(journey, register)
    select_with_the_preview(journey)
    accept_the_places(journey)
    begin_the_run(journey)
    receive_and_take_attendance(journey)
    assess_each_competency(journey)
    deliver_and_record_outcomes(journey)
    issue_certificates(journey)
    page = download_own_certificate(journey, tmp_path)
    verify_from_the_paper(page, register.url, visitor())

    after = figures(journey.as_("coordinator"), journey.today.year)
    journey.as_("coordinator").picture("24-participation")
    assert gained(before, after) == {
        "nominated": (1, 1, 1),
        "selected": (1, 1, 1),
        "arrived": (1, 1, 0),
        "completed": (1, 0, 0),
        "certified": (1, 0, 0),
    }


# The programme office plans


def look_up_in_the_record(coordinator: Visitor) -> dict[str, str]:
    """What the public record says of the run that is to be held again."""
    course, number = RECORDED
    coordinator.go("/historical?year=2019")
    coordinator.picture("01-historical-record")
    coordinator.follow(course, coordinator.row(number))
    coordinator.says("not counted with the records by person", "HPSS, Nairobi")
    coordinator.picture("02-run-of-the-record")
    venue, town = ("HPSS", "Nairobi")
    senders = coordinator.main.locator("section", has_text="Sent trainees")
    assert {"Kenya", "Uganda"} <= set(senders.locator("li").all_inner_texts())
    return {
        "course": first_words(coordinator, "a[href^='/courses/']"),
        "venue": venue,
        "place": f"{town}, Kenya",
        "host": first_words(coordinator, "section:has(#hosts) li"),
        "supporter": first_words(coordinator, "section:has(#supporters) li"),
    }


def first_words(visitor: Visitor, where: str) -> str:
    return visitor.main.locator(where).first.inner_text()


def plan_it_again(journey: Journey, recorded: dict[str, str]) -> None:
    coordinator = journey.as_("coordinator")
    coordinator.go("/runs")
    coordinator.follow("Plan a run")
    page = coordinator.page
    page.get_by_label("Course", exact=True).select_option(label=recorded["course"])
    page.get_by_label("Host").select_option(label=recorded["host"])
    coordinator.fill(
        starts_on=f"{journey.today - timedelta(days=3)}",
        ends_on=f"{journey.today + timedelta(days=3)}",
        venue=recorded["venue"],
        place=recorded["place"],
        timezone="Africa/Nairobi",
        seats="8",
        supporters=recorded["supporter"],
        release_on=f"{journey.today + timedelta(days=3)}",
    )
    coordinator.picture("03-plan-a-run")
    coordinator.press("Plan the run")
    coordinator.says("is planned")
    journey.code = re.search(r"/runs/([^/]+)/seats", coordinator.path()).group(1)
    assert re.fullmatch(r"ENG-EPM-\d{4}-\d\d", journey.code)


def offer_seats(journey: Journey) -> None:
    coordinator = journey.as_("coordinator")
    coordinator.go(journey.run("/seats"))
    for country, seats in (("Kenya", "4"), ("Uganda", "3")):
        coordinator.page.get_by_label("Country or organisation").select_option(label=country)
        coordinator.fill(seats=seats)
        coordinator.press("Offer")
        coordinator.says(f"{seats} seats are offered to {country}.")
    coordinator.picture("04-seats-by-country")


def call_for_nominations(journey: Journey) -> None:
    coordinator = journey.as_("coordinator")
    coordinator.go(journey.run("/nominations"))
    coordinator.follow("Call for nominations")
    coordinator.fill(
        opens_on=f"{journey.today}",
        closes_on=f"{journey.today + timedelta(days=2)}",
        text="Engineers with a driving licence. Women are encouraged.",
    )
    coordinator.press("Save the call")
    coordinator.says("The call is saved")


def assign_the_trainer(journey: Journey) -> None:
    coordinator = journey.as_("coordinator")
    coordinator.go(journey.run())
    coordinator.follow("Team", coordinator.main)
    coordinator.page.get_by_label("Who").select_option(label="Trainer")
    coordinator.press("Assign")
    coordinator.says("The team is saved.")


# The office of a country nominates


def answer_and_nominate(journey: Journey) -> None:
    focal = journey.as_("focal.ken")
    focal.go(journey.run("/seats"))
    focal.press("Accept the seats")
    focal.says("The seats are accepted.")
    focal.picture("05-seats-of-the-office")
    nominate(focal, journey, *AMINA, sex="Yes", rank="Sergeant", picture="06-nominate")
    nominate(focal, journey, "Peter Otieno", "", sex="No", rank="Corporal")
    nominate(focal, journey, "Chebet", "", sex="Not stated", rank="Private")
    focal.says(AMINA[0], "Peter Otieno", "Chebet")
    focal.picture("07-nominees-of-the-office")


def nominate(
    focal: Visitor, journey: Journey, name: str, native: str, *, sex: str, rank: str, picture=""
) -> None:
    focal.go(journey.run("/nominations"))
    focal.follow("Nominate a person")
    focal.fill(name=name, rank=rank, native_name=native, born_on="1996-03-09")
    if native:
        focal.fill(native_language="ar")
    focal.page.get_by_role("radio", name=sex, exact=True).check()
    if picture:
        focal.picture(picture)
    focal.press("Submit nomination")
    focal.says("The nomination is submitted.")


def let_the_nominee_in(journey: Journey, register) -> None:
    """Amina's account is tied to the record that her office keeps."""
    with register.records():
        person = db.session.query(Person).filter_by(name=AMINA[0]).one()
        account = by_email(address("trainee"))
        people.change(person, by=SYSTEM, account_id=account.id)


# The programme office selects


def select_with_the_preview(journey: Journey) -> None:
    coordinator = journey.as_("coordinator")
    coordinator.go(journey.run("/nominations"))
    for name in (AMINA[0], "Peter Otieno", "Chebet"):
        coordinator.tick(coordinator.row(name).get_by_role("checkbox"))
    preview = coordinator.page.locator("#preview")
    preview.get_by_role("heading", name="If you select these 3").wait_for()
    assert "Free seats" in preview.inner_text()
    coordinator.picture("08-selection-with-preview")
    coordinator.press("Select 3 and offer the places")
    coordinator.says("3 nominees are selected.")


def accept_the_places(journey: Journey) -> None:
    """Amina answers herself, her office for the others."""
    trainee = journey.as_("trainee")
    trainee.go("/")
    trainee.picture("09-home-of-the-trainee")
    trainee.follow("Read first, or decline", trainee.main)
    trainee.picture("10-the-offer")
    trainee.press("Accept the place")
    trainee.says("Your place is confirmed.")
    focal = journey.as_("focal.ken")
    for name in ("Peter Otieno", "Chebet"):
        focal.go(journey.run("/nominations"))
        focal.follow(name, focal.main)
        focal.press("Accept the place")
        focal.says("The place is confirmed.")


def begin_the_run(journey: Journey) -> None:
    coordinator = journey.as_("coordinator")
    for deed in ("Confirm the run", "It has begun"):
        coordinator.go(journey.run())
        coordinator.press(deed)
    coordinator.says("is now: in progress")
    coordinator.picture("11-the-run")


# The trainer trains


def receive_and_take_attendance(journey: Journey) -> None:
    trainer = journey.as_("trainer")
    for day in (1, 2):
        trainer.go(journey.run("/sessions"))
        one = trainer.page.locator("section", has_text="Add one session").last
        one.get_by_label("Title").fill(f"Practice {day}")
        one.get_by_label("Day").fill(f"{journey.today - timedelta(days=3 - day)}")
        one.get_by_label("From").fill("08:00")
        one.get_by_label("Until").fill("11:00")
        trainer.press("Add", one)
        trainer.says(f"“Practice {day}” is planned.")
    trainer.picture("12-sessions")
    mark_arrivals(trainer, journey)
    for day in (1, 2):
        trainer.go(journey.run("/attendance"))
        trainer.follow("Take attendance", trainer.row(f"Practice {day}"))
        trainer.picture("14-attendance-sheet")
        trainer.press("Save 2 marks")
        trainer.says("2 marks were saved.")
    trainer.picture("15-attendance-of-the-run")


def mark_arrivals(trainer: Visitor, journey: Journey) -> None:
    trainer.go(journey.run("/participants"))
    trainer.tick(trainer.row("Chebet").get_by_role("checkbox"))
    trainer.press("Did not arrive")
    for deed in ("All 2 arrived", "All 2 began training"):
        trainer.press(deed)
    trainer.says("2 participants are now: in training.")
    trainer.picture("13-participants")


def assess_each_competency(journey: Journey) -> None:
    """Amina passes everything, Peter not the first competency."""
    trainer = journey.as_("trainer")
    trainer.go(journey.run("/assessments"))
    for name, first in ((AMINA[0], "85"), ("Peter Otieno", "35")):
        trainer.go(journey.run("/assessments"))
        trainer.follow(name, trainer.main.locator("table"))
        for closed in trainer.main.locator("details.acc:not([open]) > summary").all():
            closed.click()
        marks = trainer.main.locator("[name^=mark-]")
        for number in range(marks.count()):
            marks.nth(number).fill("85" if number else first)
        trainer.picture(f"16-assessing-{name.split()[0].lower()}")
        trainer.press("Save")
        trainer.says("results were saved")


def deliver_and_record_outcomes(journey: Journey) -> None:
    coordinator = journey.as_("coordinator")
    coordinator.go(journey.run())
    coordinator.press("It was delivered")
    coordinator.go(journey.run("/assessments"))
    coordinator.picture("17-assessments-before-outcomes")
    coordinator.press("Record outcomes")
    coordinator.says("2 outcomes were recorded.")


# Certificates


def issue_certificates(journey: Journey) -> None:
    coordinator = journey.as_("coordinator")
    coordinator.go(journey.run("/certificates"))
    coordinator.picture("18-certificates-ready")
    coordinator.press("Issue 2 certificates")
    coordinator.says("Issuing certificates")
    back = coordinator.main.get_by_role("link", name="Back to what it was for")
    back.wait_for(timeout=60_000)
    assert coordinator.page.locator("h1").count() == 1
    coordinator.picture("19-issuing-is-done")
    coordinator.clicked(back)
    coordinator.picture("20-certificates-issued")


def download_own_certificate(journey: Journey, folder: Path) -> Path:
    trainee = journey.as_("trainee")
    trainee.go("/my/certificates")
    trainee.picture("21-my-certificates")
    with trainee.page.expect_download() as arriving:
        trainee.follow("PDF", trainee.main)
    page = folder / arriving.value.suggested_filename
    arriving.value.save_as(page)
    assert page.suffix == ".pdf"
    return page


def verify_from_the_paper(page: Path, base_url: str, stranger: Visitor) -> None:
    """Whoever has the paper reads both names on it, points a telephone at it and is told."""
    text = "".join(it.extract_text() for it in PdfReader(page).pages)
    for name in AMINA:
        assert name in text or name in plain(page)
    [code] = zxingcpp.read_barcodes(picture_of(page))
    assert re.fullmatch(rf"{re.escape(base_url)}/verify/[0-9a-z]{{26}}", code.text)
    stranger.go(code.text)
    stranger.says("This certificate is valid", *AMINA, "Engineering Project Management")
    stranger.picture("23-verified")


def plain(page: Path) -> str:
    read = subprocess.run(["pdftotext", page, "-"], capture_output=True, text=True, check=True)
    return read.stdout


def picture_of(page: Path) -> Image.Image:
    picture = PICTURES / "22-certificate"
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", page, picture], check=True)
    return Image.open(picture.with_suffix(".png"))


# What is counted


def figures(visitor: Visitor, year: int) -> Figures:
    """Kenya's line of the participation page, engineering in this year, at each step."""
    found = {}
    for step in STEPS:
        asked = f"pillar=engineering&country=KEN&since={year}&until={year}&step={step}"
        visitor.go(f"/participation?{asked}")
        found[step] = counted(visitor)
    return found


def counted(visitor: Visitor) -> tuple[int, int, int]:
    line = visitor.row("Kenya")
    if not line.count():
        return (0, 0, 0)
    women, men, unknown = (
        int(line.locator(f"td[data-l='{column}']").inner_text().replace(",", ""))
        for column in ("Women", "Men", "Not known")
    )
    return women, men, unknown


def gained(before: Figures, after: Figures) -> Figures:
    return {
        step: tuple(now - was for now, was in zip(after[step], before[step], strict=True))
        for step in STEPS
    }
