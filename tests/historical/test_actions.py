"""A file changes the record only by what is new in it, and a bad row keeps the whole file out."""

import csv
import io
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.factories import make, make_acting, make_party
from tpp.acting import Role
from tpp.catalogue.models import Course
from tpp.catalogue.rules import Pillar
from tpp.db import db
from tpp.historical import actions, queries
from tpp.historical.models import HistoricalRun
from tpp.historical.rules.reading import Unreadable
from tpp.historical.rules.rows import COLUMNS
from tpp.history.models import Entry
from tpp.offerings.rules import PartyRole
from tpp.parties.actions import load_reference
from tpp.parties.rules import PartyKind

REAL = Path(__file__).parents[2] / "data" / "tpp_runs.csv"


def file_of(*rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows({"course_type": "HEE Operators"} | row for row in rows)
    return text.getvalue().encode()


def counts(report):
    return tuple(
        len(part) for part in (report.created, report.updated, report.unchanged, report.refused)
    )


def recorded():
    return list(db.session.scalars(queries.runs()))


@pytest.fixture
def operator(app):
    for code in ("KEN", "UGA", "JPN"):
        make_party(code=code, name=code)
    make_party(PartyKind.MISSION, code="UNMISS", name="UNMISS")
    return make_acting(Role.ADMINISTRATOR)


@pytest.mark.both
def test_the_real_record_is_taken_whole_and_a_second_time_changes_nothing(app):
    load_reference()
    by = make_acting(Role.ADMINISTRATOR)

    first = actions.import_runs(REAL.read_bytes(), by=by)
    second = actions.import_runs(REAL.read_bytes(), by=by)

    assert counts(first) == (30, 0, 0, 0)
    assert counts(second) == (0, 0, 30, 0)
    assert len(recorded()) == 30
    assert {(row.run_id, words) for row, _, words in second.not_understood} == {
        ("R013", "ASEAN members"),
        ("R028", "JPN and others"),
        ("R031", "JPN and others"),
        ("R035", "IDN and neighbouring countries"),
        ("R037", "IDN and five others (9 countries)"),
        ("R043", "UN Global Service Centre"),
        ("R043", "UNMAS observers"),
    }


def test_a_run_keeps_its_parties_words_and_sources(operator):
    row = {
        "run_id": "R1",
        "start_date": "2018-11",
        "pillar": "Engineering;Medical",
        "host_country_iso3": "KEN",
        "trainer_parties": "JPN and others",
        "participating": "KEN (12);UNMISS;27 countries",
        "participants": "19",
        "participants_basis": "planned 21; trained 19",
        "source_url": "https://a.example/1 | https://b.example/2",
    }

    actions.import_runs(file_of(row), by=operator)

    [run] = recorded()
    assert (run.year, run.start_text, run.end_text) == (2018, "2018-11", "")
    assert [it.pillar for it in run.pillars] == [Pillar.ENGINEERING, Pillar.MEDICAL]
    assert [(it.party.code, it.stated) for it in run.with_role(PartyRole.SENDER)] == [
        ("KEN", 12),
        ("UNMISS", None),
    ]
    assert (run.reported, run.approximate, run.planned, run.women) == (19, None, 21, None)
    assert (run.sender_countries_stated, run.basis_words) == (27, "planned 21; trained 19")
    assert [(it.cell, it.words) for it in run.prose] == [("trainer_parties", "JPN and others")]
    assert [it.site for it in run.sources] == ["a.example", "b.example"]


def test_a_changed_row_updates_only_what_differs_and_the_logbook_says_what(operator):
    row = {"run_id": "R1", "venue": "Nairobi", "participating": "KEN", "host_country_iso3": "KEN"}
    actions.import_runs(file_of(row, {"run_id": "R2"}), by=operator)

    report = actions.import_runs(
        file_of(row | {"venue": "Jinja", "participating": "UGA;KEN"}, {"run_id": "R2"}), by=operator
    )

    assert counts(report) == (0, 1, 1, 0)
    [change] = report.updated
    assert set(change.differences) == {"venue", "sender_words", "parties"}
    assert change.differences["venue"] == ("Nairobi", "Jinja")
    run = queries.run_known_as("R1")
    assert [it.party.code for it in run.with_role(PartyRole.SENDER)] == ["UGA", "KEN"]
    entry = db.session.scalars(sa.select(Entry).where(Entry.deed == "updated")).one()
    assert (entry.before["venue"], entry.after["venue"]) == ("Nairobi", "Jinja")
    assert entry.account_id == operator.account_id


def test_runs_that_a_file_does_not_name_stay_as_they_are(operator):
    actions.import_runs(file_of({"run_id": "R1"}), by=operator)

    actions.import_runs(file_of({"run_id": "R2"}), by=operator)

    assert {run.run_id for run in recorded()} == {"R1", "R2"}


def test_one_bad_row_keeps_the_whole_file_out(operator):
    report = actions.import_runs(
        file_of({"run_id": "R1"}, {"run_id": "R2", "participating": "XYZ"}), by=operator
    )

    assert report.is_kept is False
    assert [(refusal.line, refusal.run_id) for refusal in report.refused] == [(3, "R2")]
    assert recorded() == []
    assert db.session.scalars(sa.select(Entry)).all() == []


def test_the_good_rows_are_taken_when_that_is_asked_for(operator):
    report = actions.import_runs(
        file_of({"run_id": "R1"}, {"run_id": "R2", "year": "soon"}, {"run_id": "R1"}),
        by=operator,
        keep_good=True,
    )

    assert counts(report) == (1, 0, 0, 2)
    assert [run.run_id for run in recorded()] == ["R1"]


def test_an_unreadable_file_changes_nothing(operator):
    actions.import_runs(file_of({"run_id": "R1"}), by=operator)

    with pytest.raises(Unreadable):
        actions.import_runs(b"PK\x03\x04rest", by=operator)

    assert len(recorded()) == 1


def test_a_run_is_tied_to_the_course_whose_spelling_is_known_and_to_no_other(operator):
    basic = make(Course, {"code": "HEE-B", "title": "Basic", "pillar": Pillar.ENGINEERING}, {})

    report = actions.import_runs(
        file_of(
            {"run_id": "R1", "level": "Basic"},
            {"run_id": "R2", "level": "Basic", "course_type": "HEE Operators, perhaps"},
        ),
        by=operator,
    )

    assert queries.run_known_as("R1").course_id == basic.id
    assert queries.run_known_as("R2").course_id is None
    assert [row.run_id for row in report.without_course] == ["R2"]


def test_every_spelling_leads_to_a_course_of_the_catalogue(app):
    from tpp.catalogue.actions import load_catalogue

    load_catalogue()

    assert set(queries.known_spellings().values()) <= set(queries.course_ids())


def test_two_thousand_rows_are_taken_in_one_go(operator):
    report = actions.import_runs(
        file_of(*({"run_id": f"R{n}", "participating": "KEN"} for n in range(2000))), by=operator
    )

    assert counts(report) == (2000, 0, 0, 0)
    assert db.session.scalar(sa.select(sa.func.count(HistoricalRun.id))) == 2000
