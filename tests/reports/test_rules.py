"""What the figures count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpp.errors import Refused
from tpp.nominations.rules import Share
from tpp.reports.rules import (
    ALL_STEPS,
    DEFINITIONS,
    STEPS,
    Step,
    added,
    check_years,
    counted,
    is_year,
    numbers_at,
)

COUNTS = st.builds(Share, *[st.integers(0, 500)] * 3)
COUNTED = st.fixed_dictionaries(dict.fromkeys(ALL_STEPS, COUNTS))


def test_the_share_of_women_is_among_those_whose_sex_is_known():
    assert Share(women=1, men=3, unknown=96).women_percent == 25
    assert Share(women=1, men=3, unknown=96).people == 100


def test_where_nobody_is_known_there_is_no_share_and_not_zero():
    assert Share(unknown=7).women_percent is None
    assert Share(men=7).women_percent == 0


def test_a_step_is_counted_for_whoever_reached_it_and_for_no_other_step():
    counts = counted([("woman", numbers_at(Step.NOMINATED | Step.ARRIVED, 2))])
    assert counts[Step.NOMINATED] == counts[Step.ARRIVED] == Share(women=2)
    assert counts[Step.SELECTED] == counts[Step.CERTIFIED] == Share()


def test_women_men_and_unknown_are_kept_apart():
    rows = [("woman", [1] * 5), ("man", [2] * 5), ("unknown", [4] * 5), ("man", [8] * 5)]
    assert counted(rows)[Step.COMPLETED] == Share(women=1, men=10, unknown=4)


@given(st.lists(COUNTED, max_size=6))
def test_a_total_is_the_sum_of_its_rows(rows):
    for step in ALL_STEPS:
        total = added(rows)[step]
        assert total.women == sum(row[step].women for row in rows)
        assert total.people == sum(row[step].people for row in rows)


def test_every_step_says_what_it_counts():
    assert set(DEFINITIONS) == set(STEPS.values()) == set(Step)
    assert "neither suspended nor revoked" in DEFINITIONS[Step.CERTIFIED]


def test_years_run_forward():
    check_years(2024, 2024)
    check_years(None, 2020)
    with pytest.raises(Refused, match="Exchange"):
        check_years(2025, 2024)


@pytest.mark.parametrize(
    "text", ["99999999", "20245", "24", "", "²024", "٢٠٢٤", "-024", "1800", "2101"]
)
def test_what_is_no_year_is_not_taken_for_one(text):
    assert not is_year(text)
