"""What can be done with calls and nominations."""

from tpp.nominations.actions.calls import open_call
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
    "nominate",
    "nominate_new",
    "open_call",
    "submit",
    "substitute",
    "take_over",
    "withdraw",
]
