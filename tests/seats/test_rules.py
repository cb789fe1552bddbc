"""What must be true of seats, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpp.errors import Refused
from tpp.seats import rules
from tpp.seats.rules import FLOW, Picture, Status

small = st.integers(0, 50)


@given(st.lists(st.builds(Picture, small, small, small, small)))
def test_a_ledger_adds_up_column_by_column(lines):
    picture = rules.sum_of(lines)
    assert picture.offered == sum(line.offered for line in lines)
    assert picture.free == sum(line.free for line in lines)


def test_seats_that_are_neither_held_nor_filled_are_free():
    assert Picture(offered=5, held=1, filled=3, released=2).free == 1


def test_the_last_seat_can_be_taken_and_no_more():
    rules.check_seat_free(Picture(offered=1))
    with pytest.raises(Refused, match="reserve"):
        rules.check_seat_free(Picture(offered=1, held=1))
    with pytest.raises(Refused, match="1 free seat in the run, not 2"):
        rules.check_seat_free(Picture(offered=1), 2)


@pytest.mark.parametrize(
    ("seats", "others", "capacity", "in_use", "words"),
    [
        (-1, 0, 10, 0, "negative"),
        (2, 0, 10, 3, "3 seats are already held or filled"),
        (5, 6, 10, 0, "4 can be offered"),
    ],
)
def test_seats_that_cannot_be_offered(seats, others, capacity, in_use, words):
    with pytest.raises(Refused, match=words) as refusal:
        rules.check_seats(seats, others, capacity, in_use)
    assert refusal.value.field == "seats"


def test_all_seats_of_a_run_can_be_offered():
    rules.check_seats(4, 6, 10, 4)


def test_a_declined_offer_is_not_accepted_before_it_is_made_again():
    with pytest.raises(Refused):
        FLOW.after("accepted", Status.DECLINED)
    assert FLOW.after("offered_again", Status.DECLINED) is Status.OFFERED
