"""What a device is given, what it may send, and that both end with the session."""

from datetime import timedelta

import pytest

from tests.factories import (
    make_acting,
    make_allocation,
    make_enrolment,
    make_person,
    make_run,
    make_session,
)
from tpp import clock
from tpp.acting import Role
from tpp.attendance.queries import marks_of_session
from tpp.attendance.rules import Mark, Marked
from tpp.db import db
from tpp.devices.rules import COOKIE, LEAVE
from tpp.enrolments.rules import Status as PlaceStatus

ONE, OTHER = "5b0f1c9e-62f8-4a0e-9d55-0d9c8e6a7b11", "0c7ab1de-13a4-4f60-8f0b-3f1f2b9f7c22"


@pytest.fixture
def lesson(app):
    """A session of now with two people, and a trainer of its run."""
    allocation = make_allocation(make_run())
    places = [
        make_enrolment(allocation, make_person(allocation.party, name=name), PlaceStatus.ARRIVED)
        for name in ("Asha Wanjiru", "Naomi Cherotich")
    ]
    now = clock.now()
    times = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=1)}
    session = make_session(allocation.offering, **times)
    return session, places, make_acting(Role.TRAINER, runs=[allocation.offering])


def deed(session, values, seen=None, number=ONE, **more):
    stood = {str(place.id): (seen or {}).get(place) for place in values}
    given = {str(place.id): mark for place, mark in values.items()}
    frame = {"id": number, "kind": "attendance", "made_at": clock.now().isoformat()}
    return frame | {"session": session.id, "values": given, "seen": stood, "reason": ""} | more


def send(device, *deeds):
    answer = device.post("/device/sends", json={"deeds": list(deeds)})
    assert answer.status_code == 200
    return answer.json["answers"]


def standing(session):
    db.session.rollback()
    return {place: it.marked for place, it in marks_of_session(session).items()}


def test_marks_are_taken_once_however_often_they_are_sent(lesson, browser):
    session, [asha, naomi], trainer = lesson
    device, kept = browser(trainer), deed(lesson[0], {asha: "present", naomi: "late:20"})
    assert send(device, kept, kept) == [
        {"id": ONE, "state": "taken", "came": {"changed": 2}},
        {"id": ONE, "state": "repeated", "came": {"changed": 2}},
    ]
    assert standing(session) == {asha.id: Marked(Mark.PRESENT), naomi.id: Marked(Mark.LATE, 20)}


def test_a_mark_that_somebody_changed_meanwhile_is_asked_about(lesson, browser):
    session, [asha, naomi], trainer = lesson
    colleague = make_acting(Role.TRAINER, runs=[session.offering])
    send(browser(colleague), deed(session, {asha: "absent"}))
    device = browser(trainer)
    mine = deed(session, {asha: "late:5", naomi: "present"}, number=OTHER)
    [answer] = send(device, mine)
    assert answer["state"] == "conflict"
    assert (answer["theirs"], answer["yours"]) == (
        {str(asha.id): "absent"},
        {str(asha.id): "late:5"},
    )
    assert standing(session) == {asha.id: Marked(Mark.ABSENT)}
    over = mine | {
        "seen": {str(asha.id): "absent", str(naomi.id): None},
        "reason": "I saw him come",
    }
    assert [it["state"] for it in send(device, over)] == ["taken"]


def test_what_cannot_be_taken_is_refused_in_words_and_does_not_hold_up_the_rest(lesson, browser):
    session, [asha, _naomi], trainer = lesson
    elsewhere = make_session(make_run(), starts_at=session.starts_at, ends_at=session.ends_at)
    wrong = [
        deed(elsewhere, {asha: "present"}),
        deed(session, {asha: "there"}),
        deed(session, {asha: "late:9999"}),
        deed(session, {asha: "present"}) | {"values": 5},
        deed(session, {asha: "present"}) | {"session": None},
        deed(session, {asha: "present"}, kind="other"),
        deed(session, {asha: "present"}, kind=["a"]),
        deed(session, {asha: "present"}, made_at=7),
        deed(session, {asha: "present"}, id={}),
        deed(session, {asha: "present"}, reason="\u202e"),
    ]
    right = deed(session, {asha: "present"}, number=OTHER)
    *refused, taken = send(browser(trainer), *wrong, right)
    assert {it["state"] for it in refused} == {"refused"}
    assert all(it["words"] for it in refused)
    assert taken["state"] == "taken"


@pytest.mark.parametrize("sent", [None, [], {"deeds": 1}, {"deeds": [1]}, {"deeds": [{}] * 51}])
def test_what_is_no_list_of_deeds_is_refused(lesson, browser, sent):
    assert browser(lesson[2]).post("/device/sends", json=sent).status_code == 422


def test_a_device_gets_the_sheets_of_its_trainer_and_no_others(lesson, browser):
    session, [asha, _naomi], trainer = lesson
    device = browser(trainer)
    send(device, deed(session, {asha: "late:20"}))
    [sheet] = device.get("/device/sheets").json["sessions"]
    assert [it["name"] for it in sheet["people"]] == ["Asha Wanjiru", "Naomi Cherotich"]
    assert sheet["marks"] == {str(asha.id): "late:20"}
    stranger = make_acting(Role.TRAINER, runs=[make_run()])
    assert browser(stranger).get("/device/sheets").json["sessions"] == []
    for role in set(Role) - {Role.TRAINER}:
        assert browser(make_acting(role)).get("/device/sheets").status_code == 403


def key_of(device):
    answer = device.post("/device/key", json={"store": None})
    return answer.json["store"], device.get_cookie(COOKIE).value


def test_the_same_person_gets_the_same_key_again_and_nobody_else_does(lesson, browser):
    again = browser(lesson[2])
    store, key = key_of(again)
    again.delete_cookie(COOKIE)
    assert again.post("/device/key", json={"store": store}).json["store"] == store
    assert again.get_cookie(COOKIE).value == key
    stranger = browser(make_acting(Role.TRAINER))
    stranger.post("/device/key", json={"store": store})
    assert stranger.get_cookie(COOKIE).value != key


def test_the_key_ends_with_the_session_and_before_another_person(lesson, browser):
    device, stranger = browser(lesson[2]), browser(make_acting(Role.TRAINER))
    _store, key = key_of(device)
    for other in (stranger, browser(None)):
        other.set_cookie(COOKIE, key)
        other.get("/account")
        assert other.get_cookie(COOKIE) is None
    device.get("/account")
    assert device.get_cookie(COOKIE).value == key
    gone = device.post("/sign-out")
    assert gone.headers["Clear-Site-Data"] == '"storage"'
    assert device.get_cookie(COOKIE) is None


def test_who_signed_out_without_a_network_is_signed_out_with_the_next_request(lesson, browser):
    device = browser(lesson[2])
    device.set_cookie(COOKIE, LEAVE)
    assert device.get("/device/sheets").headers["Location"].endswith("/sign-in")
    assert device.get_cookie(COOKIE) is None
    assert device.get("/account").status_code == 303


def test_the_page_that_is_kept_names_nobody(lesson, browser):
    trainer, nobody = browser(lesson[2]), browser(None)
    pages = [it.get("/device/offline").text for it in (trainer, nobody)]
    for page in pages:
        assert "Asha" not in page
        assert lesson[2].account_name not in page
    worker = nobody.get("/device/worker.js")
    assert worker.headers["Service-Worker-Allowed"] == "/"
    assert worker.text == trainer.get("/device/worker.js").text
    assert nobody.get("/device/manifest.webmanifest").json["display"] == "standalone"
