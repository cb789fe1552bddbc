"""A run is planned and changed on its pages: what is kept, refused, in conflict."""

import re
from datetime import date

import pytest

from tests.factories import (
    make_acting,
    make_allocation,
    make_focal_point,
    make_party,
    make_run,
    make_version,
)
from tests.offerings.planning import PLAN, only_run
from tpp.acting import Role
from tpp.db import db
from tpp.offerings.models import CourseOffering
from tpp.offerings.rules import Status
from tpp.scope import EVERYTHING, see


def test_a_run_is_planned_and_gets_its_code(office):
    version = make_version()
    make_party(code="KEN", name="Kenya")
    make_party(code="JPN", name="Japan")
    words = PLAN | {"course": version.course.code, "host": "KEN", "supporters": "Japan"}

    answer = office.post("/runs/new", data=words)

    run = only_run()
    assert (answer.status_code, answer.location) == (303, f"/runs/{run.code}/seats")
    assert (run.status, run.ends_on, run.languages) == (
        Status.PLANNED,
        date(2027, 1, 29),
        ["en", "fr"],
    )
    page = office.get(f"/runs/{run.code}").text
    assert "Kenya" in page
    assert "Japan" in page


def test_a_draft_is_kept_without_being_planned(office):
    office.post("/runs/new", data=PLAN | {"course": make_version().course.code, "as": "draft"})
    assert only_run().status is Status.DRAFT


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ends_on": "2027-01-01"}, "ends before it begins"),
        ({"starts_on": "31 2 2027"}, "day that exists"),
        ({"starts_on": "0001-01-01"}, "Check the year"),
        ({"ends_on": "9999-12-31"}, "Check the year"),
        ({"timezone": "Nairobi"}, "Africa/Nairobi"),
        ({"seats": "many"}, "1 answer needs another look"),
        ({"seats": "many"}, "whole number"),
        ({"venue": ""}, "Fill this in"),
        ({"course": "NOPE"}, "Choose one of the answers"),
        ({"languages": "xx"}, "Choose among the answers"),
        ({"supporters": "Atlantis"}, "no party called “Atlantis”"),
        ({"venue": "x" * 10_000}, "at most 200"),
        ({"venue": "a\u202eb"}, "U+202E"),
    ],
)
def test_a_plan_with_something_wrong_comes_back_with_all_that_was_typed(office, wrong, words):
    answer = office.post("/runs/new", data=PLAN | {"course": make_version().course.code} | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Nairobi, Kenya" in answer.text
    see(EVERYTHING)
    assert db.session.query(CourseOffering).count() == 0


def test_only_the_programme_office_plans(browser):
    run = make_run()
    allocation = make_allocation(run)
    for acting in (make_focal_point(allocation.party), make_acting(Role.AUDITOR)):
        client = browser(acting)
        assert client.get("/runs/new").status_code == 403
        assert client.post(f"/runs/{run.code}/status", data={"step": "started"}).status_code == 403
        assert client.get(f"/runs/{run.code}/team").status_code == 403


def edit(run, **changed):
    words = PLAN | {"starts_on": "2026-11-02", "ends_on": "2026-12-11", "languages": ["en"]}
    return words | {"seen_version": run.version} | changed


def test_a_plan_is_changed(office):
    run = make_run()
    answer = office.post(f"/runs/{run.code}/plan", data=edit(run, venue="Thika"))
    assert (answer.status_code, only_run().venue) == (303, "Thika")


def test_a_stale_plan_is_a_conflict_with_both_versions(office):
    run = make_run(venue="Hall 1")
    old = edit(run, venue="Hall 3")
    office.post(f"/runs/{run.code}/plan", data=edit(run, venue="Hall 2"))
    answer = office.post(f"/runs/{run.code}/plan", data=old)
    assert answer.status_code == 409
    assert "Hall 2" in answer.text
    assert "Hall 3" in answer.text
    assert only_run().venue == "Hall 2"


def test_a_run_is_cancelled_only_with_a_reason(office):
    run = make_run()
    answer = office.post(f"/runs/{run.code}/status", data={"step": "cancelled"})
    assert (answer.status_code, only_run().status) == (422, Status.CONFIRMED)
    office.post(f"/runs/{run.code}/status", data={"step": "cancelled", "reason": "Host withdrew"})
    assert only_run().status is Status.CANCELLED
    assert "Host withdrew" in office.get(f"/runs/{run.code}").text


def test_an_unknown_step_is_refused(office):
    run = make_run()
    assert office.post(f"/runs/{run.code}/status", data={"step": "sung"}).status_code == 422
    assert office.post(f"/runs/{run.code}/status", data={}).status_code == 422


def test_a_plan_that_is_sent_twice_makes_one_run(office):
    words = PLAN | {"course": make_version().course.code}
    once = re.search(r'name="once"[^>]* value="([^"]+)"', office.get("/runs/new").text)[1]
    first, again = (office.post("/runs/new", data=words | {"once": once}) for _ in range(2))
    assert first.status_code == again.status_code == 303
    assert first.location == again.location == f"/runs/{only_run().code}/seats"


def test_a_venue_of_blanks_is_no_venue(office):
    words = PLAN | {"course": make_version().course.code, "venue": "   "}
    page = office.post("/runs/new", data=words)
    assert page.status_code == 422
    assert "Fill this in." in page.text
