"""First screens: one's own work, each number a link to exactly what it counts."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import (
    make,
    make_acting,
    make_allocation,
    make_call,
    make_enrolment,
    make_outcome,
    make_party,
    make_person,
    make_role,
    make_run,
)
from tests.reports.worklines import address_of, worklines
from tests.reports.world import M, make_seat
from tpp import clock
from tpp.acting import Role
from tpp.assessments.rules import Status as OutcomeStatus
from tpp.contributions.models import Contribution
from tpp.db import db, transaction
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.history.queries import head
from tpp.jobs import actions as jobs
from tpp.jobs.models import Job
from tpp.offerings.models import Participation
from tpp.offerings.rules import PartyRole
from tpp.offerings.rules import Status as RunStatus
from tpp.people import actions as people

ROLES = [*Role]


@pytest.mark.parametrize("role", ROLES)
def test_everybody_has_a_first_screen_even_of_an_empty_register(app, browser, role):
    page = browser(make_acting(role)).get("/")
    assert page.status_code == 200
    assert page.text.count("<h1>") == 1


@pytest.mark.parametrize("role", ROLES)
def test_first_screens_name_nobody_whom_the_role_may_not_see(world, browser, role):
    party = {Role.FOCAL_POINT: world.peru, Role.SUPPORTER: world.japan}.get(role)
    acting = make_acting(role, party, person=world.luz.person if role is Role.TRAINEE else None)
    text = browser(acting).get("/").text
    assert "Asha Canary-Kenya" not in text


def test_the_programme_sees_what_waits_and_nothing_that_does_not(world, browser):
    page = browser(make_acting()).get("/")
    assert worklines(page)["Nominations to decide"] == 2
    assert "Certificates to recommend" in page.text
    assert "Outcomes that need a second person" not in page.text


def test_the_newest_history_names_long_work_and_leaves_its_start_out(app, browser):
    by = make_acting()
    for number in range(2):
        kind = "enrolments.letters" if number else "certificates.zip"
        work = jobs.ask(kind, key=f"work-{number}", arguments={}, by=by)
        for step in ("started", "finished"):
            with transaction():
                db.session.get_one(Job, work.id).move(step, by=by)
    page = browser(by).get("/").text
    lately = page[page.index('id="lately"') :]
    assert "Making joining letters: finished" in lately
    assert "All certificates in a ZIP: finished" in lately
    assert "started" not in lately


def test_nominations_to_decide_lead_to_the_list_of_exactly_those(world, browser):
    programme = browser(make_acting())
    page = programme.get("/")
    listed = programme.get(address_of(page, "Nominations to decide").replace("&amp;", "&"))
    assert listed.status_code == 200
    assert re.search(r"<strong>2</strong>", listed.text)


def test_seats_unfilled_are_counted_in_confirmed_runs_only(app, browser):
    run, planned = make_run(), make_run(status=RunStatus.PLANNED)
    allocation = make_allocation(run, make_party(name="Zambia"), seats=3)
    make_enrolment(allocation)
    make_allocation(planned, seats=4)
    programme = browser(make_acting())
    assert worklines(programme.get("/"))["Seats unfilled in confirmed runs"] == 2
    listed = programme.get("/work").text
    assert "Zambia" in listed
    assert planned.code not in listed


def test_calls_that_close_within_a_fortnight_are_named(app, browser):
    soon, later, over = make_run(), make_run(), make_run()
    make_call(soon, closes_at=clock.now() + timedelta(days=13))
    make_call(later, closes_at=clock.now() + timedelta(days=15))
    make_call(over, closes_at=clock.now() - timedelta(hours=1))
    programme = browser(make_acting())
    assert worklines(programme.get("/"))["Calls closing within 14 days"] == 1
    listed = programme.get("/work").text
    assert soon.code in listed
    assert later.code not in listed
    assert over.code not in listed


def test_a_certificate_waits_to_be_recommended_until_it_is_issued(world, browser):
    programme = browser(make_acting())
    assert worklines(programme.get("/"))["Certificates to recommend"] == 1
    make_seat(make_allocation(make_run(), world.peru), M, "certified")
    assert worklines(programme.get("/"))["Certificates to recommend"] == 1
    place = make_enrolment(status=PlaceStatus.FINISHED)
    make_outcome(place, OutcomeStatus.PARTICIPATED)
    make_outcome(make_enrolment(status=PlaceStatus.FINISHED), OutcomeStatus.FAILED)
    assert worklines(programme.get("/"))["Certificates to recommend"] == 2


def test_an_outcome_against_the_rule_waits_for_a_second_person(app, browser):
    place = make_enrolment(status=PlaceStatus.FINISHED)
    make_outcome(place, OutcomeStatus.FAILED, override_asked=OutcomeStatus.COMPLETED)
    page = browser(make_acting()).get("/")
    assert worklines(page)["Outcomes that need a second person"] == 1


def test_runs_around_today_stand_on_the_timeline(app, browser):
    today = clock.now().date()
    here = make_run(starts_on=today, ends_on=today + timedelta(days=20), place="Jinja, Uganda")
    long_ago = make_run(starts_on=today - timedelta(days=900), ends_on=today - timedelta(days=880))
    page = browser(make_acting()).get("/").text
    assert f"/runs/{here.code}" in page
    assert "Jinja" in page
    assert f"/runs/{long_ago.code}" not in page


def test_the_work_list_is_the_programme_office_s(app, browser):
    for role in set(Role) - {Role.COORDINATOR}:
        assert browser(make_acting(role)).get("/work").status_code == 403


def test_a_supporter_sees_planned_and_given_with_counts(app, browser):
    japan, run = make_party(name="Japan"), make_run(seats=20)
    make_role(run, japan, PartyRole.SUPPORTER)
    allocation = make_allocation(run)
    make_enrolment(allocation, make_person(allocation.party, sex="woman"))
    make_enrolment(allocation, make_person(allocation.party, sex="unknown"))
    role = db.session.scalar(select(Participation).where(Participation.party_id == japan.id))
    gift = {"participation_id": role.id, "what": "Instructors", "planned": 9, "actual": None}
    make(Contribution, {}, gift)
    other = make_run()
    page = browser(make_acting(Role.SUPPORTER, japan)).get("/").text
    assert run.code in page
    assert other.code not in page
    assert "Instructors" in page
    assert "9 planned" in page
    assert "to date not reported" in page
    assert re.search(r'data-l="Places filled">\s*<span>2</span>', page)
    assert "1 not known" in page


def test_an_auditor_sees_the_last_lines_of_the_logbook_and_its_seal(world, browser):
    people.change(world.asha.person, by=make_acting(), rank="Captain", reason="Promoted")
    page = browser(make_acting(Role.AUDITOR)).get("/").text
    assert head()[1][:16] in page
    assert "Corrected" in page.title()
    assert "/logbook" in page


def test_an_administrator_sees_offices_and_work_and_no_trainee(world, browser):
    text = browser(make_acting(Role.ADMINISTRATOR)).get("/").text
    assert "Open offices" in text
    assert not re.search(r'href="/(people|participation|nominations|runs)', text)


def test_deeds_of_one_kind_are_told_once(app, browser):
    clerk, kenya = make_acting(), make_party()
    for n in range(5):
        people.add(name=f"Person {n}", party=kenya, nationality=kenya, by=clerk)
    page = browser(make_acting()).get("/").text
    assert "5 times" in page
    assert "Person 3" not in page
