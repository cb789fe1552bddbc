"""Figures on screen and in files: who sees which numbers, and that each leads to its list."""

import csv
import io
import re
import zipfile
from html import unescape

import pytest
import sqlalchemy as sa

from tests.factories import make, make_acting, make_allocation, make_party, make_run
from tests.reports.world import W, make_seat
from tpp import clock
from tpp.acting import Role
from tpp.db import db
from tpp.historical.models import HistoricalRun
from tpp.people.rules import Sex

NAMES = ("Asha Canary-Kenya", "Luz Canary-Peru")
FILES = ("/participation.csv", "/participation.xlsx")


@pytest.fixture
def programme(browser):
    return browser(make_acting())


def rows_of(page):
    """Every row of the tables of a page as words, without markup."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", page.text, re.S)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in rows]


def links_to(page, start):
    """Number and address of every link that leads to ``start``."""
    found = re.findall(rf'<a href="({re.escape(start)}[^"]*)">([\d,]+)</a>', page.text)
    return [(unescape(address), int(number.replace(",", ""))) for address, number in found]


def in_file(answer):
    """The lines of a CSV file, without the mark at its beginning."""
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_the_page_shows_women_men_and_unknown_with_totals_that_add_up(world, programme):
    page = programme.get("/participation")
    assert page.status_code == 200
    shown = rows_of(page)
    assert "Kenya 4 2 1 1 67%" in shown
    assert "Peru 1 0 1 0 0%" in shown
    assert "All 5 2 2 1 50%" in shown
    assert "5 people" in page.text
    assert "in 2 runs" in page.text


def test_every_figure_says_what_it_counts_of_which_kind_and_when(world, programme):
    page = programme.get("/participation?pillar=engineering&since=2024&step=certified").text
    scope = "All offices · Engineering · runs begun since 2024 · people who were certified"
    assert scope in page
    assert "recorded" in page
    assert re.search(r"as of \d+ \w+ 20\d\d, \d\d:\d\d", page)
    assert "put forward by an office and sent in, whatever became of it" in page


def test_every_number_leads_to_a_list_of_exactly_that_many(world, programme):
    page = programme.get("/participation")
    links = links_to(page, "/participation/people")
    assert len(links) > 10
    for address, number in links:
        listed = programme.get(address).text
        assert re.search(rf'role="status"><strong>{number}</strong>', listed), address


def test_a_row_leads_to_its_own_figures(world, programme):
    page = programme.get("/participation?pillar=engineering").text
    address = unescape(re.search(r'<th scope="row"><a href="([^"]+)"><bdi>Kenya', page)[1])
    assert "country=KEN" in address
    assert "pillar=engineering" in address
    assert "2024 3 2 1 0 67%" in rows_of(programme.get(address))


def test_the_list_names_people_with_their_run(world, programme):
    page = programme.get("/participation/people?country=KEN&sex=woman")
    assert "Asha Canary-Kenya" in page.text
    assert "Luz Canary-Peru" not in page.text
    assert world.engineering.code in page.text


def test_what_is_reported_stands_apart_and_is_added_to_nothing(world, programme):
    given = {"run_id": "R1", "year": 2019, "reported": 7000, "women": 900, "course_words": "HEE"}
    make(HistoricalRun, {"updated_at": clock.now()}, given)
    page = programme.get("/participation")
    assert "All 5 2 2 1 50%" in rows_of(page)
    apart = page.text[page.text.index('id="record"') :]
    assert "7,000" in apart
    assert "in no figure above" in apart
    assert "7,005" not in page.text
    for name in FILES:
        assert b"7000" not in programme.get(name).data
    assert "7,000" not in programme.get("/participation?since=2020").text
    narrowed = programme.get("/participation?country=KEN&group=African Group").text
    assert "Sources do not say enough to narrow them by: regional group, nationality" in narrowed


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AUDITOR])
def test_the_programme_and_oversight_count_everybody(world, browser, role):
    assert "All 5 2 2 1 50%" in rows_of(browser(make_acting(role)).get("/participation"))


def test_a_focal_point_sees_its_own_figures_and_people_only(world, browser):
    office = browser(make_acting(Role.FOCAL_POINT, world.peru))
    page = office.get("/participation")
    assert "All 1 0 1 0 0%" in rows_of(page)
    assert "People put forward by Peru" in page.text
    people = office.get("/participation/people?step=nominated").text
    assert "Luz Canary-Peru" in people
    assert "Asha" not in office.get("/participation/people?country=KEN").text
    for address in ("/", "/participation", "/participation/people", *FILES):
        answer = office.get(address).data.decode(errors="ignore")
        assert "Asha" not in answer
        assert "<bdi>Kenya</bdi>" not in answer
        assert ",Kenya," not in answer


def test_a_supporter_reads_numbers_of_its_runs_and_never_a_name(world, browser):
    state = browser(make_acting(Role.SUPPORTER, world.japan))
    page = state.get("/participation")
    assert "All 4 2 2 0 50%" in rows_of(page)
    assert "Runs that Japan hosts or supports" in page.text
    assert links_to(page, "/participation/people") == []
    assert state.get("/participation/people").status_code == 403
    for address in ("/", "/participation", "/participation?by=year", *FILES):
        answer = state.get(address)
        assert answer.status_code == 200
        assert not any(name.encode() in answer.data for name in NAMES)
        assert b"/people/" not in answer.data


@pytest.mark.parametrize("role", [Role.TRAINER, Role.TRAINEE, Role.ADMINISTRATOR])
def test_figures_are_not_for_every_role(world, browser, role):
    acting = browser(make_acting(role, person=world.luz.person if role is Role.TRAINEE else None))
    for address in ("/participation", "/participation/people", *FILES):
        answer = acting.get(address)
        assert answer.status_code == 403
        assert not any(name.encode() in answer.data for name in NAMES)


def test_the_public_is_asked_to_sign_in(world, browser):
    for address in ("/participation", "/participation/people", *FILES):
        assert browser(None).get(address).location.startswith("/sign-in")


@pytest.mark.parametrize(
    "query",
    [
        "since=99999999",
        "since=2024x",
        "until=-1",
        "country=ATLANTIS",
        "country=" + "K" * 5000,
        "pillar=telemedicine",
        "group=Everybody",
        "course=NOTHING",
        "step=deployed",
        "by=rank",
        "sex=tall",
        "since=2025&until=2024",
        "country=%3Cscript%3E",
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(world, programme, query):
    pages = ["/participation/people"] if "sex=" in query else ["/participation", *FILES]
    if "by=" in query:
        pages = ["/participation", *FILES]
    for page in pages:
        answer = programme.get(f"{page}?{query}")
        assert answer.status_code == 422
        assert "Choose from the list" in answer.text or "Exchange the two" in answer.text
        assert "<script>e" not in answer.text


@pytest.mark.parametrize("address", ["/participation", "/participation/people"])
def test_years_the_wrong_way_round_stay_on_the_page_with_the_other_filters(
    world, programme, address
):
    answer = programme.get(f"{address}?since=2025&until=2024&pillar=medical")
    assert answer.status_code == 422
    chosen = re.findall(r'<option value="(\w+)" selected', answer.text)
    assert [it for it in chosen if it in ("medical", "2025", "2024")] == ["medical", "2025", "2024"]
    assert 'id="since-error"' in answer.text
    assert 'href="#since"' in answer.text
    assert answer.text.count('aria-invalid="true"') == 1


@pytest.mark.parametrize(
    "query",
    ["page=99999999999999999999", "page=-3", "page=x", "sort=%00x", "sort=salary", "since="],
)
def test_what_only_orders_or_turns_pages_never_breaks(world, programme, query):
    for page in ("/participation", "/participation/people"):
        assert programme.get(f"{page}?{query}").status_code in (200, 400)


def test_a_year_without_runs_and_a_country_of_nobody_have_figures_of_none(world, programme):
    for query in ("since=1999&until=1999", "country=JPN"):
        assert "Nobody is recorded here" in programme.get(f"/participation?{query}").text


def test_rows_are_sorted_as_asked(world, programme):
    def order(sort):
        text = programme.get(f"/participation?sort={sort}").text
        return re.findall(r'<th scope="row"><a [^>]+><bdi>(\w+)', text)

    assert order("name") == ["Kenya", "Peru"]
    assert order("-name") == ["Peru", "Kenya"]
    assert order("people") == ["Peru", "Kenya"]
    assert order("") == ["Kenya", "Peru"]


def test_the_file_says_what_it_counts_before_it_counts(world, programme):
    answer = programme.get("/participation.csv?pillar=engineering")
    assert answer.headers["Content-Disposition"].endswith('.csv"')
    lines = in_file(answer)
    assert lines[0] == ["Scope", "All offices · Engineering · runs of all years"]
    assert lines[1][0:2] == ["Kind", "recorded: counted from one record per person and seat"]
    assert lines[2][0] == "As of"
    head = next(n for n, line in enumerate(lines) if line[:2] == ["Code", "Nationality"])
    assert lines[head - 1] == []
    kenya = dict(zip(lines[head], lines[head + 1], strict=True))
    assert kenya["Nationality"] == "Kenya"
    assert kenya["Nominated: women"] == "2"
    assert kenya["Arrived: people"] == "3"
    assert kenya["Arrived: women’s share"] == "0.6667"
    assert lines[-1][:5] == ["", "All", "2", "3", "1"]


def test_a_file_by_year_has_the_year_as_a_number(world, programme):
    book = zipfile.ZipFile(io.BytesIO(programme.get("/participation.xlsx?by=year").data))
    cells = book.read("xl/worksheets/sheet1.xml").decode()
    assert '<c r="A2"><v>2024</v></c>' in cells
    assert re.search(r'<c r="P2" s="\d+"><v>0\.\d+</v></c>', cells)
    about = book.read("xl/worksheets/sheet2.xml").decode() + str(book.namelist())
    assert "sheet2.xml" in about


def test_a_name_is_never_a_formula(browser):
    spiteful = make_party(name="=HYPERLINK(1)", code="+X")
    make_seat(make_allocation(make_run(), spiteful), W, "arrived")
    programme = browser(make_acting())
    line = in_file(programme.get("/participation.csv"))[-2]
    assert line[:2] == ["'+X", "'=HYPERLINK(1)"]
    book = zipfile.ZipFile(io.BytesIO(programme.get("/participation.xlsx").data))
    assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()


def test_a_page_asks_the_database_as_often_for_many_countries_as_for_few(world, browser, app):
    few = questions(app, browser(make_acting()))
    run = make_run(seats=400)
    for _ in range(12):
        make_seat(make_allocation(run, make_party(), seats=2), Sex.MAN, "arrived")
    assert questions(app, browser(make_acting())) == few


def questions(app, client):
    asked = []
    client.get("/participation")

    def note(*args):
        asked.append(args[2])

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        client.get("/participation")
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
    return len(asked)
