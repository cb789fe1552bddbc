"""The list and the pages of runs: who sees what, status codes and words."""

import re
from datetime import date

import pytest

from tests.factories import (
    make_account,
    make_acting,
    make_allocation,
    make_enrolment,
    make_focal_point,
    make_nomination,
    make_party,
    make_person,
    make_role,
    make_run,
    make_session,
    make_version,
)
from tpp.acting import Role
from tpp.db import db
from tpp.offerings.models import CourseOffering, Staffing
from tpp.offerings.queries import parties_of
from tpp.offerings.rules import PartyRole, StaffRole, Status
from tpp.people.rules import Sex
from tpp.scope import EVERYTHING, see

PLAN = {
    "starts_on": "2027-01-18",
    "ends_on": "29 1 2027",
    "venue": "Peace Support School",
    "place": "Nairobi, Kenya",
    "timezone": "Africa/Nairobi",
    "delivery": "in_person",
    "languages": ["en", "fr"],
    "seats": "20",
}


@pytest.fixture
def office(browser):
    return browser(make_acting())


def fresh():
    """What stands now, not what this test saw before."""
    see(EVERYTHING)
    db.session.rollback()
    db.session.expire_all()


def only_run():
    fresh()
    return db.session.query(CourseOffering).one()


def test_each_role_sees_its_own_runs(browser):
    kenya, japan = make_party(name="Kenya"), make_party(name="Japan")
    sent, hosted, draft = make_run(), make_run(), make_run(status=Status.DRAFT)
    allocation = make_allocation(sent, kenya)
    person = make_person(kenya)
    make_nomination(allocation, person)
    make_role(hosted, japan, PartyRole.SUPPORTER)
    seen = {
        make_acting(): {sent, hosted, draft},
        make_acting(Role.AUDITOR): {sent, hosted, draft},
        make_focal_point(kenya): {sent},
        make_acting(Role.SUPPORTER, party=japan): {hosted},
        make_acting(Role.TRAINER, runs=[hosted]): {hosted},
        make_acting(Role.TRAINEE, person=person): {sent},
    }
    for acting, runs in seen.items():
        client = browser(acting)
        page = client.get("/runs").text
        assert {run for run in (sent, hosted, draft) if run.code in page} == runs, acting.role
        for run in (sent, hosted, draft):
            status = client.get(f"/runs/{run.code}").status_code
            assert status == (200 if run in runs else 404), (acting.role, run.code)


def test_an_administrator_sees_no_runs(browser):
    assert browser(make_acting(Role.ADMINISTRATOR)).get("/runs").status_code == 403


def test_filters_stand_in_the_address(office):
    engineering = make_run(place="Nairobi, Kenya")
    medical = make_run(
        make_version(pillar="medical"), starts_on=date(2025, 3, 3), ends_on=date(2025, 3, 9)
    )
    host = make_party(name="Rwanda")
    make_role(medical, host, PartyRole.HOST)
    for query, wanted in {
        "pillar=medical": medical,
        "year=2025": medical,
        f"host={host.code}": medical,
        f"q={engineering.code}+nairobi": engineering,
        "status=confirmed&pillar=engineering": engineering,
    }.items():
        page = office.get(f"/runs?{query}").text
        assert [run.code for run in (engineering, medical) if run.code in page] == [wanted.code], (
            query
        )


@pytest.mark.parametrize("query", ["pillar=cooking", "status=x", "year=99999", "host=XXX"])
def test_a_filter_that_does_not_exist_is_not_found(office, query):
    assert office.get(f"/runs?{query}").status_code == 404


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=999999999999", "page=x", "sort=x", "q=%25"]
)
def test_strange_pages_and_orders_show_the_list(office, query):
    make_run()
    assert office.get(f"/runs?{query}").status_code == 200


def test_the_list_counts_seats_and_women_of_the_own_country_only(browser):
    run = make_run()
    kenya, peru = make_allocation(run, seats=5), make_allocation(run, seats=7)
    make_enrolment(kenya, make_person(kenya.party, sex=Sex.WOMAN))
    for _ in range(3):
        make_enrolment(peru, make_person(peru.party, sex=Sex.WOMAN))

    def cells(acting):
        rows = browser(acting).get("/runs").text.split("<tbody>")[1]
        return [int(number) for number in re.findall(r'class="num"[^>]*><span[^>]*>(\d+)', rows)]

    make_role(run, japan := make_party(), PartyRole.SUPPORTER)
    assert cells(make_focal_point(kenya.party)) == [5, 1, 1]
    assert cells(make_acting(Role.SUPPORTER, party=japan)) == [20, 4, 4]


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


def test_a_trainer_assigned_to_the_run_sees_it_at_once(office, browser):
    run, trainer = make_run(), make_account(name="Kenta Moriyama")
    client = browser(make_acting(Role.TRAINER, account=trainer))
    assert client.get(f"/runs/{run.code}").status_code == 404
    words = {"account": str(trainer.id), "role": StaffRole.LEAD.value, "party": ""}
    assert office.post(f"/runs/{run.code}/team", data=words).status_code == 303
    assert client.get(f"/runs/{run.code}").status_code == 200
    assert "Kenta Moriyama" in office.get(f"/runs/{run.code}").text
    fresh()
    staffing = db.session.query(Staffing).one()
    office.post(f"/staffings/{staffing.id}/removal")
    assert client.get(f"/runs/{run.code}").status_code == 404


