"""Attendance is taken a sheet at a time; what was marked is corrected, never changed."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.factories import (
    make_acting,
    make_allocation,
    make_attendance,
    make_enrolment,
    make_run,
    make_session,
)
from tpp import clock
from tpp.access import scope_of
from tpp.acting import Role
from tpp.attendance.actions import take
from tpp.attendance.models import AttendanceRecord
from tpp.attendance.queries import held_sessions, marks_of_session, tallies
from tpp.attendance.rules import Mark, Marked
from tpp.db import db, transaction
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.errors import Conflict, Refused
from tpp.history.models import Entry
from tpp.history.queries import story_of
from tpp.offerings.actions import cancel_session
from tpp.scope import see

PRESENT, ABSENT = Marked(Mark.PRESENT), Marked(Mark.ABSENT)


@pytest.fixture
def held(app):
    """A session that began an hour ago, three places, and the run's trainer."""
    allocation = make_allocation(make_run())
    places = [make_enrolment(allocation, status=PlaceStatus.ARRIVED) for _ in range(3)]
    session = session_of(allocation.offering)
    return session, places, make_acting(Role.TRAINER, runs=[allocation.offering])


def session_of(run, hours_ago=1):
    starts_at = clock.now() - timedelta(hours=hours_ago)
    return make_session(run, starts_at=starts_at, ends_at=starts_at + timedelta(hours=3))


def records():
    return db.session.scalars(sa.select(AttendanceRecord).order_by(AttendanceRecord.id)).all()


def status_of(place):
    return db.session.scalar(sa.select(Enrolment.status).where(Enrolment.id == place.id))


@pytest.mark.both
def test_a_whole_sheet_is_one_deed_in_the_logbook(held):
    session, places, trainer = held
    marks = {place.id: PRESENT for place in places} | {places[0].id: Marked(Mark.LATE, 20)}

    assert take(session, marks, by=trainer) == 3

    standing = marks_of_session(session)
    assert standing[places[0].id].marked == Marked(Mark.LATE, 20)
    [entry] = db.session.scalars(story_of(session)).all()
    assert (entry.deed, entry.after) == ("attendance_taken", {"present": 2, "late": 1})
    assert (entry.offering_id, entry.account_id) == (session.offering_id, trainer.account_id)


def test_the_logbook_names_nobody(held):
    session, places, trainer = held
    take(session, {places[0].id: PRESENT}, by=trainer)
    take(session, {places[0].id: ABSENT}, by=trainer, reason="Left at once")
    for entry in db.session.scalars(sa.select(Entry)):
        assert places[0].person.name not in str((entry.before, entry.after))


def test_saving_the_same_sheet_twice_writes_nothing_twice(held):
    session, places, trainer = held
    marks = {place.id: PRESENT for place in places}
    take(session, marks, by=trainer, seen=0)

    assert take(session, marks, by=trainer, seen=0) == 0

    assert len(records()) == 3
    assert len(db.session.scalars(story_of(session)).all()) == 1


@pytest.mark.both
def test_a_correction_is_a_new_record_that_points_at_the_old_one(held):
    session, places, trainer = held
    take(session, {places[0].id: ABSENT}, by=trainer)

    take(session, {places[0].id: PRESENT}, by=trainer, reason="Was at station 2")

    old, new = records()
    assert (old.mark, new.mark, new.corrects_id) == (Mark.ABSENT, Mark.PRESENT, old.id)
    assert new.reason == "Was at station 2"
    assert marks_of_session(session)[places[0].id].marked == PRESENT
    entry = db.session.scalars(story_of(session)).first()
    assert (entry.deed, entry.before, entry.after) == (
        "attendance_corrected",
        {"absent": 1},
        {"present": 1},
    )
    assert entry.reason == "Was at station 2"


def test_a_correction_without_a_reason_is_refused_and_changes_nothing(held):
    session, places, trainer = held
    take(session, {places[0].id: ABSENT}, by=trainer)
    with pytest.raises(Refused, match="Say why"):
        take(session, {places[0].id: PRESENT, places[1].id: PRESENT}, by=trainer)
    assert len(records()) == 1


@pytest.mark.both
def test_two_trainers_with_the_same_sheet_never_overwrite_each_other_unseen(held):
    session, places, trainer = held
    other = make_acting(Role.TRAINER, runs=[session.offering])
    take(session, {places[0].id: ABSENT, places[1].id: PRESENT}, by=other, seen=0)

    with pytest.raises(Conflict) as found:
        take(session, {place.id: PRESENT for place in places}, by=trainer, seen=0)

    who = str(places[0].id)
    assert (found.value.theirs, found.value.yours) == ({who: "absent"}, {who: "present"})
    assert places[2].id not in marks_of_session(session)


