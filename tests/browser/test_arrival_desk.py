"""From a confirmed place to the arrival desk, on a phone."""

from datetime import UTC, datetime

import pytest

from tests import factories as f
from tests.browser import laying
from tests.browser.casting import address, open_account
from tests.browser.visiting import PHONE
from tpp.acting import Role
from tpp.db import db
from tpp.enrolments import actions
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules.arrivals import sealed
from tpp.enrolments.rules.travel import Kind, State
from tpp.offerings.rules import Status as Run
from tpp.parties.queries import by_code
from tpp.people.rules import Sex

pytestmark = pytest.mark.browser

NAMES = ("Asha Njeri", "Brian Otieno", "Chepkoech Langat")
TEXTS = {
    "where_and_when": "Come to the **main gate**.\n\n- This letter",
    "contacts": "Duty officer",
}


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def expected_run(trainer):
    """A run that has begun, with three expected, and its instructions."""
    run = laying.run_around_today(Run.IN_PROGRESS)
    f.make_staffing(offering_id=run.id, account_id=trainer.account_id)
    kenya = f.make_allocation(run, by_code("KEN"), seats=3)
    places = [
        f.make_enrolment(kenya, f.make_person(kenya.party, name=name, sex=Sex.WOMAN))
        for name in NAMES
    ]
    by = f.make_acting()
    row = actions.write(run, {"en": TEXTS}, by=by, reports_at=noon(run.starts_on))
    actions.send(row, by=by)
    actions.tick(places[0], Kind.VISA_APPLIED, State.DONE, by=by)
    return run, places


def test_three_people_arrive_at_a_desk_that_is_a_phone(register, visitor):
    with register.records():
        run, places = expected_run(laying.trainer("trainer.desk"))
        code = run.code
        scanned = f"/arrivals/{sealed(places[1].word, register.app.config['SECRET_KEY'])}"
        letters = [place.id for place in places]
    trainer = visitor(address("trainer.desk"), PHONE)
    trainer.follow("Arrivals", trainer.main)
    trainer.says("Expected", "Asha Njeri")
    trainer.picture("41-arrival-desk")
    trainer.fill(q="asha")
    trainer.press("Find")
    trainer.press("Arrived Asha Njeri")
    trainer.says("Asha Njeri has arrived.")
    trainer.press("Undo Asha Njeri")
    trainer.says("is expected again")
    trainer.press("Arrived Asha Njeri")
    trainer.go(scanned)
    trainer.picture("42-scanned-letter")
    trainer.press("Has arrived")
    trainer.says("Brian Otieno has arrived.")
    trainer.go(f"/runs/{code}/arrivals/no-shows")
    trainer.tick(trainer.main.get_by_label(NAMES[2]))
    trainer.press("Go on")
    trainer.picture("43-did-not-arrive")
    trainer.press("Yes, 1 did not arrive")
    trainer.says("1 person is marked as not having arrived.")
    assert status_of(register, letters) == ["arrived", "arrived", "no_show"]


def test_the_office_and_the_programme_see_who_is_ready(register, visitor):
    with register.records():
        run, places = expected_run(laying.trainer("trainer.ready"))
        code, place = run.code, places[0].id
    office = visitor(open_account(register, "focal.ken", Role.FOCAL_POINT, "KEN"), PHONE)
    office.go("/travel")
    office.says("Asha Njeri", "5 steps open")
    office.picture("44-before-the-journey")
    office.go(f"/places/{place}")
    office.picture("45-one-place")
    coordinator = visitor(open_account(register, "coordinator", Role.COORDINATOR))
    coordinator.go(f"/runs/{code}/travel")
    coordinator.picture("46-travel-of-a-run")
    coordinator.go(f"/runs/{code}/joining")
    coordinator.says("In force")
    coordinator.picture("47-joining-instructions")
    coordinator.go(f"/runs/{code}/joining/text?language=ar")
    coordinator.picture("48-writing-instructions")
    coordinator.go(f"/runs/{code}/sessions")


def status_of(register, ids):
    with register.records():
        return [str(db.session.get_one(Enrolment, it).status) for it in ids]
