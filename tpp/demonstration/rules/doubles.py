"""People who are recorded a second time, and what is decided about the two records."""

from enum import StrEnum


class Double(StrEnum):
    MERGED = "merged"
    TOLD_APART = "told_apart"
    OPEN = "open"
    ELSEWHERE = "elsewhere"
    """The second record is kept by another Party: for the programme office to decide."""


DOUBLES = tuple(Double)


def written_again(name: str) -> str:
    """The same name in another order, as a second hand writes it."""
    *others, last = name.split()
    return " ".join([last, *others])