def test_whoever_attends_has_arrived_and_is_in_training(app):
    allocation = make_allocation(make_run())
    here = make_enrolment(allocation, status=PlaceStatus.CONFIRMED)
    away = make_enrolment(allocation, status=PlaceStatus.CONFIRMED)
    trainer = make_acting(Role.TRAINER, runs=[allocation.offering])

    take(session_of(allocation.offering), {here.id: PRESENT, away.id: ABSENT}, by=trainer)

    assert status_of(here) is PlaceStatus.IN_TRAINING
    assert status_of(away) is PlaceStatus.CONFIRMED
    deeds = [entry.deed for entry in db.session.scalars(story_of(here))]
    assert deeds == ["began_training", "arrived"]


def test_nobody_is_marked_who_has_no_place_in_this_run(held):
    session, places, trainer = held
    elsewhere = make_enrolment()
    with pytest.raises(Refused, match="no place in this run"):
        take(session, {places[0].id: PRESENT, elsewhere.id: PRESENT}, by=trainer)
    assert records() == []


@pytest.mark.parametrize("status", [PlaceStatus.NO_SHOW, PlaceStatus.WITHDRAWN])
def test_nobody_is_marked_who_never_came(app, status):
    place = make_enrolment(status=status)
    trainer = make_acting(Role.TRAINER, runs=[place.offering])
    with pytest.raises(Refused, match="not having come"):
        take(session_of(place.offering), {place.id: PRESENT}, by=trainer)


def test_a_cancelled_session_counts_for_nobody(held):
    session, places, trainer = held
    take(session, {places[0].id: PRESENT}, by=trainer)
    with transaction():
        session.cancelled_at = clock.now()
    assert held_sessions(session.offering, clock.now()) == []
    assert tallies(session.offering, []) == {}


@pytest.mark.both
def test_a_mark_is_never_changed_or_taken_away(held):
    session, places, trainer = held
    take(session, {places[0].id: PRESENT}, by=trainer)
    with pytest.raises(sa.exc.DBAPIError), transaction() as opened:
        opened.execute(sa.update(AttendanceRecord).values(mark=Mark.ABSENT))
    with pytest.raises(sa.exc.DBAPIError), transaction() as opened:
        opened.execute(sa.delete(AttendanceRecord))


def test_a_long_sheet_costs_as_many_questions_as_a_short_one(held):
    session, places, trainer = held
    few = {place.id: PRESENT for place in places}
    allocation = make_allocation(session.offering, seats=10)
    many = [make_enrolment(allocation, status=PlaceStatus.IN_TRAINING) for _ in range(10)]
    second, many = session_of(session.offering), {place.id: PRESENT for place in many}
    asked = questions(lambda: take(session, few, by=trainer))
    assert questions(lambda: take(second, many, by=trainer)) <= asked


def questions(deed):
    asked = []
    listener = lambda *arguments: asked.append(arguments[2])  # noqa: E731
    sa.event.listen(db.engine, "before_cursor_execute", listener)
    deed()
    sa.event.remove(db.engine, "before_cursor_execute", listener)
    return len(asked)


@pytest.mark.both
def test_a_session_in_which_attendance_was_taken_is_not_cancelled_any_more(held):
    session, places, trainer = held
    take(session, {places[0].id: PRESENT}, by=trainer)
    see(scope_of(trainer))
    with pytest.raises(Refused, match="Attendance was taken"):
        cancel_session(session, by=trainer, reason="Rain")
    assert session.cancelled_at is None


def test_nobodys_share_falls_while_the_sheet_of_a_session_is_not_taken_yet(held):
    first, places, trainer = held
    take(first, {place.id: PRESENT for place in places}, by=trainer)
    now = clock.now() + timedelta(hours=2)
    running = make_session(
        first.offering, starts_at=now - timedelta(minutes=20), ends_at=now + timedelta(hours=2)
    )
    assert held_sessions(first.offering, now) == [first]
    make_attendance(running, places[0])
    see(scope_of(trainer))
    assert held_sessions(first.offering, now) == [first, running]
    assert held_sessions(first.offering, now + timedelta(hours=3)) == [first, running]
