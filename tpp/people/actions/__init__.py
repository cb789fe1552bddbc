"""Writing people's records."""

from tpp.people.actions.adding import add, add_many, keep_keys, key_row
from tpp.people.actions.changing import change, index, let_in
from tpp.people.actions.stating import state

__all__ = ["add", "add_many", "change", "index", "keep_keys", "key_row", "let_in", "state"]
