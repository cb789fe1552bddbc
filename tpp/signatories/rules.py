"""What must be true of a signatory: words in one language at least, and days in the right order."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from tpp.errors import Refused
from tpp.letters import check_character, check_glyphs, check_name

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
"""Languages in which certificates are written, as a signatory's words are asked for."""

LONGEST_NAME, LONGEST_TITLE = 70, 100
"""Characters that still stand in two lines under a signature."""


class Said(NamedTuple):
    """A signatory as printed."""

    name: str
    title: str


def check_words(names: Mapping[str, str], titles: Mapping[str, str]) -> None:
    """Name and title together, in one language at least, in letters that we have."""
    if not any(names.values()):
        raise Refused("Write name and title in one language at least.", f"name_{LANGUAGES[0]}")
    for language in LANGUAGES:
        name, title = names.get(language, ""), titles.get(language, "")
        if bool(name) != bool(title):
            missing = "title" if name else "name"
            raise Refused("Write both here, the name and the title.", f"{missing}_{language}")
        if name:
            check_printed(name, LONGEST_NAME, f"name_{language}")
            check_name(name, f"name_{language}")
            check_printed(title, LONGEST_TITLE, f"title_{language}")


def check_printed(text: str, longest: int, field: str) -> None:
    if len(text) > longest:
        words = "The certificate has room for %(most)s characters here. Shorten the text."
        raise Refused(words, field, most=longest)
    for character in text:
        check_character(character, field)
    check_glyphs(text, field)


def check_period(from_on: date, until_on: date | None) -> None:
    if until_on is not None and until_on < from_on:
        raise Refused("The last day lies before the first one.", "until_on")


def said_in(names: Mapping[str, str], titles: Mapping[str, str], language: str) -> Said:
    """The words in this language, else in English, else in the first language that has them."""
    found = next(it for it in (language, *LANGUAGES) if names.get(it))
    return Said(names[found], titles[found])
