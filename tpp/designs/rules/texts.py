"""The words that are the same on every certificate of a design, in six languages."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from tpp.designs.fitting import POINTS, text_families, width
from tpp.designs.rules import LAYOUT
from tpp.errors import Refused
from tpp.letters import check_character, check_glyphs, check_marks
from tpp.sentences import LanguageCode, Sentence, say

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
FOLDER = Path(__file__).parents[3] / "templates" / "certificates" / "designs"
LONGEST = 160
"""Characters: no text of a design has room for more."""

Texts = Mapping[str, Mapping[str, str]]
"""By language and by field, as they are typed."""


class Room(NamedTuple):
    """How a text is set, in points, and how wide its place is, in millimetres."""

    family: str
    style: str
    size: float
    millimetres: float
    words: Sentence


LINE = 207
FIELDS = {
    "programme": Room("Noto Sans", "Bold", 11.5, 125, say("programme")),
    "office": Room("Noto Sans", "Regular", 9, 78, say("office")),
    "title_completion": Room("Noto Serif Display", "Regular", 27, LINE, say("title, completion")),
    "title_participation": Room(
        "Noto Serif Display", "Regular", 27, LINE, say("title, participation")
    ),
    "certifies": Room("Noto Sans", "Regular", 11.5, LINE, say("sentence before the name")),
    "has_completion": Room("Noto Sans", "Regular", 11.5, LINE, say("sentence, completion")),
    "has_participation": Room("Noto Sans", "Regular", 11.5, LINE, say("sentence, participation")),
}
"""The texts of a design that the programme writes."""
SHARED = ("certifies", "has_completion", "has_participation")
"""Texts that stand in one line with those of the second language."""
ARABIC = {
    "Noto Sans": ("Noto Sans Arabic", 1.0),
    "Noto Serif Display": ("Noto Naskh Arabic", 29 / 27),
}


@cache
def packaged() -> dict[str, Any]:
    """The words of the layout as they are packaged, by language."""
    return json.loads((FOLDER / f"{LAYOUT}.json").read_text(encoding="utf8"))


def usual() -> dict[str, dict[str, str]]:
    """What a new design begins with."""
    return {it: {field: placed(packaged()[it], field) for field in FIELDS} for it in LANGUAGES}


def placed(words: Mapping[str, Any], field: str) -> str:
    part, _, kind = field.partition("_")
    return words[part][kind] if kind else words[part]


def whole(texts: Texts) -> dict[str, Any]:
    """The words of every place of the layout: those of a design, and the layout's own for the rest."""
    return {it: filled(packaged()[it], texts.get(it, {})) for it in LANGUAGES}


def filled(words: dict[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    made = {key: dict(it) if isinstance(it, dict) else it for key, it in words.items()}
    for field, text in given.items():
        part, _, kind = field.partition("_")
        if kind:
            made[part][kind] = text
        else:
            made[part] = text
    return made


def check_texts(texts: Texts, second: str | None) -> None:
    """Every text there, in letters that we have, and as wide as its place; else Refused at its field."""
    if second is not None and second not in LANGUAGES:
        raise Refused("Choose one of the languages of certificates.", "second")
    if second == "ar":
        raise Refused("Arabic runs from the right and is printed alone.", "second")
    for language in LANGUAGES:
        for field in FIELDS:
            check_text(texts.get(language, {}).get(field, ""), field, language)
    for language in LANGUAGES if second else ():
        if language not in (second, "ar"):
            check_both(texts, language, str(second))


def check_text(text: str, field: str, language: str) -> None:
    at = f"{language}-{field}"
    if not text.strip():
        raise Refused("Write this text: every language is printed.", at)
    if len(text) > LONGEST:
        raise Refused("No place on the page has room for %(most)s characters.", at, most=LONGEST)
    for character in text:
        check_character(character, at)
    check_marks(text, at)
    check_glyphs(text, at)
    check_fits(text, field, language, at)


def check_fits(text: str, field: str, language: str, at: str) -> None:
    share = width_of(text, field, language) / FIELDS[field].millimetres
    if share > 1:
        raise too_wide(text, field, language, at, share)


def check_both(texts: Texts, language: str, second: str) -> None:
    """Two languages share a line."""
    for field in SHARED:
        one, other = texts[language][field], texts[second][field]
        used = width_of(one, field, language) + width_of(" · ", field, language)
        share = (used + width_of(other, field, second)) / FIELDS[field].millimetres
        if share > 1:
            raise too_wide(f"{one} · {other}", field, language, f"{language}-{field}", share)


def too_wide(text: str, field: str, language: str, at: str, share: float) -> Refused:
    return Refused(
        "“%(text)s” (%(place)s, %(language)s) needs %(share)s%% of the room there is. Shorten it.",
        at,
        text=text,
        place=FIELDS[field].words,
        language=LanguageCode(language),
        share=int(share * 100 + 1),
    )


def width_of(text: str, field: str, language: str) -> float:
    """How wide a text is on the page, in millimetres."""
    room = FIELDS[field]
    family, larger = ARABIC[room.family] if language == "ar" else (room.family, 1.0)
    style = "Bold" if family == "Noto Naskh Arabic" else room.style
    return width(text, text_families(text, family), style) * room.size * larger / POINTS
