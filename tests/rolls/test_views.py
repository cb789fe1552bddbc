"""Who uploads and sees lists, and what the pages say of them."""

import io
import re

import pytest
import sqlalchemy as sa

from tests.factories import (
    make_acting,
    make_allocation,
    make_focal_point,
    make_party,
    make_person,
    make_run,
)
from tests.rolls.sheets import csv, xlsx
from tpp import clock
from tpp.acting import Role
from tpp.db import db
from tpp.people.models import Person
from tpp.rolls.actions.reading import read
from tpp.rolls.models import Roll, RollRow
from tpp.rolls.rules import Status
from tpp.rolls.rules.headings import in_template
from tpp.rolls.rules.titles import TITLES
from tpp.scope import EVERYTHING, see
from tpp.seats.models import SeatAllocation

ASHA = ("Sgt", "Asha Juma", "F", "1990-12-31", "asha@example.org", "")
WRONG = ("Pte", "Kevin Mutua", "M", "31/02/1998", "kevin@kdf", "")
HEADS = ("Rank", "Full name", "Sex", "Date of birth", "E-mail", "Unit")


@pytest.fixture
def focal(browser, office):
    return browser(office.acting)


def send(client, office, contents, name="nominees.csv"):
    sent = {"file": (io.BytesIO(contents), name)}
    return client.post(f"/runs/{office.run.code}/rolls", data=sent)


def version_on(page):
    return re.search(r'name="seen_version"[^>]*value="(\d+)"', page.text).group(1)


def test_a_list_is_uploaded_corrected_and_submitted(focal, office):
    answer = send(focal, office, csv(ASHA, WRONG))
    page = focal.get(answer.location)
    assert "1 row to correct" in page.text
    assert "“31/02/1998” is a day that does not exist." in page.text
    typed = {
        "words-3-born_on": "28/02/1998",
        "words-3-email": "kevin@example.org",
        "shown-3": "leave",
    }
    seen = {"seen_version": version_on(page)}
    answer = focal.post(answer.location, data={"do": "submit", **seen, **typed})
    page = focal.get(answer.location, follow_redirects=True)
    assert "Your corrections are kept." in page.text
    focal.post(answer.location, data={"do": "submit", "seen_version": version_on(page)})
    page = focal.get(answer.location)
    assert "2 nominations are submitted." in page.text
    assert "2 nominations made by this list" in page.text


def test_a_double_press_says_that_nothing_was_left(focal, office):
    address = send(focal, office, csv(ASHA)).location
    seen = version_on(focal.get(address))
    for _ in range(2):
        focal.post(address, data={"do": "submit", "seen_version": seen})
    assert "Nothing was left to do" in focal.get(address).text


def test_a_stale_page_is_a_conflict(focal, office):
    address = send(focal, office, csv(ASHA)).location
    assert focal.post(address, data={"do": "submit", "seen_version": "99"}).status_code == 409
    for nonsense in ("", "x", "9" * 30):
        answer = focal.post(address, data={"do": "submit", "seen_version": nonsense})
        assert answer.status_code == 409


def test_somebody_known_is_shown_beside_the_row_with_the_evidence(focal, office):
    make_person(office.kenya, name="Asha M. Juma", born_on=clock.now().date().replace(1990, 12, 31))
    page = focal.get(send(focal, office, csv(ASHA)).location)
    assert "1 person who may already be known" in page.text
    assert "same date of birth" in page.text


def test_headings_that_are_not_known_are_asked_about(focal, office):
    contents = csv(("Asha Juma", "1990-12-31"), heads=("Wer", "Wann"))
    address = send(focal, office, contents).location
    assert address.endswith("/columns")
    assert focal.get(address.removesuffix("/columns")).location == address
    refused = focal.post(address, data={"column-1": "born_on"})
    assert refused.status_code == 422
    assert "Say which column holds the name." in refused.text
    answer = focal.post(address, data={"column-0": "name", "column-1": "born_on"})
    assert "Asha Juma" in focal.get(answer.location).text


@pytest.mark.parametrize("contents", [b"", b"%PDF-1.7", b"PK\x03\x04xl/", b"Name,Sex\nA\0B,F"])
def test_a_file_that_cannot_be_read_is_told_at_its_field(focal, office, contents):
    answer = send(focal, office, contents)
    assert answer.status_code == 422
    assert "1 answer needs another look" in answer.text
    assert focal.post(f"/runs/{office.run.code}/rolls", data={}).status_code == 422


@pytest.mark.parametrize("language", TITLES)
def test_the_template_comes_back_understood_in_each_language(focal, office, language):
    focal.get(f"/language/{language}")
    for form in ("xlsx", "csv"):
        answer = focal.get(f"/runs/{office.run.code}/rolls/template.{form}")
        assert answer.status_code == 200
        if form == "csv":
            filled = answer.data + b"\r\n" + b"Asha Juma"
            address = send(focal, office, filled).location
            assert "/columns" not in address
        else:
            with read(answer.data) as table:
                assert next(table.rows)[1] == [TITLES[language][it] for it in in_template(())]


def test_the_template_offers_lists_and_no_formula_of_a_file_is_ever_carried_out(focal, office):
    row = ("=1+1", '=HYPERLINK("http://example.org")', "F", "1990-12-31", "", "")
    page = focal.get(send(focal, office, xlsx(row), "a.xlsx").location)
    assert "=HYPERLINK(&#34;http://example.org&#34;)" in page.text


