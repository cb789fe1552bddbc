"""What can be done with nominations."""

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
    "submit",
    "substitute",
    "take_over",
    "withdraw",
]
