"""What can be done with nominations."""

from tpp.nominations.actions.putting_forward import (
    change,
    nominate,
    nominate_new,
    seats_for,
    submit,
    submit_complete,
    withdraw,
)
from tpp.nominations.actions.substituting import (
    check_may_take_over,
    put_forward_instead,
    substitute,
    take_groups,
    take_over,
)

__all__ = [
    "change",
    "check_may_take_over",
    "nominate",
    "nominate_new",
    "put_forward_instead",
    "seats_for",
    "submit",
    "submit_complete",
    "substitute",
    "take_groups",
    "take_over",
    "withdraw",
]
