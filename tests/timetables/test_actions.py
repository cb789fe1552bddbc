"""Timetables laid, copied, moved and shifted."""

from datetime import UTC, date, datetime, time

import pytest

from tests.factories import (
    make,
    make_acting,
    make_allocation,
    make_attendance,
    make_enrolment,
    make_role,
    make_run,
    make_session,
    make_staffing,
)
from tpp.db import db
from tpp.errors import Refused
from tpp.offerings.models import SessionStaff, SessionStation
from tpp.offerings.rules import PartyRole
from tpp.parties.models import Party
from tpp.timetables import actions, queries
from tpp.timetables.rules import Block, Free
from tpp.venues.models import Equipment, Room, Venue

MONDAY = date(2026, 11, 2)
BLOCKS = [
    Block(1, time(8), time(12), "Theory", "fr", "Room 1"),
    Block(2, time(8), time(12), "Dozer", "", "Ground", "bulldozer", 3),
]


@pytest.fixture
def office(app):
    return make_acting()


@pytest.fixture
def run(app):
    venue = make(Venue, {"name": "School", "timezone": "Africa/Nairobi"}, {})
    make(Room, {"venue_id": venue.id, "name": "Room 1"}, {})
    make(Equipment, {"venue_id": venue.id, "type": "bulldozer", "number": 5}, {})
    return make_run(venue_id=venue.id)


def template_of(run, office):
    return actions.make_template(run.course_version, by=office, title="Usual weeks", blocks=BLOCKS)


def standing(run):
    db.session.expire_all()
    return list(db.session.scalars(queries.standing(run)))


@pytest.mark.both
def test_a_timetable_sent_twice_is_laid_once_with_rooms_machines_and_who_teaches(run, office):
    template, teacher = (
        template_of(run, office),
        make_staffing(offering_id=run.id, account_id=make_acting().account_id),
    )
    for _ in range(2):
        laid = actions.lay(run, template, by=office, first=MONDAY, once="form", staffing=teacher)
        assert laid == 2
    theory, dozer = standing(run)
    assert theory.starts_at == datetime(2026, 11, 2, 5, tzinfo=UTC)
    assert (theory.language, theory.where, dozer.where) == ("fr", "Room 1", "Ground")
    assert theory.room_id
    assert not dozer.room_id
    [station] = db.session.query(SessionStation).all()
    assert (station.session_id, station.number) == (dozer.id, 3)
    assert db.session.query(SessionStaff).count() == 2


def test_what_stands_already_is_not_laid_again_from_another_form(run, office):
    template = template_of(run, office)
    actions.lay(run, template, by=office, first=MONDAY, once="one")
    assert actions.lay(run, template, by=office, first=MONDAY, once="two") == 0
    assert len(standing(run)) == 2


def test_a_run_in_another_zone_has_the_same_times_on_its_wall(run, office):
    actions.lay(run, template_of(run, office), by=office, first=MONDAY, once="one")
    other = make_run(
        run.course_version,
        timezone="Europe/Zurich",
        starts_on=date(2027, 3, 26),
        ends_on=date(2027, 4, 9),
    )
    assert actions.copy(other, run, by=office, first=date(2027, 3, 26), once="two") == 2
    starts = [it.starts_at.hour for it in standing(other)]
    assert starts == [7, 6], "a Friday in winter time, a Monday in summer time"


def test_a_run_has_its_own_days_off_else_those_of_its_venue_else_those_of_its_host(run, office):
    host = make(
        Party,
        {
            "kind": "country",
            "code": "HST",
            "name": "Host",
            "names": {},
            "is_least_developed": False,
        },
        {},
    )
    make_role(run, host, PartyRole.HOST)
    for of, title in ((host, "host"), (run.site, "venue"), (run, "run")):
        actions.add_free_time(Free(title, weekday=4), by=office, of=of)
        whose, [line] = queries.free_times_of(run)
        assert (whose, line.title, line.set_by) == (title, title, office.account_name)


def test_a_session_is_moved_with_its_length_and_calendars_are_told(run, office):
    session = make_session(
        run,
        starts_at=datetime(2026, 11, 3, 5, tzinfo=UTC),
        ends_at=datetime(2026, 11, 3, 8, tzinfo=UTC),
    )
    actions.move(session, by=office, day=date(2026, 11, 5), starts=time(14))
    assert session.starts_at == datetime(2026, 11, 5, 11, tzinfo=UTC)
    assert session.ends_at == datetime(2026, 11, 5, 14, tzinfo=UTC)
    assert (session.sequence, session.version) == (1, 2)
    with pytest.raises(Refused, match="lasts from"):
        actions.move(session, by=office, day=date(2027, 1, 1), starts=time(8))


def test_a_session_with_attendance_stays(run, office):
    session = make_session(run)
    make_attendance(session, make_enrolment(make_allocation(run)))
    with pytest.raises(Refused, match="Attendance was taken"):
        actions.move(session, by=office, day=date(2026, 11, 20), starts=time(8))
    day = session.starts_at.date()
    with pytest.raises(Refused, match="Attendance was taken"):
        actions.shift(run, by=office, day=day, days=1, following=True, once="x")


def test_days_are_shifted_once_all_or_none(run, office):
    actions.lay(run, template_of(run, office), by=office, first=MONDAY, once="one")
    for _ in range(2):
        actions.shift(run, by=office, day=MONDAY, days=4, following=True, once="two")
    assert [it.starts_at.day for it in standing(run)] == [6, 9]
    with pytest.raises(Refused, match="leave the run"):
        actions.shift(run, by=office, day=date(2026, 11, 6), days=29, following=True, once="three")
    assert [it.starts_at.day for it in standing(run)] == [6, 9]


def test_what_stands_in_a_run_is_kept_as_a_timetable(run, office):
    actions.lay(run, template_of(run, office), by=office, first=MONDAY, once="one")
    kept = actions.keep_as_template(run, by=office, title="From a run")
    assert [it.block for it in queries.blocks_of(kept)] == BLOCKS


def test_a_withdrawn_timetable_is_not_offered_nor_changed(run, office):
    template = template_of(run, office)
    actions.withdraw(template, by=office)
    assert queries.templates_for(run) == []
    with pytest.raises(Refused, match="withdrawn"):
        actions.add_block(template, by=office, day=1, starts=time(8), ends=time(9), title="More")
