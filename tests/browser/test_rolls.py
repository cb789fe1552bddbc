"""Thirty nominees from a spreadsheet, three of them corrected on screen, in eight clicks."""

from datetime import date

import pytest
import sqlalchemy as sa

from tests import factories as f
from tests.browser import laying
from tests.browser.casting import open_account
from tests.rolls.sheets import xlsx
from tpp.acting import Role
from tpp.db import db
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Status
from tpp.offerings.models import CourseOffering
from tpp.offerings.rules import Status as Run
from tpp.parties.queries import by_code
from tpp.people.models import Person

pytestmark = pytest.mark.browser

HEADS = ("Rank", "Full name", "Sex", "Date of birth", "E-mail", "Unit")
SPOILT = {7: (3, "31/02/1998"), 19: (4, "zawadi.otieno@kdf"), 23: (2, "yes and no")}
"""By number of the row in the file: which column is wrong, and what stands there."""


def thirty() -> bytes:
    rows = []
    for number in range(2, 32):
        sex = "Female" if number % 4 == 0 else "Male"
        name = f"{laying.NAMES[number % len(laying.NAMES)]} Wanjiku {'BCDFGHJKLMNPRSTVWYZ'[number % 19]}{'aeiou'[number % 5]}"
        mail = f"nominee{number}@example.org"
        born = date(1970 + number, 1 + number % 12, number % 28 + 1).isoformat()
        row = ["Cpl", name, sex, born, mail, f"{number} Engineer Battalion"]
        if number in SPOILT:
            place, words = SPOILT[number]
            row[place] = words
        rows.append(row)
    return xlsx(*rows, heads=HEADS)


def run_with_thirty_seats() -> str:
    run = laying.run_around_today(Run.PLANNED)
    f.make_allocation(run, by_code("KEN"), seats=30)
    f.make_call(run)
    return run.code


def test_a_focal_point_submits_thirty_from_a_spreadsheet_with_three_corrections(
    register, visitor, tmp_path
):
    with register.records():
        code = run_with_thirty_seats()
    book = tmp_path / "nominees-thika-2027.xlsx"
    book.write_bytes(thirty())
    focal = visitor(open_account(register, "focal.ken", Role.FOCAL_POINT, "KEN"))
    focal.clicked(focal.main.locator(f"a[href='/runs/{code}/rolls']"))
    focal.picture("34-nominees-from-a-file")
    focal.clicks += 1  # opening the window in which the file is chosen
    focal.page.set_input_files("input[type=file]", str(book))
    focal.press("Upload and check")
    focal.says("Check 30 nominees before you submit", "3 rows to correct", "27 ready rows")
    focal.picture("35-rows-to-correct")
    focal.enter(focal.page.locator("[name=words-7-born_on]"), "28/02/1998")
    focal.enter(focal.page.locator("[name=words-19-email]"), "zawadi.otieno@example.org")
    focal.choose(focal.page.locator("[name=words-23-sex]"), "woman")
    focal.press("Check again")
    focal.says("30 ready rows")
    focal.picture("36-ready-to-submit")
    focal.press("Submit 30 nominations")
    focal.says("30 nominations are submitted.", "30 nominations made by this list")
    focal.picture("37-made-by-the-list")
    assert focal.clicks == 8
    assert made(register, code) == (30, 30)


def made(register, code: str) -> tuple[int, int]:
    with register.records():
        run = sa.select(CourseOffering.id).where(CourseOffering.code == code)
        sent = sa.select(sa.func.count(Nomination.id)).where(
            Nomination.status == Status.SUBMITTED, Nomination.offering_id.in_(run)
        )
        named = sa.select(sa.func.count(Person.id)).where(Person.name.like("% Wanjiku %"))
        return db.session.scalar(sent), db.session.scalar(named)


def test_a_list_is_corrected_on_a_phone_without_scripts(register, visitor, tmp_path):
    with register.records():
        code = run_with_thirty_seats()
    book = tmp_path / "list.csv"
    book.write_text("Name of person;Wann\nSalim Kazungu;31/02/1998\n", encoding="utf-8")
    account = open_account(register, "focal.ken", Role.FOCAL_POINT, "KEN")
    focal = visitor(account, (360, 780), java_script_enabled=False)
    focal.go(f"/runs/{code}/rolls")
    focal.page.set_input_files("input[type=file]", str(book))
    focal.press("Upload and check")
    focal.says("What the columns mean")
    focal.fill(**{"column-0": "name", "column-1": "born_on"})
    focal.picture("38-what-columns-mean-phone")
    focal.press("Check the list")
    focal.picture("39-row-to-correct-phone")
    focal.page.fill("[name=words-2-born_on]", "28/02/1998")
    focal.press("Check again")
    focal.press("Submit 1 nomination")
    focal.says("1 nomination is submitted.")
