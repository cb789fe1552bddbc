"""What must be true of a confirmed place, without a database."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpp.enrolments import rules
from tpp.enrolments.rules import FLOW, Status
from tpp.enrolments.sheets import csv_lines, safe
from tpp.errors import Refused


def test_somebody_marked_as_not_arrived_may_still_arrive():
    assert FLOW.after("arrived", Status.NO_SHOW) is Status.ARRIVED


def test_nobody_finishes_without_having_begun():
    with pytest.raises(Refused, match="place is confirmed and cannot be finished"):
        FLOW.after("finished", Status.CONFIRMED)


def test_those_whom_a_step_does_not_fit_are_named():
    places = [("Asha", Status.ARRIVED), ("Brian", Status.CONFIRMED)]
    with pytest.raises(Refused, match="Asha is arrived") as refusal:
        rules.check_all_can("arrived", places)
    assert "Brian" not in refusal.value.message


def test_many_unfit_are_not_all_named():
    with pytest.raises(Refused, match="and 3 more"):
        rules.check_all_can("arrived", [(f"P{n}", Status.ARRIVED) for n in range(8)])


@given(st.text())
def test_no_cell_begins_a_formula(text):
    assert not safe(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_dates_are_written_for_machines():
    assert safe(date(2027, 1, 18)) == "2027-01-18"
    assert safe(datetime(2027, 1, 18, 5, tzinfo=UTC)).startswith("2027-01-18 05:00")
    assert safe(None) == ""


def test_a_long_file_comes_in_pieces_with_its_scope_at_the_end():
    pieces = list(csv_lines(["Name"], ([str(n)] for n in range(1000)), ["as of now"]))
    assert len(pieces) == 6
    assert "".join(pieces).splitlines()[-1] == "as of now"
