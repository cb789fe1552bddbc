"""Who sees and takes attendance, and what the sheet does with what is sent."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.factories import (
    make_acting,
    make_allocation,
    make_attendance,
    make_enrolment,
    make_focal_point,
    make_party,
    make_person,
    make_run,
    make_session,
)
from tpp import clock
from tpp.acting import Role
from tpp.attendance.models import AttendanceRecord
from tpp.attendance.queries import marks_of_session
from tpp.attendance.rules import Mark, Marked
from tpp.db import db
from tpp.enrolments.rules import Status as PlaceStatus


@pytest.fixture
def held(app):
    kenya = make_party(name="Kenya")
    allocation = make_allocation(make_run(code="ENG-HEE-B-2026-03"), kenya)
    names = ("Asha Wanjiru", "Odhiambo Otieno", "Naomi Cherotich")
    places = [
        make_enrolment(allocation, make_person(kenya, name=name), PlaceStatus.ARRIVED)
        for name in names
    ]
    starts_at = clock.now() - timedelta(hours=1)
    session = make_session(
        allocation.offering,
        title="Bulldozer: cutting a slope",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
    )
    return session, places, make_acting(Role.TRAINER, runs=[allocation.offering])


def address(session):
    return f"/runs/{session.offering.code}/attendance/{session.id}"


def standing(session):
    db.session.rollback()
    return {place: stands.marked for place, stands in marks_of_session(session).items()}


def checked(page, place):
    start = page.text.index(f'name="mark-{place.id}"')
    row = page.text[start : page.text.index("</li>", start)]
    return [
        part.split('"')[1] for part in row.split("value=")[1:] if "checked" in part.split(">")[0]
    ]


@pytest.mark.both
def test_a_class_is_present_but_two_in_one_form(browser, held):
    session, places, trainer = held
    client = browser(trainer)
    assert checked(client.get(address(session)), places[0]) == ["present"]

    sent = {f"mark-{place.id}": "present" for place in places}
    sent |= {f"mark-{places[1].id}": "late", f"minutes-{places[1].id}": "15"}
    answer = client.post(address(session), data=sent | {"seen": "0"})

    assert (answer.status_code, answer.location) == (303, "/runs/ENG-HEE-B-2026-03/attendance")
    assert standing(session)[places[1].id] == Marked(Mark.LATE, 15)
    assert "3 marks were saved" in client.get(answer.location).text


def test_an_empty_sheet_leaves_whoever_was_not_marked_without_a_mark(browser, held):
    session, places, trainer = held
    client = browser(trainer)
    assert checked(client.get(address(session) + "?start=empty"), places[0]) == []
    client.post(address(session), data={"seen": "0", f"mark-{places[0].id}": "absent"})
    assert standing(session) == {places[0].id: Marked(Mark.ABSENT)}


@pytest.mark.both
def test_two_trainers_see_both_marks_and_nothing_is_overwritten(browser, held):
    session, places, trainer = held
    make_attendance(session, places[0], Mark.ABSENT)
    sent = {f"mark-{place.id}": "present" for place in places}

    answer = browser(trainer).post(address(session), data=sent | {"seen": "0"})

    assert answer.status_code == 409
    assert "saved “Absent”, yours “Present”" in answer.text
    assert checked(answer, places[0]) == ["present"]
    assert standing(session) == {places[0].id: Marked(Mark.ABSENT)}


def test_a_correction_asks_why_at_the_field_and_keeps_what_was_marked(browser, held):
    session, places, trainer = held
    record = make_attendance(session, places[0], Mark.ABSENT)
    client, sent = browser(trainer), {"seen": str(record.id), f"mark-{places[0].id}": "excused"}

    answer = client.post(address(session), data=sent)
    assert answer.status_code == 422
    assert "Say why" in answer.text
    assert checked(answer, places[0]) == ["excused"]

    assert client.post(address(session), data=sent | {"reason": "Clinic"}).status_code == 303
    page = client.get(address(session)).text
    assert "“Absent” became “Excused”" in page
    assert "Clinic" in page


@pytest.mark.parametrize(
    "sent",
    [
        {"mark-{0}": "asleep"},
        {"mark-{0}": "late", "minutes-{0}": "soon"},
        {"mark-{0}": "late", "minutes-{0}": "99999999999999999999"},
        {"mark-{0}": "late", "minutes-{0}": "-5"},
        {"mark-{0}": "present", "seen": "x"},
        {"mark-{0}": "present", "seen": "9" * 5_000},
        {"mark-{0}": "present", "reason": "\x00"},
        {"mark-{0}": "present", "reason": "r" * 10_000},
    ],
)
def test_what_cannot_be_a_mark_is_refused_at_its_place(browser, held, sent):
    session, places, trainer = held
    sent = {"seen": "0"} | {key.format(places[0].id): value for key, value in sent.items()}
    answer = browser(trainer).post(address(session), data=sent)
    assert answer.status_code == 422
    assert standing(session) == {}


def test_a_mark_for_somebody_of_another_run_is_not_read(browser, held):
    session, _, trainer = held
    elsewhere = make_enrolment(status=PlaceStatus.ARRIVED)
    browser(trainer).post(address(session), data={"seen": "0", f"mark-{elsewhere.id}": "present"})
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AttendanceRecord)) == 0


def test_a_coordinator_reads_attendance_and_does_not_take_it(browser, held):
    session, places, _ = held
    make_attendance(session, places[0], Mark.LATE, minutes_late=7)
    client = browser(make_acting())
    page = client.get(address(session))
    assert "Late, 7 minutes" in page.text
    assert "Save" not in page.text
    assert client.post(address(session), data={"seen": "0"}).status_code == 403


def test_a_trainer_of_another_run_finds_neither_grid_nor_sheet(browser, held):
    session, *_ = held
    stranger = browser(make_acting(Role.TRAINER, runs=[make_run()]))
    for path in (address(session), f"/runs/{session.offering.code}/attendance"):
        assert stranger.get(path).status_code == 404


def test_a_session_is_found_only_under_its_own_run(browser, held):
    session, _, _ = held
    other = make_run()
    trainer = make_acting(Role.TRAINER, runs=[session.offering, other])
    answer = browser(trainer).get(f"/runs/{other.code}/attendance/{session.id}")
    assert answer.status_code == 404


@pytest.mark.both
def test_a_focal_point_does_not_see_attendance(browser, held):
    session, places, _ = held
    answer = browser(make_focal_point(places[0].party)).get(
        f"/runs/{session.offering.code}/attendance"
    )
    assert answer.status_code in (403, 404)
    assert "Asha" not in answer.text


@pytest.mark.both
def test_the_grid_shows_every_mark_and_the_share_of_sessions_held(browser, held):
    session, places, trainer = held
    make_attendance(session, places[0], Mark.PRESENT)
    make_attendance(session, places[1], Mark.ABSENT)
    page = browser(trainer).get(f"/runs/{session.offering.code}/attendance").text
    assert "1 of 1" in page
    assert "0 of 1" in page
    assert '<abbr title="Absent">A</abbr>' in page
    assert "no mark" in page


def test_a_sheet_of_a_session_to_come_is_not_open(browser, held):
    session, places, trainer = held
    starts_at = clock.now() + timedelta(hours=3)
    later = make_session(
        session.offering, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)
    )
    client = browser(trainer)
    assert "has not begun" in client.get(address(later)).text
    answer = client.post(address(later), data={"seen": "0", f"mark-{places[0].id}": "present"})
    assert answer.status_code == 422
    assert standing(later) == {}


def test_the_grid_of_many_costs_as_many_questions_as_the_grid_of_few(browser, held):
    session, _, trainer = held
    path = f"/runs/{session.offering.code}/attendance"
    client = browser(trainer)
    client.get(path)
    few = questions(lambda: client.get(path))
    allocation = make_allocation(session.offering, seats=10)
    for _ in range(10):
        make_attendance(session, make_enrolment(allocation, status=PlaceStatus.IN_TRAINING))
    assert questions(lambda: client.get(path)) <= few + 1


def questions(deed):
    asked = []
    listener = lambda *arguments: asked.append(arguments[2])  # noqa: E731
    sa.event.listen(db.engine, "before_cursor_execute", listener)
    deed()
    sa.event.remove(db.engine, "before_cursor_execute", listener)
    return len(asked)
