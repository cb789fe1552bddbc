"""Who sees which runs and sessions in the calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import (
    make_acting,
    make_focal_point,
    make_party,
    make_role,
    make_run,
    make_session,
)
from tpp.acting import Role
from tpp.offerings.rules import PartyRole, Status


@pytest.fixture(autouse=True)
def today(at):
    at(datetime(2026, 11, 4, 9, tzinfo=UTC))


PAGES = ("/calendar?year=2026", "/calendar/month?month=2026-11", "/calendar/week?day=2026-11-04")


@pytest.mark.parametrize("page", PAGES)
def test_an_office_sees_the_runs_that_concern_it_and_a_trainer_the_own(browser, page):
    country = make_party()
    near, far, draft = make_run(), make_run(), make_run(status=Status.DRAFT)
    for it in (near, draft):
        make_role(it, country)
    for who in (make_focal_point(country), make_acting(Role.TRAINER, runs=[near])):
        text = browser(who).get(page).text
        assert near.code in text
        assert far.code not in text
        assert draft.code not in text


def test_the_year_stands_in_lanes_by_pillar_host_or_status(browser):
    run, kenya = make_run(), make_party(name="Hostland")
    make_role(run, kenya, PartyRole.HOST)
    office = browser(make_acting())
    for by, lane in (("pillar", "Engineering"), ("host", "Hostland"), ("status", "Confirmed")):
        answer = office.get(f"/calendar?year=2026&by={by}")
        assert answer.status_code == 200
        assert f">{lane}</h2>" in answer.text
    assert office.get("/calendar?year=2026&by=nothing").status_code == 404
    assert run.code not in office.get("/calendar?year=2026&status=cancelled").text


def test_a_week_has_the_sessions_whose_day_in_their_own_zone_lies_in_it(browser):
    sunday_night = datetime(2026, 11, 1, 22, tzinfo=UTC)
    tokyo = make_run(timezone="Asia/Tokyo", starts_on=date(2026, 10, 26))
    lima = make_run(timezone="America/Lima", starts_on=date(2026, 10, 26))
    for run, title in ((tokyo, "In Tokyo"), (lima, "In Lima")):
        ends = sunday_night + timedelta(hours=1)
        make_session(run, title=title, starts_at=sunday_night, ends_at=ends)
    text = browser(make_acting()).get("/calendar/week?day=2026-11-04").text
    assert "In Tokyo" in text
    assert "In Lima" not in text


def test_a_supporter_sees_runs_and_no_session(browser):
    run, japan = make_run(), make_party()
    make_role(run, japan, PartyRole.SUPPORTER)
    starts = datetime(2026, 11, 4, 6, tzinfo=UTC)
    make_session(run, title="Secret drill", starts_at=starts, ends_at=starts + timedelta(hours=1))
    text = browser(make_acting(Role.SUPPORTER, japan)).get("/calendar/week?day=2026-11-04").text
    assert run.code in text
    assert "Secret drill" not in text


@pytest.mark.parametrize(
    "page", ["/calendar/month?month=nonsense", "/calendar/week?day=9999-12-31"]
)
def test_a_day_that_is_none_is_not_found(browser, page):
    assert browser(make_acting()).get(page).status_code == 404
