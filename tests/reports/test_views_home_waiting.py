"""First screens: people at the desk, pairs of records, lists and requests that wait."""

from datetime import timedelta

import pytest

from tests.factories import (
    make_acting,
    make_allocation,
    make_asked,
    make_call,
    make_enrolment,
    make_focal_point,
    make_party,
    make_person,
    make_run,
)
from tests.reports.worklines import worklines
from tpp import clock
from tpp.acting import Role
from tpp.duplicates.actions import look_at
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.nominations.actions import ask_for_documents
from tpp.offerings.rules import Status as RunStatus
from tpp.people import actions as people
from tpp.rolls import actions as rolls

AWAITED, PAIRS = "People awaited at the arrival desk", "Possible duplicates"
REQUESTS, ROWS = "Requests to read documents", "Rows of a list to settle"


@pytest.fixture
def begins_today(app):
    today = clock.now().date()
    days = {"starts_on": today, "ends_on": today + timedelta(days=4)}
    run = make_run(status=RunStatus.IN_PROGRESS, timezone="UTC", **days)
    kenya = make_allocation(run, make_party(), seats=3)
    make_enrolment(kenya, make_person(kenya.party))
    make_enrolment(kenya, make_person(kenya.party), PlaceStatus.ARRIVED)
    return run


def twins(party):
    by = make_focal_point(party)
    born_on = clock.now().date() - timedelta(days=10_000)
    for name in ("Zawadi Njeri Mutua", "Mutua Zawadi Njeri"):
        person = people.add(name=name, born_on=born_on, party=party, nationality=party, by=by)
    return look_at(person.id)


def test_the_programme_and_the_trainer_see_who_is_awaited_today(begins_today, browser):
    trainer = make_acting(Role.TRAINER, runs=[begins_today])

    for acting in (make_acting(), trainer):
        assert worklines(browser(acting).get("/"))[AWAITED] == 1


def test_a_pair_of_records_waits_for_its_office_and_the_programme_and_for_no_other(app, browser):
    kenya = make_party()
    assert twins(kenya)

    for acting in (make_acting(), make_focal_point(kenya)):
        assert worklines(browser(acting).get("/"))[PAIRS] == 1
    assert PAIRS not in worklines(browser(make_focal_point(make_party())).get("/"))


def test_a_request_to_read_papers_waits_for_everybody_but_who_asked(app, browser):
    asks = make_acting()
    ask_for_documents(make_run(), by=asks, reason="Names are compared.")

    assert worklines(browser(make_acting()).get("/"))[REQUESTS] == 1
    assert REQUESTS not in worklines(browser(asks).get("/"))


def test_rows_of_a_list_wait_for_the_office_that_uploaded_it(app, browser):
    run = make_run(status=RunStatus.PLANNED)
    kenya = make_allocation(run, make_party(), seats=3)
    make_asked(make_call(run), kenya.party)
    office = make_focal_point(kenya.party)
    rows = b"Full name,Sex,Date of birth\nAsha Juma,woman,1990-12-31\nEkai,man,1990-02-31\n"
    rolls.check(rolls.upload(run, rows, "nominees.csv", by=office), by=office)

    assert worklines(browser(office).get("/"))[ROWS] == 1
    assert ROWS not in worklines(browser(make_focal_point(make_party())).get("/"))
