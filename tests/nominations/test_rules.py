"""What must be true of calls and nominations, without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpp.errors import Refused
from tpp.nominations import rules
from tpp.nominations.rules import ENDED, FLOW, Share, Status

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
counts = st.builds(Share, st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))


def test_every_status_can_be_reached_and_no_ended_one_but_not_selected_is_left():
    reached = {after for moves in FLOW.steps.values() for after in moves.values()}
    assert reached | {FLOW.start} == set(Status)
    left = {status for status in ENDED if FLOW.steps_from(status)}
    assert left == {Status.NOT_SELECTED}


@given(counts, counts, st.integers(1, 100))
def test_only_men_bring_the_share_of_women_down(before, added, floor):
    without_men = Share(added.women, 0, added.unknown)
    assert not rules.goes_below(floor, before, without_men)


@given(counts, counts)
def test_without_a_floor_nothing_is_below_it(before, added):
    assert not rules.goes_below(None, before, added)
    assert not rules.goes_below(0, before, added)


@given(counts, counts, st.integers(1, 100))
def test_a_floor_is_a_share_of_those_whose_sex_is_known(before, added, floor):
    after = before + added
    expected = added.men > 0 and after.women * 100 < floor * (after.women + after.men)
    assert rules.goes_below(floor, before, added) == expected


def test_going_below_a_floor_asks_for_a_reason_and_rejects_nobody():
    before, added = Share(women=1, men=3), Share(men=1)
    with pytest.raises(Refused, match="nobody is rejected"):
        rules.check_floor(25, before, added, " ")
    rules.check_floor(25, before, added, "No other operator")
    rules.check_floor(20, before, added, "")


def test_an_offer_that_has_expired_cannot_be_answered():
    rules.check_answered_in_time(NOW + timedelta(seconds=1), NOW)
    with pytest.raises(Refused, match="expired"):
        rules.check_answered_in_time(NOW, NOW)
