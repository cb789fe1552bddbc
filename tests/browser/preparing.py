"""The first half of a training: planned, its seats given, people put forward and selected."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.browser.casting import address
from tests.browser.visiting import PHONE, Visitor, Visitors
from tpp import clock
from tpp.accounts.queries.offices import by_email
from tpp.acting import SYSTEM
from tpp.db import db
from tpp.people import actions as people
from tpp.people.models import Person

RECORDED = ("Engineering Project Management (EPM)", "R020")
"""Nairobi, 2019: hosted by Kenya, taught by Brazil, officers of twelve countries, Uganda among them."""
AMINA = ("Amina Yusuf Abdi", "أمينة يوسف عبدي")


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
        text_en="Engineers with a driving licence. Women are encouraged.",
    )
    coordinator.press("Save the call")
    coordinator.says("The call is made. Choose now which offices are asked.")
    coordinator.press("Save")
    coordinator.says("The offices are saved.")


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
    is_woman = focal.page.get_by_role("group", name="Is this person a woman?")
    is_woman.get_by_role("radio", name=sex, exact=True).check()
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