def test_sessions_are_filled_added_and_cancelled_in_the_zone_of_the_run(office, browser):
    run = make_run(starts_on=date(2027, 1, 18), ends_on=date(2027, 1, 22))
    trainer = browser(make_acting(Role.TRAINER, runs=[run]))
    times = {"first_starts": "08:00", "first_ends": "12:00", "second_starts": "", "second_ends": ""}
    words = {f"weekdays-{name}": value for name, value in (times | {"title": "Drills"}).items()}
    assert trainer.post(f"/runs/{run.code}/weekdays", data=words).status_code == 303
    one = {"title": "Night drive", "day": "2027-01-20", "starts": "20:00", "ends": "22:30"}
    assert trainer.post(f"/runs/{run.code}/sessions", data=one).status_code == 303
    page = trainer.get(f"/runs/{run.code}/sessions").text
    assert "20:00 – 22:30" in page
    assert "Africa/Nairobi" in page
    assert page.count("Drills</bdi>") == 5
    late = trainer.post(f"/runs/{run.code}/sessions", data=one | {"day": "2027-02-01"})
    assert late.status_code == 422
    assert "choose one of its days" in late.text
    assert "Night drive" in late.text


def test_a_form_sent_when_the_run_is_already_closed_is_told_why_it_is_refused(office):
    run = make_run(status=Status.CLOSED)
    one = {"title": "Night drive", "day": "2026-11-20", "starts": "20:00", "ends": "22:30"}
    answer = office.post(f"/runs/{run.code}/sessions", data=one)
    assert answer.status_code == 422
    assert "is closed and stays as it is" in answer.text


def test_a_session_of_another_run_is_not_found(browser):
    run, other = make_run(), make_session(make_run())
    trainer = browser(make_acting(Role.TRAINER, runs=[run]))
    assert trainer.post(f"/sessions/{other.id}/cancellation").status_code == 404


def test_a_session_is_cancelled_with_a_reason_that_the_timetable_shows(office):
    run = make_run()
    session = make_session(run, title="Night drive")
    answer = office.post(f"/sessions/{session.id}/cancellation", data={"reason": " "})
    assert answer.status_code == 422
    assert "Say why the session is cancelled" in answer.text
    answer = office.post(
        f"/sessions/{session.id}/cancellation", data={"reason": "The ford is flooded"}
    )
    assert answer.status_code == 303
    page = office.get(f"/runs/{run.code}/sessions").text
    assert "The ford is flooded" in page


def test_a_session_is_edited_on_its_own_page_and_a_stale_one_is_told(office):
    run = make_run()
    session = make_session(run, title="Night drive")
    page = f"/sessions/{session.id}"
    assert 'value="Night drive"' in office.get(page).text
    what = {"title": "Night drive II", "day": "2026-11-20", "starts": "20:00", "ends": "22:30"}
    assert office.post(page, data=what | {"seen_version": "1"}).status_code == 303
    assert office.post(page, data=what | {"seen_version": "1"}).status_code == 409
    wrong = office.post(page, data=what | {"seen_version": "2", "ends": "19:00"})
    assert wrong.status_code == 422
    assert "ends before it begins" in wrong.text
    assert "Night drive II" in office.get(f"/runs/{run.code}/sessions").text


def test_contributions_are_recorded_planned_and_to_date(office):
    run = make_run()
    make_party(code="JPN", name="Japan")
    office.post(f"/runs/{run.code}/parties", data={"party": "JPN", "role": "supporter"})
    fresh()
    [partner] = [it.id for it in parties_of(run)]
    gift = {"participation": str(partner), "what": "Trainers", "planned": "12", "actual": ""}
    assert office.post(f"/runs/{run.code}/contributions", data=gift).status_code == 303
    page = office.get(f"/runs/{run.code}").text
    assert "Trainers" in page
    assert "not reported" in page


def test_a_supporter_reads_counts_but_no_country_and_no_person(browser):
    run, japan = make_run(), make_party(name="Japan")
    make_role(run, japan, PartyRole.SUPPORTER)
    allocation = make_allocation(run, make_party(name="Wakanda"), seats=5)
    make_enrolment(allocation, make_person(allocation.party, name="Asha Njeri", sex=Sex.WOMAN))
    page = browser(make_acting(Role.SUPPORTER, party=japan)).get(f"/runs/{run.code}").text
    assert "1 of 1 people" in page
    assert "Asha" not in page
    assert "/participants" not in page


def test_an_office_reads_its_own_seats_and_history_only(browser):
    run = make_run()
    own, other = (
        make_allocation(run, make_party(name="Kenya")),
        make_allocation(run, make_party(name="Peru")),
    )
    client = browser(make_focal_point(own.party))
    page = client.get(f"/runs/{run.code}").text + client.get(f"/runs/{run.code}/seats").text
    assert "Kenya" in page
    assert "Peru" not in page
    assert other.id


def test_the_list_takes_as_many_queries_for_fifty_runs_as_for_one(office, app):
    from sqlalchemy import event

    make_allocation(make_run())
    said = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *a: said.append(a[2]))
    office.get("/runs")
    few = len(said)
    for _ in range(49):
        make_enrolment(make_allocation(make_run()))
    said.clear()
    office.get("/runs")
    assert len(said) == few


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
