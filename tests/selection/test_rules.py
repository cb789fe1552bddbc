"""Ticks as a word of an address, room that is dealt out, and what bars from being selected."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpp.catalogue.rules.eligibility import Criterion
from tpp.errors import Refused
from tpp.nominations.rules import Status
from tpp.nominations.rules.eligibility import Check, Override, Verdict
from tpp.seats.rules import Claim, GroupKind, Groups, Limit, Picture
from tpp.selection import rules
from tpp.selection.rules import Fit, Room, Waiting
from tpp.selection.rules.ticks import MOST, packed, unpacked
from tpp.sentences import say

numbers = st.integers(1, 2**31 - 1)
versions = st.none() | st.integers(0, 9999)


@given(st.dictionaries(numbers, versions, max_size=40))
def test_what_was_ticked_comes_back_out_of_the_address(ticks):
    assert unpacked(packed(ticks)) == ticks


@given(st.text(max_size=60))
def test_any_other_word_ticks_nobody_or_some(word):
    assert all(1 <= it <= 2**31 - 1 for it in unpacked(word) if it)


def test_six_hundred_of_a_large_register_fit_into_an_address():
    ticks = {1_000_000 + 37 * number: 12 for number in range(MOST)}
    assert len(packed(ticks)) < 3500
    with pytest.raises(Refused, match="600"):
        packed(ticks | {5: 1})


def check(verdict, is_required=True, overridden=None):
    demand = say("Age %(least)s", least=20)
    return Check(1, Criterion.AGE, is_required, demand, verdict, demand, overridden)


@pytest.mark.parametrize(
    ("checks", "fit"),
    [
        ([], Fit.FIT),
        ([check(Verdict.MET)], Fit.FIT),
        ([check(Verdict.NOT_MET, is_required=False)], Fit.FIT),
        ([check(Verdict.UNKNOWN)], Fit.UNKNOWN),
        ([check(Verdict.UNKNOWN), check(Verdict.NOT_MET)], Fit.BARRED),
        ([check(Verdict.NOT_MET, overridden=Override("Needed", "Ingrid", None))], Fit.FIT),
    ],
)
def test_a_required_rule_that_is_not_met_bars_and_what_is_not_known_does_not(checks, fit):
    assert rules.fit_of(checks) is fit
    if fit is Fit.BARRED:
        with pytest.raises(Refused) as refused:
            rules.check_not_barred(checks)
        assert [str(it) for it in refused.value.words["rules"]] == ["Age 20"]
    else:
        rules.check_not_barred(checks)


def test_seats_are_dealt_out_within_every_limit():
    french = Limit(GroupKind.LANGUAGE, "French", Picture(offered=1))
    room = Room({1: Picture(offered=2), 2: Picture(offered=5)}, {7: french})
    in_french = Groups(language_group_id=7)
    waiting = [
        Waiting(10, Claim(1, in_french), Fit.FIT),
        Waiting(11, Claim(2, in_french), Fit.FIT),
        Waiting(12, Claim(1), Fit.UNKNOWN),
        Waiting(13, Claim(1), Fit.FIT),
        Waiting(14, Claim(1), Fit.FIT),
        Waiting(15, Claim(2), Fit.FIT),
    ]
    assert rules.within(room, waiting) == [10, 13, 15]


def test_only_an_open_offer_is_given_more_time():
    rules.check_can(rules.EXTENDED, Status.SELECTED)
    with pytest.raises(Refused, match="no open offer"):
        rules.check_can(rules.EXTENDED, Status.RESERVE)