def test_only_the_office_itself_reads_the_rows(browser, focal, office):
    address = send(focal, office, csv(ASHA)).location
    peru = make_party(code="PER", name="Peru")
    make_allocation(office.run, peru)
    assert browser(make_focal_point(peru)).get(address).status_code == 404
    assert browser(make_focal_point(peru)).post(address, data={}).status_code == 404
    assert browser(make_acting(Role.TRAINER, runs=[office.run])).get(address).status_code == 403
    for role in (Role.COORDINATOR, Role.AUDITOR):
        reader = browser(make_acting(role))
        page = reader.get(address)
        assert page.status_code == 200
        assert "Asha" not in page.text
        assert "nominees.csv" not in page.text
        listed = reader.get(f"/runs/{office.run.code}/rolls")
        assert "Kenya" in listed.text
        assert "nominees.csv" not in listed.text
        assert reader.post(address, data={"do": "submit"}).status_code == 403
    colleague = browser(make_focal_point(office.kenya))
    assert "Asha Juma" in colleague.get(address).text


def test_another_country_sees_no_list_of_a_run_that_both_send_to(browser, focal, office):
    send(focal, office, csv(ASHA))
    peru = make_party(code="PER", name="Peru")
    make_allocation(office.run, peru)
    page = browser(make_focal_point(peru)).get(f"/runs/{office.run.code}/rolls")
    assert page.status_code == 200
    assert "nominees.csv" not in page.text


def test_a_list_of_a_run_that_the_office_does_not_know_is_not_found(focal):
    assert focal.get(f"/runs/{make_run().code}/rolls").status_code == 404


def test_undo_and_giving_up(focal, office):
    address = send(focal, office, csv(ASHA)).location
    focal.post(address, data={"do": "submit", "seen_version": version_on(focal.get(address))})
    assert "Undo all of it" in focal.get(address).text
    focal.post(f"{address}/undoing")
    see(EVERYTHING)
    db.session.rollback()
    assert db.session.query(Person).count() == 0
    other = send(focal, office, csv(ASHA)).location
    focal.post(f"{other}/abandonment")
    db.session.rollback()
    assert {it.status for it in db.session.query(Roll)} == {Status.UNDONE, Status.ABANDONED}
    assert focal.get(other).status_code == focal.get(address).status_code == 200


def test_a_long_list_is_work_for_a_worker_and_the_page_says_how_far_it_is(app, focal, office):
    from tpp.jobs.actions import carry_out
    from tpp.jobs.models import Job

    app.config["ROLL_DIRECT"] = 1
    try:
        address = send(focal, office, csv(ASHA, WRONG)).location
        assert "Checking the list" in focal.get(address).text
        see(EVERYTHING)
        db.session.rollback()
        carry_out(db.session.query(Job).one().id)
        page = focal.get(address)
        assert "1 row to correct" in page.text
        focal.post(address, data={"do": "submit", "seen_version": version_on(page)})
        assert "Writing the list" in focal.get(address).text
        db.session.rollback()
        carry_out(db.session.query(Job).order_by(Job.id.desc()).first().id)
        assert "1 nomination made by this list" in focal.get(address).text
    finally:
        app.config["ROLL_DIRECT"] = 500


@pytest.mark.parametrize("is_long", [False, True])
def test_seats_and_a_closed_call_are_said_before_anybody_waits_for_a_worker(
    app, focal, office, is_long
):
    address = send(focal, office, csv(ASHA)).location
    see(EVERYTHING)
    db.session.rollback()
    db.session.execute(sa.update(SeatAllocation).values(offered=0))
    db.session.commit()
    page = focal.get(address)
    assert "Your office has no seats in this run." in page.text
    assert 'value="submit"' not in page.text
    app.config["ROLL_DIRECT"] = 0 if is_long else 500
    try:
        answer = focal.post(address, data={"do": "submit", "seen_version": version_on(page)})
    finally:
        app.config["ROLL_DIRECT"] = 500
    assert answer.status_code == 422
    assert "Your office has no seats in this run." in answer.text


def test_numbers_are_written_in_one_way(focal, office):
    rows = [("", f"Asha {number}", "", "", "", "") for number in range(1, 3)]
    address = send(focal, office, csv(*rows)).location
    see(EVERYTHING)
    db.session.rollback()
    roll = db.session.query(Roll).one()
    first = db.session.query(RollRow).first()
    more = {name: getattr(first, name) for name in ("party_id", "offering_id", "cells", "state")}
    db.session.execute(
        sa.insert(RollRow),
        [{**more, "roll_id": roll.id, "number": number} for number in range(10, 2010)],
    )
    db.session.commit()
    page = focal.get(address).text
    assert "2,002" in page
    assert "2002" not in page


def test_all_rows_that_do_nothing_can_be_looked_at(focal, office):
    rows = [("Pte", f"Nominee Number{n}", "M", "1990-12-31", "", "") for n in range(12)]
    address = send(focal, office, csv(*rows)).location
    out = {f"decision-{n}": "out" for n in range(2, 14)} | {
        f"shown-{n}": "leave" for n in range(2, 14)
    }
    focal.post(address, data={"do": "check", "seen_version": version_on(focal.get(address)), **out})
    page = focal.get(address).text
    assert "12 rows that do nothing" in page
    assert ("Number9" in page, "Number11" in page) == (True, False)
    assert f'href="{address}?show=idle#idle"' in page
    everyone = focal.get(f"{address}?show=idle").text
    assert "Number11" in everyone
    assert "show=idle#idle" not in everyone
