"""What can be done with calls and nominations."""

from tpp.nominations.actions.calls import open_call
from tpp.nominations.actions.deciding import (
    decline,
    lapse,
    lapse_due,
    move_up,
    reserve,
    select,
    step,
)
from tpp.nominations.actions.putting_forward import (
    change,
    nominate,
    nominate_new,
    submit,
    substitute,
    take_over,
    withdraw,
)

__all__ = [
    "change",
    "decline",
    "lapse",
    "lapse_due",
    "move_up",
    "nominate",
    "nominate_new",
    "open_call",
    "reserve",
    "select",
    "step",
    "submit",
    "substitute",
    "take_over",
    "withdraw",
]
