"""How a list writes what can be written in several ways, and what may be wrong with a cell of it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rapidfuzz import fuzz, process

from tpp.people.rules import LicenceKind
from tpp.rolls.rules import days
from tpp.rolls.rules.headings import folded


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell: a code, and words that fit into its sentence."""

    field: str
    code: str
    words: dict[str, Any] = dataclasses.field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"field": self.field, "code": self.code, "words": self.words}


class Wrong(Exception):
    """Carries the problem of a cell."""

    def __init__(self, code: str, **words: Any):
        super().__init__(code)
        self.code, self.words = code, words


@dataclass(frozen=True)
class Customs:
    """How this list writes what can be written in two ways, and what it may name."""

    today: date
    countries: dict[str, str] = dataclasses.field(default_factory=dict)
    """Folded name or code of a country: its code."""
    missions: dict[str, str] = dataclasses.field(default_factory=dict)
    own_country: str = ""
    """Whose people they are where a list does not say; empty for an organisation."""
    order: days.Order | None = None
    since_1904: bool = False
    m_is_woman: bool = False
    """A list that knows H (hombre) and no F means mujer by M."""
    courses: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """Folded code or title of a course: its code."""
    courses_asked: tuple[str, ...] = ()
    """Those of which the course of this run asks one; a bare yes or no is about them."""
    licences_asked: tuple[LicenceKind, ...] = ()
    stations: Mapping[str, int] = dataclasses.field(default_factory=dict)
    """Folded name of a group of the run: its number."""
    language_groups: Mapping[str, int] = dataclasses.field(default_factory=dict)


def table(pairs: dict[Any, str]) -> dict[str, Any]:
    return {folded(word): value for value, few in pairs.items() for word in few.split(";")}


def day_of(text: str, customs: Customs) -> date:
    try:
        return days.day_of(text, customs.order, customs.since_1904)
    except days.Ambiguous:
        raise Wrong("ambiguous_day") from None
    except days.NoSuchDay:
        raise Wrong("no_such_day") from None
    except days.Unreadable:
        raise Wrong("not_a_day") from None


def one_of(text: str, known: dict[str, str], code: str) -> str:
    """A Party by its name in any language or its code; one that is nearly right is suggested."""
    plain = folded(text)
    if plain in known:
        return known[plain]
    near = process.extractOne(plain, known.keys(), scorer=fuzz.WRatio, score_cutoff=85)
    raise Wrong(code, near=known[near[0]] if near else "")
