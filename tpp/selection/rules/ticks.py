"""Ticked nominees as one short word, so that an address keeps them from page to page.

Each is the step from the number before it and the version that was seen, in base 36: ``2s-1.1-3``.
"""

import re
from collections.abc import Mapping

from tpp.errors import Refused

MOST = 600
"""Ticked at once: as many as an address of 4,000 characters can hold for certain."""

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
PACKED = re.compile(r"[0-9a-z]{1,7}(-[0-9a-z]{1,4})?(\.[0-9a-z]{1,7}(-[0-9a-z]{1,4})?)*")
LARGEST = 2**31 - 1


def packed(ticks: Mapping[int, int | None]) -> str:
    """Ids with the version seen, or None, as a word for an address; Refused where they are too many."""
    if len(ticks) > MOST:
        words = "No more than %(most)s can be ticked at once. Decide on some of them first."
        raise Refused(words, most=MOST)
    parts: list[str] = []
    before = 0
    for number in sorted(ticks):
        version = ticks[number]
        step = in_base_36(number - before)
        parts.append(step if version is None else f"{step}-{in_base_36(version)}")
        before = number
    return ".".join(parts)


def unpacked(word: str) -> dict[int, int | None]:
    """What ``packed`` made a word of; nothing where the word is not one of its own."""
    if not PACKED.fullmatch(word) or word.count(".") >= MOST:
        return {}
    ticks: dict[int, int | None] = {}
    number = 0
    for part in word.split("."):
        step, _dash, version = part.partition("-")
        number += int(step, 36)
        if number > LARGEST:
            return {}
        ticks[number] = int(version, 36) if version else None
    return ticks


def in_base_36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits or "0"
