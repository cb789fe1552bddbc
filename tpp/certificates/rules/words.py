"""What must be true of the words printed on a certificate, names first. No database, no web."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from tpp.errors import Refused
from tpp.letters import check_character, check_glyphs, check_name

LONGEST_TEXT = 300
"""Characters of any other text on the page: what still fits its place at 5 pt."""


class Variant(StrEnum):
    """What the certificate says of its owner."""

    COMPLETION = "completion"
    PARTICIPATION = "participation"
    LED = "led"
    TAUGHT = "taught"
    ASSISTED = "assisted"
    INTERPRETED = "interpreted"


LANGUAGES = ("en", "fr", "es", "ru", "zh", "ar")
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
    """A page runs in one direction: Arabic cannot share one with another language."""
    for wanted in filter(None, (language, second)):
        if wanted not in LANGUAGES:
            raise Refused(
                f"No certificate is written in “{wanted}”. Choose one of {', '.join(LANGUAGES)}.",
                "language",
            )
    if second and (second == language or "ar" in (language, second)):
        raise Refused(
            "Two languages on one certificate are two of them, and Arabic is printed alone.",
            "second",
        )


def check_words(words: Words) -> None:
    """The last wall before paper: every text short enough, visible, and in letters that we have."""
    check_name(words.name, "name")
    if words.native:
        check_name(words.native, "native")
    for field, text in printed_texts(words):
        check_text(text, field)


@lru_cache(4096)
def check_text(text: str, field: str) -> None:
    """Most texts are the same for a whole run: what was found good is not looked at again."""
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
