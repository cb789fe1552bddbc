"""What a decision rests on, and what it would do."""

from tpp.selection.queries.preview import (
    Preview,
    counted,
    free_seats,
    preview,
    sexes,
    share_of,
    take_one,
    with_seats,
    within_seats,
)

__all__ = [
    "Preview",
    "counted",
    "free_seats",
    "preview",
    "sexes",
    "share_of",
    "take_one",
    "with_seats",
    "within_seats",
]
