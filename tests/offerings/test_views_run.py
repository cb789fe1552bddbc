"""The pages of one run: trainers, sessions, contributions, and who reads what."""

from datetime import date

from tests.factories import (
    make_account,
    make_acting,
    make_allocation,
    make_enrolment,
    make_focal_point,
    make_party,
    make_person,
    make_role,
    make_run,
    make_session,
)
from tests.offerings.planning import fresh
from tpp.acting import Role
from tpp.db import db
from tpp.offerings.models import Staffing
from tpp.offerings.queries import parties_of
from tpp.offerings.rules import PartyRole, StaffRole, Status
from tpp.people.rules import Sex


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
