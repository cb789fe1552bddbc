"""Reading pairs of records, and what stands between them and a merge."""

from tpp.duplicates.queries.clashes import clashes, has_account
from tpp.duplicates.queries.pairs import (
    contacts_on,
    has_later,
    is_told_apart,
    merge_of,
    names_on,
    one_pair,
    pair_between,
    pairs,
    to_decide,
    to_look_at,
)

__all__ = [
    "clashes",
    "contacts_on",
    "has_account",
    "has_later",
    "is_told_apart",
    "merge_of",
    "names_on",
    "one_pair",
    "pair_between",
    "pairs",
    "to_decide",
    "to_look_at",
]
