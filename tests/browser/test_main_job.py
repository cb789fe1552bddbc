"""The whole of one training, by the people who do it, on a run that is in the public record."""

import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from tests.browser.casting import open_account
from tests.browser.preparing import (
    AMINA,
    Journey,
    accept_the_places,
    answer_and_nominate,
    assign_the_trainer,
    begin_the_run,
    call_for_nominations,
    let_the_nominee_in,
    look_up_in_the_record,
    offer_seats,
    plan_it_again,
    select_with_the_preview,
)
from tests.browser.visiting import PICTURES, Visitor
from tpp.acting import Role

pytestmark = pytest.mark.browser

STEPS = ("nominated", "selected", "arrived", "completed", "certified")
Figures = dict[str, tuple[int, int, int]]
"""Of each step: women, men, not known."""


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
    confirm_the_names(journey)
    recommend_for_certificates(journey)
    approve_and_issue(journey)
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


def confirm_the_names(journey: Journey) -> None:
    """The trainee her own, the office whoever does not answer."""
    trainee = journey.as_("trainee")
    trainee.go("/")
    trainee.says("Confirm your name.", *AMINA)
    trainee.picture("17a-confirm-your-name")
    trainee.press("My name is right")
    trainee.says("Name confirmed")
    coordinator = journey.as_("coordinator")
    coordinator.go(journey.run("/names"))
    coordinator.picture("17b-names-of-the-run")
    coordinator.press("Confirm the name")
    coordinator.says("confirmed")


def recommend_for_certificates(journey: Journey) -> None:
    trainer = journey.as_("trainer")
    trainer.go(journey.run("/certificates"))
    trainer.picture("18a-recommending")
    trainer.press("Recommend those ticked")
    trainer.says("Waiting for approval")


def approve_and_issue(journey: Journey) -> None:
    coordinator = journey.as_("coordinator")
    coordinator.go(journey.run("/certificates"))
    coordinator.picture("18-waiting-for-approval")
    coordinator.follow("Look at 2 pages", coordinator.main)
    coordinator.says("Page 1 of 2", "DRAFT")
    coordinator.picture("18b-the-page-before-it-is-issued")
    coordinator.go(journey.run("/certificates"))
    coordinator.press("Approve and issue 2 certificates")
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
    assert re.fullmatch(rf"{re.escape(base_url)}/verify/[0-9a-z]{{26}}#1[A-Z2-7]+", code.text)
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
