"""What can be done with nominations."""

from tpp.nominations.actions.grants import ask_for_documents, decide_grant
from tpp.nominations.actions.papers import (
    add_document,
    override,
    record_clearance,
    record_reading,
    take_back,
    undo_override,
)
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
    "add_document",
    "ask_for_documents",
    "change",
    "check_may_take_over",
    "decide_grant",
    "nominate",
    "nominate_new",
    "override",
    "put_forward_instead",
    "record_clearance",
    "record_reading",
    "seats_for",
    "submit",
    "submit_complete",
    "substitute",
    "take_back",
    "take_groups",
    "take_over",
    "undo_override",
    "withdraw",
]
