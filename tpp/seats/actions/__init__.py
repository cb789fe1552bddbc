"""Seats: offered to a country, held for a selected nominee, filled by a confirmed place, given back.

Every change is a line of the ledger and moves the counters by the same numbers, in ``enter`` and
nowhere else. Rows are held until the transaction ends, always in the same order - the run, the seats
of countries by their ids, the groups by theirs - so that the last seat has one winner and no two
transactions wait for each other.
"""

from tpp.seats.actions.entering import enter
from tpp.seats.actions.grouping import add_group, change_group, remove_group
from tpp.seats.actions.holding import change_groups, fill, free, hand_on, hold, hold_all
from tpp.seats.actions.offering import accept, allocate, change_number, decline, move
from tpp.seats.actions.releasing import release, release_due, release_unused

__all__ = [
    "accept",
    "add_group",
    "allocate",
    "change_group",
    "change_groups",
    "change_number",
    "decline",
    "enter",
    "fill",
    "free",
    "hand_on",
    "hold",
    "hold_all",
    "move",
    "release",
    "release_due",
    "release_unused",
    "remove_group",
]
