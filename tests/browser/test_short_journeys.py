"""What people do often takes them few clicks, and no script of ours."""

import re
from collections import Counter

import pytest

from tests.browser import laying
from tests.browser.casting import address, open_account
from tests.browser.visiting import PHONE
from tpp.acting import Role
from tpp.attendance.models import AttendanceRecord
from tpp.attendance.rules import Mark
from tpp.db import db
from tpp.offerings.models import CourseOffering

pytestmark = pytest.mark.browser


def test_a_trainer_marks_a_class_of_thirty_present_but_two_in_four_clicks(register, visitor):
    with register.records():
        code = laying.class_in_training(laying.trainer("trainer.thirty"), 30).code
    trainer = visitor(address("trainer.thirty"), PHONE)
    trainer.picture("31-today")
    trainer.follow("Take attendance")
    for number, mark in ((4, "Absent"), (17, "Late")):
        row = trainer.main.locator(".sheet > li").nth(number)
        trainer.clicked(row.locator("label", has=trainer.page.get_by_label(mark, exact=True)))
    trainer.press("Save 30 marks")
    trainer.says("30 marks were saved.")
    assert trainer.path() == f"/runs/{code}/attendance"
    assert trainer.clicks == 4
    assert marks(register, code) == {Mark.PRESENT: 28, Mark.ABSENT: 1, Mark.LATE: 1}


def test_a_trainer_comes_from_the_page_of_a_run_to_the_sheet_of_today_in_three_clicks(
    register, visitor
):
    with register.records():
        code = laying.class_in_training(laying.trainer("trainer.sheet"), 2).code
    trainer = visitor(address("trainer.sheet"), PHONE)
    trainer.clicked(trainer.main.locator(f"a[href='/runs/{code}']").first)
    trainer.follow("Take attendance")
    assert trainer.path().startswith(f"/runs/{code}/attendance/")
    trainer.press("Save 2 marks")
    assert trainer.clicks == 3


def marks(register, code: str) -> Counter[Mark]:
    with register.records():
        run = db.session.query(CourseOffering).filter_by(code=code).one()
        return Counter(
            it.mark for it in db.session.query(AttendanceRecord).filter_by(offering_id=run.id)
        )


def test_a_coordinator_issues_the_certificates_of_a_finished_run_in_three_clicks(register, visitor):
    with register.records():
        code = laying.recommended_run(3).code
    coordinator = visitor(open_account(register, "coordinator", Role.COORDINATOR))
    coordinator.picture("32-work-waiting")
    waiting = coordinator.main.get_by_role("link", name="Certificates waiting for approval")
    coordinator.clicked(waiting)
    coordinator.clicked(coordinator.main.locator(f"a[href='/runs/{code}/certificates']"))
    coordinator.press("Approve and issue 3 certificates")
    coordinator.says("Issuing certificates")
    assert coordinator.clicks <= 3
    done = coordinator.main.get_by_role("link", name="Back to what it was for")
    done.wait_for(timeout=60_000)
    coordinator.clicked(done)
    assert coordinator.main.get_by_role("link", name=re.compile("^PDF")).count() == 3


def test_a_focal_point_nominates_somebody_known_in_four_clicks(register, visitor):
    with register.records():
        code = laying.run_with_call("Wanjiru Kamau").code
    focal = visitor(open_account(register, "focal.ken", Role.FOCAL_POINT, "KEN"), PHONE)
    focal.picture("33-home-of-the-focal-point")
    focal.clicked(focal.main.locator(f"a[href='/runs/{code}/nominations/new']"))
    focal.enter(focal.page.get_by_label("Somebody your office has a record of"), "wanjiru", "Enter")
    focal.follow("Wanjiru Kamau", focal.main)
    focal.press("Submit nomination")
    focal.says("The nomination is submitted.", "Wanjiru Kamau")
    assert focal.clicks == 4


def test_a_course_with_questions_takes_no_click_more(register, visitor):
    """The newest records are one tap away; the questions stand on the page of the nomination."""
    with register.records():
        code = laying.run_with_call("Halima Juma Ali", course="HEE-B").code
    focal = visitor(open_account(register, "focal.ken", Role.FOCAL_POINT, "KEN"), PHONE)
    focal.clicked(focal.main.locator(f"a[href='/runs/{code}/nominations/new']"))
    focal.follow("Halima Juma Ali", focal.main)
    focal.says("What this course asks", "Band of the rank", "Licence: heavy vehicle")
    focal.picture("34-questions-of-the-course")
    focal.press("Submit nomination")
    focal.says("The nomination is submitted.", "Whether this licence is held is not stated.")
    assert focal.clicks <= 3


def test_everything_that_matters_works_without_scripts(register, visitor):
    with register.records():
        code = laying.run_with_call().code
        laying.class_in_training(laying.trainer("trainer.plain"), 2)
        certificate = laying.code_of_a_certificate()
    nominate(visitor, open_account(register, "focal.ken", Role.FOCAL_POINT, "KEN"), code)
    select(visitor, open_account(register, "coordinator", Role.COORDINATOR), code)
    take_attendance(visitor, address("trainer.plain"))
    verify(visitor, certificate)


def nominate(visitor, email: str, code: str) -> None:
    focal = visitor(email, java_script_enabled=False)
    focal.go(f"/runs/{code}/nominations/new")
    focal.fill(name="Zawadi Mwangi")
    focal.press("Submit nomination")
    focal.says("The nomination is submitted.")


def select(visitor, email: str, code: str) -> None:
    coordinator = visitor(email, java_script_enabled=False)
    coordinator.go(f"/runs/{code}/selection")
    coordinator.tick(coordinator.row("Zawadi Mwangi").get_by_role("checkbox"))
    coordinator.press("Preview selection")
    coordinator.says("If you select this one")
    coordinator.press("Select 1 and offer the place")
    coordinator.says("1 nominee is selected.")


def take_attendance(visitor, email: str) -> None:
    trainer = visitor(email, PHONE, java_script_enabled=False)
    trainer.follow("Take attendance")
    trainer.press("Save 2 marks")
    trainer.says("2 marks were saved.")


def verify(visitor, certificate: str) -> None:
    anybody = visitor(java_script_enabled=False)
    anybody.go("/verify")
    anybody.fill(code=certificate.upper())
    anybody.press("Verify")
    anybody.says("This certificate is valid")
