"""A class is marked with no network: the marks outlive the browser, arrive once, and leave nothing behind."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests import factories as f
from tests.browser.casting import address, appointed
from tests.browser.devices import Phone, write_cookies_down
from tests.browser.laying import run_around_today
from tpp import clock
from tpp.acting import Role
from tpp.attendance.models import AttendanceRecord
from tpp.attendance.rules import Mark
from tpp.db import db
from tpp.devices.models import Receipt
from tpp.enrolments.rules import Status as Place
from tpp.offerings.rules import Status as Run
from tpp.parties.queries import by_code

pytestmark = pytest.mark.browser

PEOPLE = 30
CANARIES = [f"Canaryname{chr(97 + n // 10)}{chr(97 + n % 10)}" for n in range(PEOPLE)]


@pytest.fixture(scope="module")
def lesson(register):
    """A session of now with thirty people: its address and number, and the trainer's e-mail."""
    with register.records():
        trainer = appointed("trainer.phone", Role.TRAINER)
        run = run_around_today(Run.IN_PROGRESS)
        f.make_staffing(offering_id=run.id, account_id=trainer.account_id)
        kenya = f.make_allocation(run, by_code("KEN"), seats=PEOPLE)
        for name in CANARIES:
            f.make_enrolment(kenya, f.make_person(kenya.party, name=name), Place.IN_TRAINING)
        now = clock.now()
        times = {"starts_at": now - timedelta(minutes=5), "ends_at": now + timedelta(hours=1)}
        session = f.make_session(run, title="Motor grader", **times)
        return f"/runs/{run.code}/attendance/{session.id}", session.id


@pytest.fixture
def phone(register, chromium, tmp_path):
    phone = Phone(chromium, register.url, tmp_path / "profile")
    yield phone
    phone.close()


def test_marks_made_without_a_network_outlive_the_browser_and_arrive_once(register, lesson, phone):
    sheet, session_id = lesson
    trainer = phone.start().sign_in(address("trainer.phone"))
    trainer.go(sheet)
    keep_sheets(trainer)
    write_cookies_down(trainer)

    phone.context.set_offline(True)
    trainer.page.reload()
    trainer.says("Motor grader", CANARIES[0], "No network.")
    mark(trainer, CANARIES[1], "Absent")
    mark(trainer, CANARIES[2], "Late")
    trainer.press("Keep the marks")
    trainer.says("Kept on this device: 30 marks to send")
    trainer.picture("40-no-network")
    phone.kill()

    trainer = phone.start(offline=True)
    phone.context.clear_cookies(
        name="tpp"
    )  # it may or may not have reached the disk before the kill
    trainer.page.goto(phone.url + sheet)
    trainer.says("Motor grader", CANARIES[0], "Kept on this device: 30 marks to send")
    trainer.main.locator("[data-sheet]").wait_for()
    assert chosen(trainer, CANARIES[1]) == "absent"
    phone.context.set_offline(False)
    trainer.says("Sign in to send them.")
    trainer.follow("Sign in to send them.")
    trainer.type_password(address("trainer.phone"))
    trainer.go(sheet)
    trainer.says("Everything that was kept on this device has been sent.")
    assert marks_of(register, session_id) == {Mark.PRESENT: 28, Mark.ABSENT: 1, Mark.LATE: 1}
    assert receipts(register) == 1

    sign_out_without_a_network(trainer, phone)
    phone.close()
    assert phone.holds(*CANARIES, "Kisumu Grader") == set()


def keep_sheets(trainer):
    trainer.press("Keep today’s sheets on this device")
    trainer.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    trainer.page.wait_for_function("!document.querySelector('[data-begin]').disabled")
    trainer.page.wait_for_function("document.querySelector('[data-device=offer]').hidden")


def mark(trainer, name, how):
    row = trainer.main.locator(".sheet > li").filter(has_text=name)
    row.get_by_role("radio", name=how).check(force=True)


def chosen(trainer, name):
    row = trainer.main.locator(".sheet > li").filter(has_text=name)
    return row.locator("input[type=radio]:checked").get_attribute("value")


def marks_of(register, session_id):
    counted = sa.select(AttendanceRecord.mark, sa.func.count()).group_by(AttendanceRecord.mark)
    with register.records():
        return dict(
            db.session.execute(counted.where(AttendanceRecord.session_id == session_id)).all()
        )


def receipts(register):
    with register.records():
        return db.session.scalar(sa.select(sa.func.count()).select_from(Receipt))


def sign_out_without_a_network(trainer, phone):
    """The names go at once; the register hears of it with the next request."""
    phone.context.set_offline(True)
    trainer.page.goto(phone.url + "/")
    trainer.says("Sheets on this device")
    trainer.press("Sign out and keep nothing here")
    trainer.says("You are signed out.")
    kept = trainer.page.evaluate(
        "Promise.all([indexedDB.databases(), caches.keys(), navigator.serviceWorker.getRegistrations()])"
    )
    assert [len(it) for it in kept] == [0, 0, 0]
    assert "tpp_device=leave" in trainer.page.evaluate("document.cookie")
    phone.context.set_offline(False)
    trainer.page.goto(phone.url + "/")
    assert "/sign-in" in trainer.page.url
