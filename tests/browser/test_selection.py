"""A coordinator fills a run from its nominations: two clicks a person, three for all within the seats."""

from datetime import date

import pytest

from tests import factories as f
from tests.browser.casting import open_account
from tests.browser.laying import run_around_today
from tests.browser.visiting import PHONE
from tpp.acting import Role
from tpp.catalogue.models import EligibilityRule
from tpp.catalogue.rules.eligibility import Criterion
from tpp.db import transaction
from tpp.offerings.rules import Status as Run
from tpp.parties.queries import by_code
from tpp.people.rules import Sex

pytestmark = pytest.mark.browser

NAMES = ("Faith Chebet", "Dennis Otieno", "Abdi Noor", "Mercy Wanjiru", "Peter Kamau")


def nominated() -> str:
    """A run with two countries, five nominees each, of whom the fourth is too old for the course."""
    run = run_around_today(Run.PLANNED)
    with transaction():
        run.women_floor_percent = 20
    rule = {"version_id": run.course_version_id, "position": 1, "criterion": Criterion.AGE}
    asked = {"parameters": {"at_least": 20, "at_most": 50}, "set_by": "Test"}
    f.make(EligibilityRule, rule, asked | {"set_on": date(2026, 1, 1)})
    for code, seats in (("KEN", 3), ("NGA", 2)):
        allocation = f.make_allocation(run, by_code(code), seats=seats)
        for place, name in enumerate(NAMES):
            sex = Sex.WOMAN if place in (0, 3) else Sex.MAN
            born = date(1960 if place == 3 else 1995, 5, 1)
            facts = {"name": f"{name} {code}", "sex": sex, "born_on": born, "rank": "Cpl"}
            f.make_nomination(allocation, f.make_person(allocation.party, **facts))
    f.make_call(run)
    return run.code


def test_one_is_selected_in_two_clicks_and_all_within_the_seats_in_three(register, visitor):
    with register.records():
        code = nominated()
    email = open_account(register, "coordinator", Role.COORDINATOR)
    coordinator = visitor(email)
    coordinator.go(f"/runs/{code}/selection")
    coordinator.press("Select Cpl Faith Chebet KEN")
    coordinator.says("If you select this one")
    coordinator.picture("41-selection-of-one")
    coordinator.press("Select 1 and offer the place")
    coordinator.says("1 nominee is selected.")
    assert coordinator.clicks == 2

    coordinator.clicks = 0
    coordinator.follow("Nominations", coordinator.main)
    coordinator.press("Tick all eligible within seats")
    coordinator.says("If you select these 4", "Free seats")
    coordinator.picture("42-selection-within-seats")
    coordinator.press("Select 4 and offer the places")
    coordinator.says("4 nominees are selected.")
    assert coordinator.clicks == 3
    coordinator.go(f"/runs/{code}/funnel")
    coordinator.says("From nomination to arrival")
    coordinator.picture("43-funnel")


def test_seats_and_share_change_while_one_ticks(register, visitor):
    with register.records():
        code = nominated()
    coordinator = visitor(open_account(register, "coordinator", Role.COORDINATOR), PHONE)
    coordinator.go(f"/runs/{code}/selection")
    preview = coordinator.page.locator("#preview")
    for number, name in enumerate(("Dennis Otieno KEN", "Abdi Noor NGA"), start=1):
        coordinator.tick(coordinator.row(name).get_by_role("checkbox"))
        words = "this one" if number == 1 else f"these {number}"
        preview.get_by_role("heading", name=f"If you select {words}").wait_for()
    assert "Below the floor of 20% for women" in preview.inner_text()
    coordinator.tick(coordinator.row("Faith Chebet KEN").get_by_role("checkbox"))
    preview.get_by_role("heading", name="If you select these 3").wait_for()
    assert "Below the floor" not in preview.inner_text()
    coordinator.picture("44-selection-on-a-phone")
