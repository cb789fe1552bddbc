"""What the programme office decides, and what becomes of its offers."""

from tpp.selection.actions.deciding import move_down, move_up, reserve, select, step
from tpp.selection.actions.offers import decline, end, extend, lapse, lapse_due
from tpp.selection.actions.proposing import propose_due

__all__ = [
    "decline",
    "end",
    "extend",
    "lapse",
    "lapse_due",
    "move_down",
    "move_up",
    "propose_due",
    "reserve",
    "select",
    "step",
]
