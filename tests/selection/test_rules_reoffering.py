"""To whom free seats are proposed: by stated rules, one after the other, explained."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpp.errors import Refused
from tpp.selection.rules import reoffering as rules
from tpp.selection.rules.reoffering import Criterion, Office, Order, propose

BY_RESERVE = Order((Criterion.RESERVE,))
KENYA = Office(1, "KEN", "African States", reserve=2)
PERU = Office(2, "PER", "Latin American States", reserve=2)


def seats(pool, offices, order=None):
    return {it.party_id: it.seats for it in propose(pool, offices, order or Order())}


def test_nobody_gets_more_seats_than_nominees_wait():
    assert seats(10, [KENYA, replace(PERU, reserve=1)]) == {1: 2, 2: 1}


def test_a_free_seat_of_the_office_itself_serves_its_reserve_first():
    assert seats(5, [replace(KENYA, free=2), replace(PERU, free=1)]) == {2: 1}


def test_first_on_every_reserve_before_second_on_any():
    assert seats(2, [replace(KENYA, reserve=5), PERU], BY_RESERVE) == {1: 1, 2: 1}


def test_the_regional_group_with_fewer_seats_comes_first():
    uganda = Office(3, "UGA", "African States", offered=6)
    [line] = propose(1, [KENYA, PERU, uganda], Order())
    assert line.party_id == PERU.party_id
    assert line.decisive == [Criterion.REGION]


def test_an_organisation_without_a_group_is_counted_by_itself():
    union = Office(4, "AU", "", offered=1, reserve=1)
    assert seats(1, [replace(KENYA, offered=3), union]) == {4: 1}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"women": 1, "known": 2}, {"women": 0, "known": 2}),
        ({"women_before": 3, "known_before": 4}, {"women": 1, "known": 2}),
    ],
)
def test_the_greater_share_of_women_comes_first_where_the_rules_before_are_equal(one, other):
    [line] = propose(1, [replace(KENYA, **other), replace(PERU, **one)], Order())
    assert (line.party_id, line.decisive) == (2, [Criterion.WOMEN])


def test_who_filled_more_of_the_seats_it_kept_comes_first():
    offices = [replace(KENYA, kept=10, filled=5), replace(PERU, kept=4, filled=4)]
    [line] = propose(1, offices, Order())
    assert (line.party_id, line.decisive) == (2, [Criterion.USE])


def test_what_is_not_known_counts_as_the_share_of_all_and_is_said_so():
    best = Office(3, "UGA", "African States", kept=10, filled=10)
    unknown = replace(PERU, region=KENYA.region)
    offices = [replace(KENYA, kept=10, filled=5), unknown, best]
    [line] = propose(1, offices, Order((Criterion.USE,)))
    assert line.party_id == 2
    assert "share of all offices together" in str(line.points[0].said)


def test_where_all_is_equal_the_alphabet_decides_and_the_line_says_so():
    [line] = propose(1, [PERU, KENYA], Order())
    assert (line.party_id, line.by_alphabet, line.decisive) == (1, 1, [])
    assert "alphabet" in rules.reason_of(line)


def test_the_order_of_the_rules_is_the_order_that_was_set():
    offices = [
        replace(KENYA, women=2, known=2, offered=9),
        replace(PERU, women=0, known=2, offered=0),
    ]
    assert seats(1, offices, Order((Criterion.REGION, Criterion.WOMEN))) == {2: 1}
    assert seats(1, offices, Order((Criterion.WOMEN, Criterion.REGION))) == {1: 1}


def test_every_rule_in_force_is_explained_in_words():
    [line] = propose(1, [replace(KENYA, women=1, known=2, kept=4, filled=3)], Order())
    told = [str(it.said) for it in line.points]
    assert told == [
        "2 nominees on reserve have no free seat of the office.",
        "The regional group African States has 0 seats of this run.",
        "1 of 2 on reserve whose sex is known are women.",
        "3 of 4 seats that it kept in past runs were filled.",
    ]
    assert line.alone == 1


offices = st.lists(
    st.builds(
        Office,
        party_id=st.integers(1, 30),
        code=st.text("ABC", min_size=3, max_size=3),
        region=st.sampled_from(["", "African States", "Asia-Pacific States"]),
        offered=st.integers(0, 9),
        free=st.integers(0, 4),
        reserve=st.integers(0, 6),
        women=st.just(0),
        known=st.integers(0, 3),
        kept=st.integers(5, 9),
        filled=st.integers(0, 5),
    ),
    max_size=8,
    unique_by=(lambda it: it.party_id, lambda it: it.code),
)


@given(st.integers(0, 30), offices, st.permutations(list(Criterion)))
def test_a_proposal_uses_the_pool_as_far_as_somebody_waits_and_is_always_explained(
    pool, offices, order
):
    lines = propose(pool, offices, Order(tuple(order)))
    waiting = {it.party_id: it.waiting for it in offices}
    assert sum(it.seats for it in lines) == min(pool, sum(waiting.values()))
    for line in lines:
        assert 0 < line.seats <= waiting[line.party_id]
        decided = sum(it.decided for it in line.points)
        assert decided + line.alone + line.by_alphabet == line.seats
    shuffled = propose(pool, offices[::-1], Order(tuple(order)))
    assert sorted(shuffled, key=str) == sorted(lines, key=str)


def line_for(party_id, number=2):
    return rules.Line(party_id, number, (), number, 0)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({}, "Tick at least one"),
        ({1: 0}, "at least one seat"),
        ({9: 1}, "not in this proposal"),
        ({1: 2, 2: 2}, "3 seats are offered to nobody"),
    ],
)
def test_numbers_that_cannot_be_accepted(wanted, words):
    with pytest.raises(Refused, match=words):
        rules.check_accepted(wanted, [line_for(1), line_for(2)], 3)


def test_each_rule_stands_in_one_place():
    with pytest.raises(Refused, match="one place"):
        rules.check_order([Criterion.USE, Criterion.USE])
    with pytest.raises(Refused, match="at least one rule"):
        rules.check_order([])
