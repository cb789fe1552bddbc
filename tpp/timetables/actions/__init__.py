"""What is done to timetables."""

from tpp.timetables.actions.keeping import (
    add_block,
    keep_as_template,
    make_template,
    remove_block,
    withdraw,
)
from tpp.timetables.actions.laying import copy, lay
from tpp.timetables.actions.moving import move, shift
from tpp.timetables.actions.resting import add_free_time, own_free_times, remove_free_time

__all__ = [
    "add_block",
    "add_free_time",
    "copy",
    "keep_as_template",
    "lay",
    "make_template",
    "move",
    "own_free_times",
    "remove_block",
    "remove_free_time",
    "shift",
    "withdraw",
]
