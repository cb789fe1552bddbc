"""The day of a run: notes, incidents, the roster, and what is missing at its end."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from tests import factories as f
from tpp.acting import Role
from tpp.attendance.rules import Mark
from tpp.days import actions, queries
from tpp.days.actions import Report
from tpp.days.models import DailyNote, Incident
from tpp.days.rules import IncidentKind, Met, is_ready, line
from tpp.db import db
from tpp.enrolments.rules import Status as Place
from tpp.errors import NotAllowed, Refused
from tpp.history.models import Entry
from tpp.offerings.rules import StaffRole
from tpp.offerings.rules import Status as Run
from tpp.people.models import ContactPoint
from tpp.people.rules import ContactKind
from tpp.scope import NOTHING, Scope, Sight, seeing

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = NOW.date()
TOLD = Report(IncidentKind.SAFETY, NOW, "kq-what", "kq-done", "kq-people")


@pytest.fixture(autouse=True)
def now(at):
    at(NOW)


@pytest.fixture
def run(app):
    return f.make_run(status=Run.IN_PROGRESS)


def of_team(run, role=StaffRole.TRAINER):
    acting = f.make_acting(Role.TRAINER)
    f.make_staffing(role=role, offering_id=run.id, account_id=acting.account_id)
    return type(acting)(**{**vars(acting), "offering_ids": frozenset([run.id])})


def test_a_note_stays_and_is_corrected_once_by_a_newer_one(run):
    by = of_team(run)
    first = actions.note(run, TODAY, " Grader 2 leaks oil. ", by=by)
    second = actions.correct(first, "Grader 3 leaks oil.", by=by)
    assert [it.text for it in queries.notes_of(run)] == [
        "Grader 3 leaks oil.",
        "Grader 2 leaks oil.",
    ]
    with pytest.raises(Refused, match="corrected already"):
        actions.correct(first, "Grader 4.", by=by)
    assert second.corrects_id == first.id
    with pytest.raises(sa.exc.DatabaseError):
        db.session.execute(sa.update(DailyNote).values(text="Nothing."))


@pytest.mark.parametrize(
    ("day", "text"),
    [(date(2026, 11, 25), "Tomorrow."), (date(2026, 10, 1), "Before."), (TODAY, "  ")],
)
def test_a_note_is_of_a_day_of_the_run_that_has_come(run, day, text):
    with pytest.raises(Refused):
        actions.note(run, day, text, by=of_team(run))


@pytest.mark.both
def test_an_incident_is_read_by_reporter_lead_and_programme_and_by_nobody_else(app):
    run = f.make_run(status=Run.IN_PROGRESS)
    reporter, other = of_team(run), of_team(run)
    lead, of_run = of_team(run, StaffRole.LEAD), Scope(Sight.OFFERINGS, (run.id,))
    with seeing(of_run):
        incident = actions.report(run, TOLD, by=reporter)
        seen = {who: queries.incidents_of(who, run) for who in (reporter, other, lead)}
        assert {who: len(some) for who, some in seen.items()} == {reporter: 1, other: 0, lead: 1}
        assert db.session.scalars(sa.select(Incident.id)).all() == [], "the wall"
        with pytest.raises(NotAllowed):
            actions.add_step(incident, "Guards posted.", by=reporter)
        actions.add_step(incident, "Guards posted.", by=lead)
        assert [it.text for it in queries.steps_of(incident)] == ["Guards posted."]
    for scope in (NOTHING, Scope(Sight.PARTY, (1, 2, 3)), Scope(Sight.PERSON, (1, 2, 3))):
        with seeing(scope):
            assert db.session.scalars(sa.select(Incident.id)).all() == []


def test_an_auditor_reads_an_incident_and_adds_no_step(run, browser):
    incident = actions.report(run, TOLD, by=of_team(run))
    here, told = f"/runs/{run.code}/incidents/{incident.id}", {"text": "Guards posted."}
    auditor = browser(f.make_acting(Role.AUDITOR))
    assert "Keep it" not in auditor.get(here).get_data(as_text=True)
    assert auditor.post(here, data=told).status_code == 403
    assert queries.steps_of(incident) == []
    assert browser(f.make_acting(Role.COORDINATOR)).post(here, data=told).status_code == 303


def test_the_history_of_a_run_does_not_tell_of_an_incident_nor_the_logbook_what_it_was(run):
    actions.report(run, TOLD, by=of_team(run))
    assert db.session.scalars(sa.select(Entry).where(Entry.offering_id == run.id)).all() == []
    [entry] = db.session.scalars(sa.select(Entry).where(Entry.thing == "incident"))
    assert (entry.before, entry.after, entry.reason or "") == ({}, {}, "")


def test_an_incident_has_happened_and_says_what(run):
    for wrong in (
        TOLD.__class__(TOLD.kind, NOW.replace(hour=10), "x"),
        Report(TOLD.kind, NOW, " "),
    ):
        with pytest.raises(Refused):
            actions.report(run, wrong, by=of_team(run))


def in_training(run, **given):
    person = f.make_person(f.make_party(), **given)
    allocation = f.make_allocation(run, person.party)
    return f.make_enrolment(allocation, person, status=Place.IN_TRAINING)


def test_telephones_are_for_the_lead_and_each_look_is_kept(run):
    place = in_training(run)
    for kind, value in ((ContactKind.PHONE, "+254 700 000 001"), (ContactKind.EMAIL, "a@b.org")):
        who = {"person_id": place.person_id, "party_id": place.party_id}
        f.make(ContactPoint, {"kind": kind, "value": value}, who)
    with seeing(Scope(Sight.OFFERINGS, (run.id,))):
        actions.record_looking(run, by=of_team(run, StaffRole.LEAD))
        with pytest.raises(NotAllowed):
            actions.record_looking(run, by=of_team(run))
        assert queries.telephones(run) == {place.person_id: ["+254 700 000 001"]}
    assert db.session.scalars(sa.select(Entry.deed)).all() == ["telephones_seen"]


def test_the_roster_has_the_name_in_the_own_script(run):
    in_training(run, name="Sokha Chan", native="ចាន់ សុខា")
    [line_] = queries.roster(run)
    assert (line_.name, line_.native, line_.native_language) == ("Sokha Chan", "ចាន់ សុខា", "ar")


def test_the_checklist_says_what_is_missing(run):
    place = in_training(run)
    session = f.make_session(
        run,
        starts_at=datetime(2026, 11, 3, 5, tzinfo=UTC),
        ends_at=datetime(2026, 11, 3, 8, tzinfo=UTC),
    )
    before = {it.what: it for it in queries.checklist(run)}
    assert (before["sheets"].met, before["sheets"].missing) == (Met.NOT_MET, 1)
    assert before["given"].met is Met.NOT_KNOWN
    assert {before[it].missing for it in ("places", "decided", "names", "evaluation")} == {1}
    f.make_attendance(session, place, Mark.PRESENT)
    after = {it.what: it for it in queries.checklist(run)}
    assert after["sheets"].met is Met.MET


def test_a_run_is_ready_when_nothing_is_known_to_be_missing():
    assert is_ready([line("a", 0, "x"), line("b", 0, "x", is_known=False)])
    assert not is_ready([line("a", 0, "x"), line("b", 2, "x")])


def test_the_pages_of_the_day_work_for_the_team(run, browser):
    lead, other = of_team(run, StaffRole.LEAD), of_team(run)
    in_training(run, name="Sokha Chan")
    here = f"/runs/{run.code}"
    page = browser(lead)
    assert "Sokha Chan" in page.get(f"{here}/file").text
    assert (
        page.post(f"{here}/notes", data={"day": "2026-11-24", "text": "Rain."}).status_code == 303
    )
    assert "Rain." in page.get(f"{here}/notes").text
    late = page.post(f"{here}/notes", data={"day": "2026-12-01", "text": "Kept words"})
    assert late.status_code == 422
    assert "Kept words" in late.text
    told = {"kind": "damage", "day": "2026-11-24", "time": "08:00", "what": "A window broke."}
    sent = page.post(f"{here}/incidents/new", data=told)
    assert sent.status_code == 303
    assert "A window broke." in page.get(sent.location).text
    elsewhere = browser(other)
    assert elsewhere.get(sent.location).status_code == 404
    assert page.post(f"{here}/file/telephones").status_code == 200
    assert elsewhere.post(f"{here}/file/telephones").status_code in (403, 404)
    for role in (Role.FOCAL_POINT, Role.SUPPORTER, Role.TRAINEE):
        party = f.make_party() if role is not Role.TRAINEE else None
        assert browser(f.make_acting(role, party=party)).get(f"{here}/incidents").status_code == 403
