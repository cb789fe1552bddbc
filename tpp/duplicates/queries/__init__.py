"""Reading pairs of records, and what stands between them and a merge."""

from tpp.duplicates.queries.clashes import clashes, has_account
from tpp.duplicates.queries.pairs import (
    has_later,
    is_told_apart,
    merge_of,
    one_pair,
    pair_between,
    pairs,
    to_decide,
    to_look_at,
)

__all__ = [
    "clashes",
    "has_account",
    "has_later",
    "is_told_apart",
    "merge_of",
    "one_pair",
    "pair_between",
    "pairs",
    "to_decide",
    "to_look_at",
]
