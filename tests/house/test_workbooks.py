"""Workbooks know no clock but the register's: the same question at the same moment has the same answer."""

import io
import zipfile
from datetime import UTC, datetime

import pytest

from tpp.enrolments import sheets as participants
from tpp.reports import sheets as figures
from tpp.rolls import sheets as rolls
from tpp.rolls.queries import Questions

MOMENT = datetime(2031, 2, 3, 4, 5, 6, tzinfo=UTC)


def of_participants():
    with participants.xlsx_file("People", ["Name"], [["Asha"]], ["All"]) as file:
        return file.read()


def of_figures():
    sheet = figures.Sheet("Figures", "About", [("As of", "today")], ["Year"], [["2031"]])
    return b"".join(figures.xlsx_pieces(sheet))


def of_nominees():
    return rolls.template_xlsx("fr", Questions(frozenset(), (), (), (), {}))


@pytest.mark.parametrize("made", [of_participants, of_figures, of_nominees])
def test_a_workbook_was_made_when_the_clock_of_the_register_says(app, at, made):
    at(MOMENT)
    told = zipfile.ZipFile(io.BytesIO(made())).read("docProps/core.xml")
    assert b"2031-02-03T04:05:06Z" in told
