"""A run is planned, changed, staffed, given its sessions, and moved along its statuses."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa

from tests.factories import (
    make_account,
    make_acting,
    make_allocation,
    make_attendance,
    make_enrolment,
    make_party,
    make_role,
    make_run,
    make_session,
    make_version,
)
from tpp.acting import Role
from tpp.catalogue.models import CourseVersion
from tpp.db import db
from tpp.errors import Refused
from tpp.history.models import Entry
from tpp.offerings import actions, queries
from tpp.offerings.models import CourseOffering, Staffing
from tpp.offerings.rules import PartyRole, StaffRole, Status
from tpp.scope import EVERYTHING, see

PLAN = {
    "starts_on": date(2027, 1, 18),
    "ends_on": date(2027, 1, 29),
    "venue": "Peace Support School",
    "timezone": "Africa/Nairobi",
    "seats": 20,
}


def plan(version=None, **given):
    return actions.plan_run(version or make_version(), by=make_acting(), **PLAN | given)


def facts(run, **changed):
    names = ("starts_on", "ends_on", "venue", "place", "timezone", "delivery", "languages", "seats")
    more = ("women_floor_percent", "release_on", "machines", "hours", "note")
    return {name: getattr(run, name) for name in (*names, *more)} | changed


def deeds(thing):
    lines = sa.select(Entry.deed).where(
        Entry.thing == thing.__tablename__, Entry.thing_id == thing.id
    )
    return list(db.session.scalars(lines.order_by(Entry.id)))


@pytest.mark.both
def test_a_planned_run_has_a_code_a_release_date_and_its_parties(app):
    japan, kenya = make_party(name="Japan"), make_party(name="Kenya")
    version = make_version()

    run = plan(version, hosts=[kenya], supporters=[japan])

    assert run.code == f"ENG-{version.course.code}-2027-01"
    assert (run.status, run.release_on) == (Status.PLANNED, date(2026, 12, 7))
    assert queries.role_of(run, kenya, PartyRole.HOST)
    assert queries.role_of(run, japan, PartyRole.SUPPORTER)
    assert deeds(run) == ["drafted", "planned"]


def test_codes_count_within_a_course_and_a_year(app):
    version = make_version()
    first, second = plan(version), plan(version)
    next_year = plan(version, starts_on=date(2028, 1, 17), ends_on=date(2028, 1, 28))
    assert [run.code[-7:] for run in (first, second, next_year)] == [
        "2027-01",
        "2027-02",
        "2028-01",
    ]


@pytest.mark.both
def test_runs_planned_at_the_same_moment_get_different_codes(app):
    version_id, by = make_version().id, make_acting()
    db.session.rollback()

    def planned(_):
        with app.app_context():
            see(EVERYTHING)
            version = db.session.get_one(CourseVersion, version_id)
            code = actions.plan_run(version, by=by, **PLAN).code
            db.session.remove()
            return code

    with ThreadPoolExecutor(4) as threads:
        codes = list(threads.map(planned, range(8)))

    assert sorted(code[-2:] for code in codes) == [f"{n:02d}" for n in range(1, 9)]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_on": date(2027, 1, 1)}, "ends_on"),
        ({"timezone": "Nairobi"}, "timezone"),
        ({"seats": 0}, "seats"),
        ({"women_floor_percent": 101}, "women_floor_percent"),
        ({"release_on": date(2027, 3, 1)}, "release_on"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_at_its_field(app, wrong, field):
    with pytest.raises(Refused) as refusal:
        plan(**wrong)
    assert refusal.value.field == field
    assert db.session.scalar(sa.select(sa.func.count(CourseOffering.id))) == 0


def test_a_floor_for_women_is_a_setting_with_an_author_and_a_date(app):
    run = plan(women_floor_percent=20)
    assert run.women_floor_set_by
    assert run.women_floor_set_on
    actions.change_run(run, by=make_acting(), **facts(run, women_floor_percent=None))
    assert (run.women_floor_set_by, run.women_floor_set_on) == ("", None)


def test_changing_a_plan_keeps_what_stood_before_in_the_logbook(app):
    run = plan()
    actions.change_run(run, by=make_acting(), **facts(run, venue="Thika"))
    entry = db.session.scalars(sa.select(Entry).where(Entry.deed == "changed")).one()
    assert (entry.before, entry.after) == ({"venue": "Peace Support School"}, {"venue": "Thika"})
    assert run.version == 3


def test_saving_the_same_plan_again_writes_nothing(app):
    run = plan()
    actions.change_run(run, by=make_acting(), **facts(run))
    assert deeds(run) == ["drafted", "planned"]


def test_a_run_keeps_as_many_seats_as_are_offered(app):
    run = make_run(seats=20, seats_offered=12, release_on=date(2026, 10, 1))
    with pytest.raises(Refused, match="12 seats are already offered"):
        actions.change_run(run, by=make_acting(), **facts(run, seats=11))
    assert run.seats == 20


def test_dates_and_zone_do_not_leave_planned_sessions_behind(app):
    run = plan()
    actions.add_session(
        run, by=make_acting(), title="First", day=run.ends_on, starts=time(8), ends=time(12)
    )
    with pytest.raises(Refused, match="1 sessions lie outside"):
        actions.change_run(run, by=make_acting(), **facts(run, ends_on=date(2027, 1, 28)))
    with pytest.raises(Refused, match="planned in Africa/Nairobi"):
        actions.change_run(run, by=make_acting(), **facts(run, timezone="Africa/Kampala"))


def test_a_closed_run_stays_as_it_is(app):
    run = make_run(status=Status.CLOSED)
    with pytest.raises(Refused, match="closed"):
        actions.change_run(run, by=make_acting(), **facts(run, venue="Thika"))


def test_a_run_goes_its_way_and_is_not_cancelled_after_delivery(app):
    run, by = plan(), make_acting()
    for step in ("confirmed", "started", "delivered"):
        actions.move_run(run, step, by=by)
    with pytest.raises(Refused, match="cannot be cancelled"):
        actions.move_run(run, "cancelled", by=by, reason="No")
    assert run.status is Status.DELIVERED


def test_a_postponed_run_says_why_until_it_is_planned_again(app):
    run, by = plan(), make_acting()
    with pytest.raises(Refused, match="Give a reason"):
        actions.move_run(run, "postponed", by=by)
    actions.move_run(run, "postponed", by=by, reason="Rains")
    assert (run.status, run.reason) == (Status.POSTPONED, "Rains")
    actions.move_run(run, "planned", by=by)
    assert run.reason == ""


def test_only_holders_of_a_trainer_office_are_assigned_and_once(app):
    run, by = plan(), make_acting()
    trainer = make_account()
    make_acting(Role.TRAINER, account=trainer)
    with pytest.raises(Refused, match="no trainer office"):
        actions.assign(run, make_account(), role=StaffRole.LEAD, by=by)
    staffing = actions.assign(run, trainer, role=StaffRole.LEAD, by=by)
    with pytest.raises(Refused, match="already works"):
        actions.assign(run, trainer, role=StaffRole.ASSISTANT, by=by)
    actions.unassign(staffing, by=by)
    assert db.session.scalars(sa.select(Staffing)).all() == []


def test_weekdays_are_filled_once_and_keep_what_is_there(app):
    run, by = plan(), make_acting()
    blocks = [(time(8), time(12)), (time(13), time(16))]
    assert len(actions.fill_weekdays(run, by=by, title="Training", blocks=blocks)) == 20
    assert actions.fill_weekdays(run, by=by, title="Training", blocks=blocks) == []
    starts = {at.hour for at in db.session.scalars(queries.session_starts(run))}
    assert starts == {5, 10}


def test_a_session_lies_on_a_day_of_the_run(app):
    run = plan()
    with pytest.raises(Refused, match="choose one of its days") as refusal:
        actions.add_session(
            run, by=make_acting(), title="Late", day=date(2027, 2, 1), starts=time(8), ends=time(9)
        )
    assert refusal.value.field == "day"


def test_the_same_session_is_planned_once_however_often_the_button_is_pressed(app):
    run, by = plan(), make_acting()
    what = {"title": "Radio net", "day": run.starts_on, "starts": time(8), "ends": time(9)}
    first = actions.add_session(run, by=by, **what)
    with pytest.raises(Refused, match="planned already"):
        actions.add_session(run, by=by, **what)
    beside = actions.add_session(run, by=by, **what, room="Ground B")
    actions.cancel_session(first, by=by, reason="Rain")
    again = actions.add_session(run, by=by, **what)
    assert queries.sessions_of(run) == [first, beside, again]


def test_a_session_is_cancelled_once_and_stays_in_the_list(app):
    run = make_run()
    session = make_session(run)
    with pytest.raises(Refused, match="Say why") as refusal:
        actions.cancel_session(session, by=make_acting(), reason="  ")
    assert refusal.value.field == "reason"
    actions.cancel_session(session, by=make_acting(), reason="Rain")
    assert session.cancel_reason == "Rain"
    assert db.session.scalars(sa.select(Entry.reason).where(Entry.deed == "cancelled")).all() == [
        "Rain"
    ]
    with pytest.raises(Refused, match="already cancelled"):
        actions.cancel_session(session, by=make_acting(), reason="Rain")
    assert queries.sessions_of(run) == [session]
    assert db.session.scalars(queries.session_starts(run)).all() == []


def test_a_session_gets_another_time_and_the_logbook_keeps_the_one_before(app):
    run, by = plan(), make_acting()
    what = {"title": "Radio net", "day": run.starts_on, "starts": time(8), "ends": time(9)}
    session = actions.add_session(run, by=by, **what)
    before, version = session.starts_at, session.version
    actions.change_session(session, by=by, **what | {"starts": time(8, 30), "room": "Ground B"})
    assert session.starts_at == before + timedelta(minutes=30)
    assert (session.room, session.version) == ("Ground B", version + 1)
    [line] = db.session.scalars(sa.select(Entry).where(Entry.deed == "changed")).all()
    assert list(line.before) == ["starts_at"]
    with pytest.raises(Refused, match="ends before it begins"):
        actions.change_session(session, by=by, **what | {"ends": time(7)})


@pytest.mark.both
def test_where_attendance_was_taken_only_title_and_room_change(app):
    place = make_enrolment(make_allocation(plan()))
    run, by = place.offering, make_acting()
    what = {"title": "Radio net", "day": run.starts_on, "starts": time(8), "ends": time(9)}
    session = actions.add_session(run, by=by, **what)
    make_attendance(session, place)
    with pytest.raises(Refused, match="its times stay") as refusal:
        actions.change_session(session, by=by, **what | {"ends": time(10)})
    assert refusal.value.field == "starts"
    actions.change_session(session, by=by, **what | {"title": "Radio nets", "room": "B"})
    assert (session.title, session.room) == ("Radio nets", "B")


@pytest.mark.parametrize("over", [Status.CLOSED, Status.CANCELLED])
def test_a_run_that_is_over_keeps_its_sessions_and_parties(app, over):
    run, by = make_run(status=over), make_acting()
    session, partner = make_session(run), make_role(run, make_party(), PartyRole.SUPPORTER)
    with pytest.raises(Refused, match="stays as it is"):
        actions.cancel_session(session, by=by, reason="Rain")
    with pytest.raises(Refused, match="stays as it is"):
        actions.remove_party(partner, by=by)
    assert session.cancelled_at is None


def test_who_sends_is_not_named_by_hand(app):
    with pytest.raises(Refused, match="follows from the seats"):
        actions.add_party(plan(), make_party(), PartyRole.SENDER, by=make_acting())
