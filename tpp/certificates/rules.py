"""What must be true of a certificate and of the words printed on it. No database, no web."""

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Any

from tpp.certificates.fonts import missing_glyphs
from tpp.errors import Refused
from tpp.flow import Flow

LONGEST_NAME = 200
"""Characters of a name: more than any on record, few enough to set quickly."""

LONGEST_TEXT = 300
"""Characters of any other text on the page: what still fits its place at 5 pt."""

MARKS_IN_A_ROW = 4
"""Vowel signs, tones and accents on one letter: more is an attack on the page, never a name."""

UNPRINTABLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Unicode's kinds of controls, reorderings, halves, private and unassigned characters, breaks."""

JOINERS = "\u200c\u200d"
"""Invisible, but part of Persian, Sinhala and Indic spelling."""


class Variant(StrEnum):
    """What the certificate says of its owner."""

    COMPLETION = "completion"
    PARTICIPATION = "participation"


LANGUAGES = ("en", "fr", "ar")
"""Languages in which a certificate can be written."""


TEXTS = (
    *("course", "course_second", "qualification", "dates", "dates_second", "place"),
    *("hours", "hours_second", "issued", "number", "url_short", "specimen"),
)
"""Fields of ``Words`` that are printed as they stand."""


@dataclass(frozen=True)
class Signatory:
    """Who signs, as printed; ``image`` is the key of a packaged signature, without it by hand."""

    name: str
    role: str
    image: str | None = None


@dataclass(frozen=True, kw_only=True)
class Words:
    """Every printed word of one certificate, as it is frozen in the register.

    ``name_language`` and ``native_language`` are BCP 47 tags. Dates are written out in the
    certificate's language; ``issued_iso`` is the same day for machines. ``course_second``,
    ``dates_second`` and ``hours_second`` are the words in the ``second`` language of two.
    """

    language: str
    second: str | None = None
    variant: Variant
    name: str
    name_language: str
    native: str | None = None
    native_language: str | None = None
    course: str
    course_second: str | None = None
    qualification: str
    dates: str
    dates_second: str | None = None
    place: str
    hours: str
    hours_second: str | None = None
    issued: str
    issued_iso: str
    number: str
    url: str
    url_short: str
    signatories: tuple[Signatory, ...] = ()
    specimen: str | None = None
    design: str = "2026"

    def __post_init__(self) -> None:
        object.__setattr__(self, "variant", Variant(self.variant))
        object.__setattr__(self, "signatories", tuple(self.signatories))
        check_languages(self.language, self.second)
        date.fromisoformat(self.issued_iso)
        if not self.design.isalnum():
            raise ValueError(f"not the name of a design: {self.design!r}")
        if not self.url.startswith(("https://", "http://")):
            raise ValueError(f"a certificate is verified on the web, not at {self.url!r}")
        if len(self.signatories) > 2:
            raise ValueError("the page has room for two signatures")

    @classmethod
    def from_json(cls, words: Mapping[str, Any]) -> "Words":
        """The words as the register froze them; an unknown key is an error, not ignored."""
        signatories = tuple(Signatory(**signatory) for signatory in words.get("signatories", ()))
        return cls(**{**words, "signatories": signatories})

    def to_json(self) -> dict[str, Any]:
        """A plain dictionary, to be frozen in the register."""
        return {
            **asdict(self),
            "variant": self.variant.value,
            "signatories": [asdict(signatory) for signatory in self.signatories],
        }


def check_languages(language: str, second: str | None) -> None:
    """A page runs in one direction: Arabic cannot share one with English or French."""
    for wanted in filter(None, (language, second)):
        if wanted not in LANGUAGES:
            raise Refused(
                f"No certificate is written in “{wanted}”. Choose one of {', '.join(LANGUAGES)}.",
                "language",
            )
    if second and (second == language or "ar" in (language, second)):
        raise Refused(
            "Two languages on one certificate are English and French; Arabic is printed alone.",
            "second",
        )


def check_words(words: Words) -> None:
    """The last wall before paper: every text short enough, visible, and in letters that we have."""
    check_name(words.name, "name")
    if words.native:
        check_name(words.native, "native")
    for field, text in printed_texts(words):
        if len(text) > LONGEST_TEXT:
            raise Refused(
                f"The certificate has room for {LONGEST_TEXT} characters here. Shorten the text.",
                field,
            )
        for character in text:
            if not character.isspace():  # a line break typed into a title prints as a space
                check_character(character, field)
        check_glyphs(" ".join(text.split()), field)


def printed_texts(words: Words) -> list[tuple[str, str]]:
    """Every other text that stands on the page, with the field that it comes from."""
    signed = [("signatories", text) for s in words.signatories for text in (s.name, s.role)]
    return [(field, text) for field in TEXTS if (text := getattr(words, field))] + signed


def check_name(name: str, field: str = "name") -> str:
    """The name as it will be printed, normalised and tidied, or Refused with what is in the way."""
    if len(name) > 4 * LONGEST_NAME:  # before any work: sorting 100,000 marks takes for ever
        raise too_long(field)
    for character in name:
        check_character(character, field)
    tidy = " ".join(unicodedata.normalize("NFC", name).split())
    if len(tidy) > LONGEST_NAME:
        raise too_long(field)
    if not any(unicodedata.category(character)[0] in "LN" for character in tidy):
        raise Refused("Enter the name with at least one letter.", field)
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
            f"The certificate's typefaces have no {named}. Write the name without it.", field
        )


def described(character: str) -> str:
    """A character as a person can look it up: the sign itself if it shows, its number, its name."""
    name = unicodedata.name(character, "")
    shown = f"“{character}” " if unicodedata.category(character)[0] in "LNPS" else ""
    return f"{shown}U+{ord(character):04X}{f' ({name})' if name else ''}"


class Status(StrEnum):
    """What the register says of a certificate; expired is told by its date."""

    ISSUED = "issued"
    SUPERSEDED = "superseded"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


FLOW = Flow(
    "certificate",
    Status.ISSUED,
    {
        "superseded": {Status.ISSUED: Status.SUPERSEDED, Status.SUSPENDED: Status.SUPERSEDED},
        "suspended": {Status.ISSUED: Status.SUSPENDED},
        "reinstated": {Status.SUSPENDED: Status.ISSUED},
        "revoked": {Status.ISSUED: Status.REVOKED, Status.SUSPENDED: Status.REVOKED},
    },
)
