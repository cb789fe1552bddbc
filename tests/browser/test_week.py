"""A week of a run: laid from a timetable, three conflicts found and solved, a session dragged."""

from datetime import UTC, date, datetime, time

import pytest

from tests import factories as f
from tests.browser import laying
from tests.browser.casting import open_account
from tests.browser.visiting import PHONE
from tpp.acting import Role
from tpp.db import db
from tpp.offerings.models import Session, SessionStaff, SessionStation
from tpp.offerings.rules import Status
from tpp.timetables import actions
from tpp.timetables.rules import Block
from tpp.venues.models import Equipment, Room, Venue

pytestmark = pytest.mark.browser

BLOCKS = (
    Block(1, time(8), time(10), "Theory of the dozer"),
    Block(1, time(13), time(15), "Reading maps", room="Room 1"),
    Block(2, time(8), time(10), "Driving", room="Ground", machine="bulldozer", machines=4),
)


def two_runs():
    """A run to plan, and another one at its venue that has its trainer, its room and its machines."""
    venue = f.make(Venue, {"name": "School of the week", "timezone": "Africa/Nairobi"}, {})
    room = f.make(Room, {"venue_id": venue.id, "name": "Room 1"}, {})
    dozers = f.make(Equipment, {"venue_id": venue.id, "type": "bulldozer", "number": 5}, {})
    teacher = laying.trainer("trainer.week")
    days = {"starts_on": date(2027, 2, 1), "ends_on": date(2027, 2, 12), "venue_id": venue.id}
    run, other = (f.make_run(status=Status.CONFIRMED, **days) for _ in range(2))
    f.make_staffing(offering_id=run.id, account_id=teacher.account_id)
    busy = f.make_staffing(offering_id=other.id, account_id=teacher.account_id)
    taught, meeting, driving = (
        f.make_session(other, title=title, **at(day, hour), **more)
        for title, day, hour, more in (
            ("Taught elsewhere", 1, 8, {}),
            ("Meeting", 1, 13, {"room_id": room.id}),
            ("Driving elsewhere", 2, 8, {}),
        )
    )
    whose = {"offering_id": other.id, "session_id": taught.id, "staffing_id": busy.id}
    f.make(SessionStaff, whose, {})
    f.make(SessionStation, {"session_id": driving.id, "equipment_id": dozers.id, "number": 3}, {})
    actions.make_template(run.course_version, by=f.make_acting(), title="Usual week", blocks=BLOCKS)
    return run, meeting


def at(day, hour):
    starts, ends = (datetime(2027, 2, day, it - 3, tzinfo=UTC) for it in (hour, hour + 2))
    return {"starts_at": starts, "ends_at": ends}


def move(planner, title, day, starts):
    card = planner.main.locator("article").filter(has_text=title)
    card.locator("summary").click()
    card.locator("[name=day]").fill(day)
    card.locator("[name=starts]").fill(starts)
    planner.press("Move it", card)
    planner.says(f"“{title}” is moved.")


def test_a_week_is_planned_from_a_timetable_and_its_three_conflicts_are_solved(register, visitor):
    with register.records():
        run, _ = two_runs()
        code, number = run.code, run.id
    office = open_account(register, "coordinator.week", Role.COORDINATOR)
    planner = visitor(office, PHONE, java_script_enabled=False)
    planner.go(f"/runs/{code}/sessions")
    planner.follow("Plan the timetable", planner.main)
    planner.main.locator("[name=what]").select_option(label="Usual week (version 1)")
    planner.main.locator("[name=teacher]").select_option(index=1)
    planner.press("Show where it lies")
    planner.says("Theory of the dozer", "Reading maps", "Driving")
    planner.picture("60-timetable-preview-phone")
    planner.press("Plan 3 sessions")
    planner.says("3 sessions are planned.", "3 open conflicts")
    planner.says("Taught elsewhere", "Meeting", "Driving elsewhere")
    planner.picture("61-week-with-conflicts-phone")
    move(planner, "Theory of the dozer", "2027-02-01", "10:00")
    planner.says("2 open conflicts")
    move(planner, "Reading maps", "2027-02-01", "15:00")
    planner.says("1 open conflict")
    move(planner, "Driving", "2027-02-03", "08:00")
    assert "open conflict" not in planner.words()
    planner.picture("62-week-solved-phone")
    planner.page.set_viewport_size({"width": 1440, "height": 900})
    planner.picture("63-week-solved-desk")
    dragged(visitor(office), code)
    with register.records():
        found = db.session.query(Session).filter_by(offering_id=number, title="Driving").one()
        assert found.starts_at == datetime(2027, 2, 4, 7, tzinfo=UTC)


def dragged(planner, code):
    """With a mouse: from Wednesday at 8 to Thursday at 10."""
    planner.go(f"/runs/{code}/timetable?week=2027-02-01")
    column = planner.main.locator('[data-day="2027-02-04"]')
    row = planner.main.locator(".clock .at-9").bounding_box()["y"] - column.bounding_box()["y"]
    card = planner.main.locator("[data-card]").filter(has_text="Driving")
    with planner.page.expect_navigation():
        card.drag_to(
            column,
            source_position={"x": 20, "y": 4},
            target_position={"x": 20, "y": row + 6},
        )
    planner.says("“Driving” is moved.")
