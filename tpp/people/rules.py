"""What must be true of a person's record. No database, no web."""

import unicodedata
from datetime import date
from enum import StrEnum
from itertools import groupby

from tpp.errors import Refused

LONGEST_NAME = 200
"""Characters of a name: more than any on record."""

MARKS_IN_A_ROW = 4
"""Vowel signs, tones and accents on one letter: more is an attack on the page, never a name."""

UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Unicode's kinds of controls, reordering, halves, private and unassigned characters, and breaks."""

JOINERS = "\u200c\u200d"
"""Invisible, but part of Persian, Sinhala and Indic spelling."""


class Sex(StrEnum):
    """Used for counting only. Unknown is not a no."""

    WOMAN = "woman"
    MAN = "man"
    UNKNOWN = "unknown"


class Service(StrEnum):
    MILITARY = "military"
    POLICE = "police"
    CIVILIAN = "civilian"
    UNKNOWN = "unknown"


class NameKind(StrEnum):
    NATIVE = "native"
    FORMER = "former"
    PRINTED = "printed"


class ContactKind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"


def folded(text: str) -> str:
    """A name as it is searched for: no case, no accents, single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.split())


def check_name(text: str, field: str = "name") -> str:
    """The name as it is kept: composed and tidied, or Refused with what is in the way."""
    if len(text) > 4 * LONGEST_NAME:  # before any work: composing 100,000 marks takes for ever
        raise too_long(field)
    for letter in text:
        if letter not in JOINERS and unicodedata.category(letter) in UNSEEN:
            raise Refused(f"Remove the character U+{ord(letter):04X}: it cannot be shown.", field)
    tidy = " ".join(unicodedata.normalize("NFC", text).split())
    if len(tidy) > LONGEST_NAME:
        raise too_long(field)
    if not any(unicodedata.category(letter)[0] in "LN" for letter in tidy):
        raise Refused("Enter the name with at least one letter.", field)
    if longest_run_of_marks(tidy) > MARKS_IN_A_ROW:
        words = f"More than {MARKS_IN_A_ROW} marks stand on one letter. Remove some."
        raise Refused(words, field)
    return tidy


def too_long(field: str) -> Refused:
    return Refused(f"The name is longer than {LONGEST_NAME} characters. Shorten it.", field)


def longest_run_of_marks(text: str) -> int:
    runs = groupby(text, key=lambda letter: unicodedata.category(letter)[0] == "M")
    return max((len(list(run)) for is_mark, run in runs if is_mark), default=0)


def check_born(born_on: date | None, today: date) -> None:
    """Between 15 and 100 years ago, where it is known."""
    if born_on is None:
        return
    years = (today - born_on).days / 365.25
    if not 15 <= years <= 100:
        raise Refused(
            "Check the date of birth: it makes the person too young or too old.", "born_on"
        )
