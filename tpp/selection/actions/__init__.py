"""What the programme office decides, and what becomes of its offers."""

from tpp.selection.actions.deciding import (
    decline,
    lapse,
    lapse_due,
    move_up,
    reserve,
    select,
    step,
)

__all__ = [
    "decline",
    "lapse",
    "lapse_due",
    "move_up",
    "reserve",
    "select",
    "step",
]
