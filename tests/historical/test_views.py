"""Who reads the historical record, and how each figure is marked."""

import re
from html import unescape
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.factories import make_acting, make_party, make_version
from tpp.acting import Role
from tpp.db import db
from tpp.historical import actions
from tpp.historical.models import HistoricalRun
from tpp.parties.actions import load_reference

REAL = Path(__file__).parents[2] / "data" / "tpp_runs.csv"
READERS = (Role.COORDINATOR, Role.AUDITOR, Role.SUPPORTER, Role.FOCAL_POINT)
PAGES = ("/historical", "/historical/R001", "/historical/reconciliation")


@pytest.fixture
def record(app):
    load_reference()
    actions.import_runs(REAL.read_bytes(), by=make_acting(Role.ADMINISTRATOR))


@pytest.fixture
def reader(record, browser):
    return browser(make_acting(Role.COORDINATOR))


def words_of(page):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("role", READERS)
def test_the_programme_and_its_partners_read_the_record(record, browser, role, address):
    party = make_party() if role in (Role.SUPPORTER, Role.FOCAL_POINT) else None

    assert browser(make_acting(role, party=party)).get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("role", [Role.TRAINER, Role.TRAINEE, Role.ADMINISTRATOR])
def test_others_have_no_page_of_it(record, browser, role, address):
    assert browser(make_acting(role)).get(address).status_code == 403


def test_somebody_not_signed_in_is_asked_to_sign_in(record, browser):
    page = browser().get("/historical")

    assert page.status_code == 303
    assert "/sign-in" in page.location


def test_the_list_shows_every_run_and_keeps_the_kinds_of_number_apart(reader):
    page = reader.get("/historical")

    assert words_of(page).count("high confidence") == 25
    assert "30 runs in the record" in words_of(page)
    assert "321 in 13 runs" in words_of(page)
    assert "Participants, approximate 30 in 1 run" in words_of(page)
    assert "Participants, planned 46 in 3 runs" in words_of(page)
    assert "Women, reported 33 in 1 run" in words_of(page)
    assert "Number not known 13 runs" in words_of(page)
    assert "not added up" in page.text
    assert "30 approximate" in words_of(page)
    assert "16 planned" in words_of(page)


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("pillar=medical", "R028", "R001"),
        ("pillar=engineering", "R037", "R043"),
        ("year=2018", "R013", "R001"),
        ("host=VNM", "R022", "R001"),
        ("host=VNM&year=2020", "R025", "R022"),
    ],
)
def test_filters_in_the_address_narrow_the_list_and_its_figures(reader, query, shown, hidden):
    page = reader.get(f"/historical?{query}")

    assert f"/historical/{shown}" in page.text
    assert f"/historical/{hidden}" not in page.text
    assert "321 in 13 runs" not in words_of(page)


@pytest.mark.parametrize("query", ["pillar=telemedicine", "year=soon", "host=XYZ", "page=0"])
def test_a_filter_that_the_record_does_not_have_is_not_found(reader, query):
    assert reader.get(f"/historical?{query}").status_code == 404


def test_an_empty_selection_says_what_to_do(reader):
    page = reader.get("/historical?host=VNM&year=2015")

    assert "No run of the record fits" in page.text


def test_a_run_shows_its_words_its_sources_as_links_and_what_was_not_understood(reader):
    page = reader.get("/historical/R037")

    assert "58 reported" in words_of(page)
    assert "The source counts 9 countries." in page.text
    assert "Kept without being understood" in page.text
    assert "IDN and five others (9 countries)" in words_of(page)
    assert 'href="https://jwing.net/?p=85413"' in page.text
    assert "Cambodia" in page.text
    assert "no persons" not in page.text


def test_dates_are_shown_as_exact_as_they_are_known(reader):
    assert "7 Sep 2015 – 16 Oct 2015" in words_of(reader.get("/historical/R001"))
    assert "from Nov 2016" in words_of(reader.get("/historical/R004"))
    assert "until Oct 2025" in words_of(reader.get("/historical/R041"))
    assert "When not known" in words_of(reader.get("/historical/R044"))


def test_unknown_numbers_read_not_known_and_never_zero(reader):
    page = words_of(reader.get("/historical/R005"))

    assert "Participants not known" in page
    assert "Women not known" in page
    assert "Passed not known" in page


@pytest.mark.parametrize("address", ["/historical/R999", "/historical/%00", "/historical/r001"])
def test_a_run_that_is_not_in_the_record_is_not_found(reader, address):
    assert reader.get(address).status_code == 404


def test_what_a_source_says_cannot_become_markup_or_a_script(record, browser):
    header = REAL.read_text(encoding="utf-8").splitlines()[0]
    cells = {
        "run_id": "X1",
        "course_type": "<script>alert(1)</script>",
        "venue": "<img src=x onerror=alert(1)>",
        "source_url": '"https://a.example/""onmouseover=alert(1)"',
    }
    row = ",".join(cells.get(name, "") for name in header.split(","))
    actions.import_runs(f"{header}\n{row}\n".encode(), by=make_acting(Role.ADMINISTRATOR))

    for address in ("/historical", "/historical/X1"):
        page = browser(make_acting()).get(address)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert '"onmouseover' not in page.text


def test_the_reconciliation_shows_both_figures_the_difference_and_both_sources(reader):
    page = reader.get("/historical/reconciliation")
    text = words_of(page)

    kenya = text[text.index("Kenya: TPP personnel trained in 27 events") :]
    assert kenya.index("611") < kenya.index("79") < kenya.index("532")
    assert text.count("no comparable record") == 4
    assert "www.wecanworkfromhome.com" in page.text
    assert "https://www.vtg.admin.ch" in page.text
    assert "cannot be computed" in text


def test_the_list_asks_the_database_as_often_for_one_run_as_for_many(reader):
    def asked(address):
        statements = []

        def listen(_connection, _cursor, statement, *_):
            statements.append(statement)

        sa.event.listen(db.engine, "before_cursor_execute", listen)
        try:
            assert reader.get(address).status_code == 200
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", listen)
        return len(statements)

    assert asked("/historical") <= asked("/historical?host=RWA") <= 25


def test_the_record_reads_from_the_right_in_arabic(reader):
    reader.get("/language/ar")
    page = reader.get("/historical?host=KEN")

    assert 'dir="rtl"' in page.text
    assert "كينيا" in page.text


def test_whoever_plans_goes_from_a_run_of_the_record_to_a_new_run_of_its_course(record, browser):
    course = make_version().course
    run = db.session.scalar(sa.select(HistoricalRun).where(HistoricalRun.run_id == "R001"))
    run.course_id = course.id
    db.session.commit()
    link = f"/runs/new?course={course.code}"
    assert link in browser(make_acting(Role.COORDINATOR)).get("/historical/R001").text
    assert link not in browser(make_acting(Role.AUDITOR)).get("/historical/R001").text
