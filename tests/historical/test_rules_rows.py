"""A row is taken whole or refused with the column and the reason."""

import pytest

from tpp.catalogue.rules import Pillar
from tpp.errors import Refused
from tpp.historical.rules.prose import Register
from tpp.historical.rules.reading import Line
from tpp.historical.rules.rows import COLUMNS, read, read_all
from tpp.offerings.rules import PartyRole

REGISTER = Register(frozenset(["KEN", "UGA", "JPN", "CHE", "IDN"]), frozenset(["UN"]))


def line(number=2, **cells):
    blank = dict.fromkeys(COLUMNS, "")
    return Line(number, {**blank, "run_id": "R001", "course_type": "HEE Operators", **cells})


def test_a_row_of_unknowns_stays_unknown():
    row = read(line(), REGISTER)

    assert (row.year, row.start, row.end, row.women, row.passed) == (None,) * 5
    assert (row.trainers_count, row.participants.reported, row.confidence) == (None, None, "")
    assert row.pillars == row.sources == ()


def test_a_run_may_belong_to_several_pillars():
    assert read(line(pillar="Engineering;Medical"), REGISTER).pillars == (
        Pillar.ENGINEERING,
        Pillar.MEDICAL,
    )
    assert read(line(pillar="C4ISR and camp security"), REGISTER).pillars == (Pillar.C4ISR,)


def test_a_country_may_host_support_and_send_in_one_run():
    row = read(
        line(host_country_iso3="KEN", trainer_parties="CHE;KEN", participating="KEN (12)"), REGISTER
    )

    named = {role: [party.code for party in row.parties[role].named] for role in PartyRole}
    assert named == {"host": ["KEN"], "supporter": ["CHE", "KEN"], "sender": ["KEN"]}


def test_what_is_not_understood_is_listed_with_its_column():
    row = read(
        line(
            trainer_parties="JPN and others",
            participating="ASEAN members",
            participants="20",
            participants_basis="invited",
        ),
        REGISTER,
    )

    assert row.not_understood() == [
        ("trainer_parties", "JPN and others"),
        ("participating", "ASEAN members"),
        ("participants_basis", "invited"),
    ]


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"run_id": ""}, "run_id"),
        ({"run_id": "../../etc"}, "run_id"),
        ({"course_type": ""}, "course_type"),
        ({"year": "20x6"}, "year"),
        ({"year": "1215"}, "year"),
        ({"year": "2016", "start_date": "2018-02"}, "year"),
        ({"start_date": "2016-02-30"}, "start_date"),
        ({"start_date": "2016-03", "end_date": "2016-02"}, "end_date"),
        ({"pillar": "Telemedicine"}, "pillar"),
        ({"host_country_iso3": "XYZ"}, "host_country_iso3"),
        ({"participants": "many"}, "participants"),
        ({"participants": "10", "participants_basis": "reported", "women": "11"}, "women"),
        ({"participants": "10", "participants_basis": "reported", "passed": "11"}, "passed"),
        ({"status_confidence": "certain"}, "status_confidence"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"venue": "x" * 10_000}, "venue"),
        ({"notes": "x" * 10_000}, "notes"),
        ({"venue": "Nai\x07robi"}, "venue"),
        ({"venue": "Nai\u202erobi"}, "venue"),
    ],
)
def test_a_bad_cell_refuses_the_row_and_names_the_column(cells, field):
    with pytest.raises(Refused) as refused:
        read(line(**cells), REGISTER)

    assert refused.value.field == field


def test_names_and_notes_in_any_script_are_taken_as_they_are():
    words = "<b>教育</b> — مركز التدريب"

    assert read(line(venue=words), REGISTER).words["venue"] == words


def test_a_run_may_stand_only_once_in_a_file():
    rows, refusals = read_all([line(2), line(5), line(6, run_id="r001")], REGISTER)

    assert [row.line for row in rows] == [2]
    assert [(refusal.line, refusal.run_id) for refusal in refusals] == [(5, "R001"), (6, "r001")]
    assert "already on line 2" in refusals[0].reason
