"""From what the register knows to the words that a certificate prints, in its language."""

import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from babel.dates import format_date, format_interval
from babel.units import format_unit

from tpp.certificates.rules.words import LANGUAGES, Variant, Words, check_words

DESIGN = "2026"
NAMES = ("name", "name_language", "native", "native_language")
LOCALES = {"en": "en_GB", "fr": "fr", "es": "es", "ru": "ru", "zh": "zh", "ar": "ar"}
SPECIMEN = {
    "en": "Specimen from the demonstration: the person and the course run are invented.",
    "fr": "Spécimen de démonstration : la personne et la session de formation sont fictives.",
    "es": "Muestra de la demostración: la persona y el curso son ficticios.",
    "ru": "Образец из демонстрации: лицо и курс вымышлены.",
    "zh": "演示样本，人员和课程均为虚构。",
    "ar": "نموذج من بيانات العرض: الشخص والدورة من نسج الخيال.",
}
OTHER_SCRIPTS = frozenset(
    [
        "am",
        "ar",
        "bn",
        "dv",
        "fa",
        "he",
        "hi",
        "hy",
        "ja",
        "ka",
        "km",
        "ko",
        "lo",
        "my",
        "ne",
        "ps",
        "ru",
        "si",
        "ta",
        "th",
        "ti",
        "uk",
        "ur",
        "zh",
    ]
)
"""Languages whose speakers do not write in Latin letters: a passport's name in them says so."""


@dataclass(frozen=True)
class Names:
    """The names that a certificate prints, with the BCP 47 tags that choose their letters."""

    name: str
    name_language: str
    native: str | None = None
    native_language: str | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Held:
    """What a course run says on every certificate of it."""

    course: str
    starts_on: date
    ends_on: date
    venue: str
    place: str
    hours: int | None
    languages: Sequence[str]
    is_demonstration: bool
    design: str = DESIGN
    second: str | None = None
    """The second language of the design's pages."""


@dataclass(frozen=True)
class Entry:
    """What the register gives to one certificate."""

    serial: str
    code: str
    issued_on: date


DRAFT = Entry("TPP-2026-000000", "0" * 26, date(2026, 1, 1))
"""Stands in for number, code and day while words are only tried."""


def wording(
    held: Held, names: Names, variant: Variant, qualification: str, entry: Entry, base_url: str
) -> Words:
    """Every word of the certificate; Refused where one of them cannot be printed."""
    language = language_of(held.languages)
    locale = LOCALES[language]
    url = f"{base_url}/verify/{entry.code}"
    words = Words(
        language=language,
        variant=variant,
        **names.to_json(),
        course=held.course,
        qualification=qualification,
        dates=days(held.starts_on, held.ends_on, locale),
        place=where(held.venue, held.place),
        hours=hours(held, locale),
        **in_second(held, language),
        issued=format_date(entry.issued_on, "long", locale),
        issued_iso=entry.issued_on.isoformat(),
        number=entry.serial,
        url=url,
        url_short=url.partition("://")[2],
        specimen=SPECIMEN[language] if held.is_demonstration else None,
        design=held.design,
    )
    check_words(words)
    return words


def in_second(held: Held, language: str) -> dict[str, Any]:
    """The words in the second language, where the design has one that can stand beside the first."""
    second = held.second
    if second is None or second == language or "ar" in (second, language):
        return {}
    locale = LOCALES[second]
    dates = days(held.starts_on, held.ends_on, locale)
    return {"second": second, "dates_second": dates, "hours_second": hours(held, locale)}


def hours(held: Held, locale: str) -> str:
    return format_unit(held.hours, "hour", "long", locale=locale) if held.hours else ""


def language_of(languages: Sequence[str]) -> str:
    """The first language of the run in which a certificate can be written, else English."""
    return next((it for it in languages if it in LANGUAGES), LANGUAGES[0])


def latin_tag(language: str) -> str:
    """The tag of a name in Latin letters, of somebody who speaks this language."""
    return f"{language}-Latn" if language in OTHER_SCRIPTS else language or "en"


def days(first: date, last: date, locale: str) -> str:
    if first == last:
        return format_date(first, "long", locale)
    return format_interval(first, last, "yMMMd", locale=locale)


def where(venue: str, place: str) -> str:
    """School and town; a venue that names the town already is not followed by it."""
    if place and place.casefold() in venue.casefold():
        return venue
    return ", ".join(part for part in (venue, place) if part)


def without_names(words: Words) -> dict[str, Any]:
    """What the chain holds: every word but those that name the person."""
    return {name: it for name, it in words.to_json().items() if name not in NAMES}


def file_name(serial: str, name: str) -> str:
    """What the downloaded page is called: number and name, without what a folder cannot hold."""
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" or c == "-" else " " for c in name)
    return " ".join(f"{serial} {kept[:80]}".split()) + ".pdf"
