"""Finding pairs of records, deciding about them, merging and taking apart."""

from tpp.duplicates.actions.deciding import put_off, reopen, tell_apart
from tpp.duplicates.actions.finding import look_at, look_at_new
from tpp.duplicates.actions.merging import merge, take_apart

__all__ = [
    "look_at",
    "look_at_new",
    "merge",
    "put_off",
    "reopen",
    "take_apart",
    "tell_apart",
]
