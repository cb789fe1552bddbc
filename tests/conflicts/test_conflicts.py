"""Conflicts between runs in the database, and what each side may read of the other."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import (
    make,
    make_account,
    make_acting,
    make_allocation,
    make_enrolment,
    make_party,
    make_person,
    make_run,
    make_session,
    make_staffing,
)
from tpp.acting import Role
from tpp.catalogue.models import TrainerDemand
from tpp.conflicts import actions, queries
from tpp.conflicts.rules import Kind
from tpp.db import db, transaction
from tpp.errors import Refused
from tpp.offerings.actions import Details, cancel_session, change_session, unassign
from tpp.offerings.models import (
    Session,
    SessionStaff,
    SessionStation,
    StaffAbsence,
)
from tpp.offerings.rules import Duty
from tpp.venues.models import Equipment, OutOfService, Room, Venue

EIGHT = datetime(2026, 11, 3, 5, tzinfo=UTC)
BY = {"set_by": "Office", "set_on": date(2026, 1, 1)}


@pytest.fixture
def site(app):
    return make(Venue, {"name": "Embakasi", "timezone": "Africa/Nairobi"}, {"capacity": 60})


@pytest.fixture
def two(site):
    """Two runs at one venue, each with a session from eight to eleven."""
    ours, theirs = make_run(venue_id=site.id), make_run(venue_id=site.id)
    hours = {"starts_at": EIGHT, "ends_at": EIGHT + timedelta(hours=3)}
    first = make_session(ours, title="Ours", **hours)
    return first, make_session(theirs, title="Secret drill", **hours)


def at_work(session, account, duty=Duty.TEACHES, **more):
    staffing = make_staffing(offering_id=session.offering_id, account_id=account.id, **more)
    ties = {"offering_id": session.offering_id, "staffing_id": staffing.id}
    return make(SessionStaff, {"session_id": session.id, "duty": duty}, ties)


def in_one_room(site, *sessions):
    room = make(Room, {"venue_id": site.id, "name": "Workshop 2"}, {})
    with transaction():
        for session in sessions:
            session.room_id = room.id
    return room


def kinds(session):
    return sorted(it.kind for it in queries.of_sessions([session.id]))


@pytest.mark.both
def test_one_room_one_trainer_and_too_few_machines_are_conflicts_of_both_runs(site, two):
    ours, theirs = two
    in_one_room(site, ours, theirs)
    person = make_account()
    at_work(ours, person)
    at_work(theirs, person)
    dozers = make(Equipment, {"venue_id": site.id, "type": "bulldozer", "number": 5}, {})
    for session in two:
        make(SessionStation, {"session_id": session.id, "equipment_id": dozers.id, "number": 2}, {})
    assert kinds(ours) == kinds(theirs) == [Kind.ROOM, Kind.TRAINER]
    out = {"number": 2, "starts_on": date(2026, 11, 3), "ends_on": date(2026, 11, 3)}
    make(OutOfService, {"equipment_id": dozers.id, **out}, {})
    assert kinds(ours) == [Kind.EQUIPMENT, Kind.ROOM, Kind.TRAINER]
    assert {it.kind for it in queries.of_run(theirs.offering)} == set(kinds(ours))


def test_what_only_touches_or_does_not_take_place_is_no_conflict(site, two):
    ours, theirs = two
    in_one_room(site, ours, theirs)
    assert kinds(ours) == [Kind.ROOM]
    with transaction():
        theirs.starts_at, theirs.ends_at = ours.ends_at, ours.ends_at + timedelta(hours=1)
    assert kinds(ours) == []
    with transaction():
        theirs.starts_at, theirs.ends_at = ours.starts_at, ours.ends_at
    cancel_session(theirs, by=make_acting(), reason="Rain")
    assert kinds(ours) == []


def test_an_absence_counts_by_the_day_of_the_run_not_of_greenwich(app):
    run = make_run(timezone="Pacific/Auckland")
    late = datetime(2026, 11, 3, 12, tzinfo=UTC)  # already the fourth there
    session = make_session(run, starts_at=late, ends_at=late + timedelta(hours=2))
    party = make_party()
    at_work(session, make_account(), party_id=party.id)
    day = {"starts_on": date(2026, 11, 4), "ends_on": date(2026, 11, 4)}
    away = make(StaffAbsence, {"party_id": party.id, **day, **BY}, {})
    assert kinds(session) == [Kind.ABSENCE]
    with transaction():
        away.starts_on = away.ends_on = date(2026, 11, 3)
    assert kinds(session) == []


def test_a_trainee_in_two_runs_that_meet_is_found_across_their_offices(two):
    ours, theirs = two
    person = make_person()
    for session in two:
        make_enrolment(make_allocation(session.offering, person.party), person)
    (conflict,) = queries.of_sessions([ours.id])
    assert (conflict.kind, conflict.people) == (Kind.TRAINEE, (person.id,))


def test_whoever_teaches_needs_what_the_version_demands(two):
    ours, _theirs = two
    account = make_account()
    at_work(ours, account)
    version = ours.offering.course_version_id
    make(TrainerDemand, {"version_id": version, "qualification": "HEE instructor", **BY}, {})
    (conflict,) = queries.of_sessions([ours.id])
    assert (conflict.kind, conflict.lacks) == (Kind.QUALIFICATION, "HEE instructor")


def test_an_accepted_conflict_comes_back_when_a_side_moves(site, two):
    ours, theirs = two
    in_one_room(site, ours, theirs)
    office = make_acting()
    (conflict,) = queries.of_sessions([ours.id])
    with pytest.raises(Refused):
        actions.accept(conflict, by=office, reason=" ")
    actions.accept(conflict, by=office, reason="The hall can be divided.")
    assert set(queries.accepted([conflict])) == {conflict.key}
    with transaction():
        theirs.ends_at -= timedelta(hours=1)
    (again,) = queries.of_sessions([ours.id])
    assert queries.accepted([again]) == {}


def test_a_calendar_hears_of_changed_needs_of_a_leaving_trainer_and_of_cancelling(site, two):
    ours, _theirs = two
    office, work = make_acting(), at_work(ours, make_account())
    same = {"title": ours.title, "day": date(2026, 11, 3), "starts": None, "ends": None}
    zone_hours = {
        "starts": (EIGHT + timedelta(hours=3)).time(),
        "ends": (EIGHT + timedelta(hours=6)).time(),
    }
    needs = Details(language="fr", staff={work.staffing_id: Duty.INTERPRETS})
    change_session(ours, by=office, **(same | zone_hours), details=needs)
    assert (ours.sequence, ours.language) == (1, "fr")
    unassign(work.staffing, by=office)
    assert db.session.get_one(Session, ours.id).sequence == 2
    cancel_session(ours, by=office, reason="Rain")
    assert ours.sequence == 3


def test_a_trainer_learns_nothing_of_the_other_run(site, two, browser):
    ours, theirs = two
    in_one_room(site, ours, theirs)
    trainer = browser(make_acting(Role.TRAINER, runs=[ours.offering]))
    code = ours.offering.code
    for address in (f"/runs/{code}/conflicts", f"/runs/{code}/sessions", f"/sessions/{ours.id}"):
        text = trainer.get(address).get_data(as_text=True)
        assert "Taken by another run" in text
        assert "Workshop 2" in text
        assert "Secret drill" not in text
        assert theirs.offering.code not in text
    assert trainer.get(f"/runs/{theirs.offering.code}/conflicts").status_code == 404
    assert trainer.get("/conflicts").status_code == 403


def test_a_coordinator_sees_both_sides_accepts_with_a_reason_and_opens_again(site, two, browser):
    ours, theirs = two
    in_one_room(site, ours, theirs)
    office, page = browser(make_acting()), f"/runs/{ours.offering.code}/conflicts"
    text = office.get(page).get_data(as_text=True)
    assert "Secret drill" in text
    assert theirs.offering.code in text
    (conflict,) = queries.of_sessions([ours.id])
    key = {"key": conflict.key}
    assert office.post(f"{page}/acceptance", data=key | {"reason": ""}).status_code == 422
    words = {"reason": "The hall can be divided."}
    assert office.post(f"{page}/acceptance", data=key | words).status_code == 303
    assert "The hall can be divided." in office.get(page).get_data(as_text=True)
    assert office.post(f"{page}/opening", data=key).status_code == 303
    assert office.post(f"{page}/acceptance", data=words).status_code == 404


def test_a_planned_session_shows_its_conflict_at_once(site, two, browser):
    ours, _theirs = two
    office = browser(make_acting())
    words = {"title": "Again", "day": "2026-11-03", "starts": "09:00", "ends": "10:00"}
    answer = office.post(f"/runs/{ours.offering.code}/sessions", data=words, follow_redirects=True)
    assert "1 open conflict" in answer.get_data(as_text=True)


def test_a_run_gets_a_venue_of_the_list_and_its_session_a_room_a_group_and_machines(site, browser):
    run, office = make_run(), browser(make_acting())
    page = f"/runs/{run.code}"
    session = make_session(run, starts_at=EIGHT, ends_at=EIGHT + timedelta(hours=3))
    room = make(Room, {"venue_id": site.id, "name": "Hall", "capacity": 5}, {})
    dozers = make(Equipment, {"venue_id": site.id, "type": "bulldozer", "number": 1}, {})
    assert office.post(f"{page}/venue", data={"venue": str(site.id)}).status_code == 303
    assert office.post(f"{page}/trainee-groups", data={"group-name": "A"}).status_code == 303
    words = {"title": session.title, "day": "2026-11-03", "starts": "08:00", "ends": "11:00"}
    needs = {"room_id": str(room.id), "language": "fr", f"station_{dozers.id}": "2"}
    seen = {"seen_version": str(session.version)}
    assert office.post(f"/sessions/{session.id}", data=words | needs | seen).status_code == 303
    db.session.rollback()
    assert kinds(session) == [Kind.EQUIPMENT, Kind.ROOM_CAPACITY]
    text = office.get(f"/sessions/{session.id}").get_data(as_text=True)
    assert "2 open conflicts" in text
