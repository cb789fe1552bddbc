"""Which letters can be written, seen and printed: one answer for every name in the register.

What our own typefaces cannot print is refused where it is typed, with the character named; it never
becomes a box on paper.
"""

import json
import unicodedata
from functools import cache
from itertools import groupby
from pathlib import Path

from tpp.errors import Refused

FOLDER = Path(__file__).parents[1] / "static" / "fonts" / "certificates"
MANIFEST = FOLDER / "manifest.json"

LONGEST_NAME = 200
"""Characters of a name: more than any on record, few enough to set quickly."""

MARKS_IN_A_ROW = 4
"""Vowel signs, tones and accents on one letter: more is an attack on the page, never a name."""

UNPRINTABLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Unicode's kinds of controls, reorderings, halves, private and unassigned characters, breaks."""

JOINERS = "\u200c\u200d"
"""Invisible, but part of Persian, Sinhala and Indic spelling."""


def check_name(name: str, field: str = "name") -> str:
    """The name as it will be printed, normalised and tidied, or Refused with what is in the way."""
    if len(name) > 4 * LONGEST_NAME:  # before any work: sorting 100,000 marks takes for ever
        raise too_long(field)
    if not name.isprintable():
        for character in name:
            check_character(character, field)
    tidy = " ".join(unicodedata.normalize("NFC", name).split())
    if len(tidy) > LONGEST_NAME:
        raise too_long(field)
    if not any(unicodedata.category(character)[0] in "LN" for character in tidy):
        raise Refused("Enter the name with at least one letter.", field)
    if not tidy.isascii():
        check_marks(tidy, field)
    check_glyphs(tidy, field)
    return tidy


def too_long(field: str) -> Refused:
    return Refused(
        f"The name is longer than {LONGEST_NAME} characters. Shorten it to what shall be printed.",
        field,
    )


def check_character(character: str, field: str) -> None:
    """Nothing invisible, reordering, private or unassigned: what is read is what is printed."""
    if unicodedata.category(character) in UNPRINTABLE and character not in JOINERS:
        raise Refused(f"{described(character)} cannot be printed. Delete it and try again.", field)


def check_marks(name: str, field: str) -> None:
    runs = groupby(name, key=lambda character: unicodedata.category(character)[0] == "M")
    for is_mark, run in runs:
        marks = list(run)
        if is_mark and len(marks) > MARKS_IN_A_ROW:
            last = described(marks[MARKS_IN_A_ROW])
            raise Refused(
                f"More than {MARKS_IN_A_ROW} marks on one letter (the next: {last}). Delete some.",
                field,
            )


def check_glyphs(text: str, field: str) -> None:
    """A character that no typeface has is refused here, by name: never a box on paper."""
    missing = missing_glyphs(text)
    if missing:
        named = ", ".join(described(character) for character in missing[:3])
        raise Refused(
            f"Our typefaces have no {named}, so it cannot be printed. Write it without.", field
        )


def described(character: str) -> str:
    """A character as a person can look it up: the sign itself if it shows, its number, its name."""
    name = unicodedata.name(character, "")
    shown = f"“{character}” " if unicodedata.category(character)[0] in "LNPS" else ""
    return f"{shown}U+{ord(character):04X}{f' ({name})' if name else ''}"


@cache
def faces() -> list[dict]:
    return json.loads(MANIFEST.read_text(encoding="utf8"))


@cache
def characters(family: str) -> frozenset[int]:
    """Code points that each upright style of a family has: the name lines use one each."""
    styles = [
        face["characters"]
        for face in faces()
        if face["family"] == family and face["style"] != "Italic"
    ]
    return frozenset.intersection(
        *(frozenset(c for a, b in style for c in range(a, b + 1)) for style in styles)
    )


@cache
def all_characters() -> frozenset[int]:
    return frozenset().union(*(characters(face["family"]) for face in faces()))


def is_invisible(character: str) -> bool:
    """Joiners and spaces need no drawing."""
    return unicodedata.category(character) in ("Cf", "Zs")


def missing_glyphs(text: str) -> str:
    """The characters of a text that no typeface of ours has, each once."""
    if all_characters().issuperset(map(ord, text)):
        return ""
    return "".join(
        c for c in dict.fromkeys(text) if ord(c) not in all_characters() and not is_invisible(c)
    )
