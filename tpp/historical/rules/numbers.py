"""Numbers as sources give them: planned, approximate and reported are three kinds, never one."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from tpp.errors import Refused

WHOLE = re.compile(r"([0-9]{1,6})(?:\.0+)?")
"""Spreadsheets write a whole number in a column with gaps as 30.0."""


class Kind(StrEnum):
    """How much a published number is worth."""

    REPORTED = "reported"
    APPROXIMATE = "approximate"
    PLANNED = "planned"
    UNSTATED = "unstated"


KIND_WORDS = {
    Kind.PLANNED: r"planned|plan|announced|expected|target|maximum|max|capacity|up to"
    r"|to be trained",
    Kind.APPROXIMATE: r"approximate|approximately|approx|circa|estimated?|\d+-odd"
    r"|(?:about|around|some|over|nearly|almost|at least|more than) ['“]?\d+",
    Kind.REPORTED: r"reported|actual|trained|attended",
}
"""The weaker claim first: “planned, about 20” is a plan, “about 30 reported” is approximate."""

DENIED = re.compile(r"\b(?:not|never|no)\s+(?:yet\s+)?\w+", re.IGNORECASE)
FIGURE = re.compile(r"(?<![\w.])(?!(?:19|20)[0-9]{2}\b)[0-9]{1,6}(?![\w.])")
"""A number of people; four digits that begin with 19 or 20 are a year."""

CLAUSES = re.compile(r"[;,()]")


@dataclass(frozen=True)
class Participants:
    """How many took part, each kind of number on its own, and the source's words for it."""

    reported: int | None = None
    approximate: int | None = None
    planned: int | None = None
    unstated: int | None = None
    words: str = ""
    not_understood: list[str] = field(default_factory=list, compare=False)


def whole(text: str, name: str) -> int | None:
    """A whole number, or nothing: unknown is never 0."""
    if not text:
        return None
    written = WHOLE.fullmatch(text)
    if not written:
        raise Refused(f"“{text}” is not a whole number. Leave it empty when it is unknown.", name)
    return int(written[1])


def kind_of(words: str) -> Kind | None:
    """Which kind of number these words announce; nothing when they do not say."""
    plain = DENIED.sub(" ", words)
    for kind, pattern in KIND_WORDS.items():
        if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", plain, re.IGNORECASE):
            return kind
    return None


def participants(number: int | None, words: str) -> Participants:
    """Puts a number in the column of its kind, and another that the words name in its own."""
    named = numbers_named(words)
    if number is None:
        return Participants(words=words)
    kind = next((kind for kind, value in named if value == number), None)
    if kind is None:
        kind = leading_kind(words, number)
    if kind is None:
        return Participants(unstated=number, words=words, not_understood=[words or str(number)])
    columns = {**dict(reversed(named)), kind: number}
    return Participants(
        reported=columns.get(Kind.REPORTED),
        approximate=columns.get(Kind.APPROXIMATE),
        planned=columns.get(Kind.PLANNED),
        words=words,
    )


def numbers_named(words: str) -> list[tuple[Kind, int]]:
    """“planned 21; trained 19” names two numbers, each with its kind."""
    found = []
    for clause in CLAUSES.split(words):
        kind, figures = kind_of(clause), FIGURE.findall(clause)
        if kind and len(figures) == 1:
            found.append((kind, int(figures[0])))
    return found


def leading_kind(words: str, number: int) -> Kind | None:
    """The kind that the first clause announces, unless it announces it of another number."""
    first = CLAUSES.split(words)[0]
    figures = {int(figure) for figure in FIGURE.findall(first)}
    if figures - {number}:
        return None
    return kind_of(first)


def check_within(part: int | None, counted: Participants, name: str) -> None:
    """Women and passed are counted among those who took part."""
    if part is not None and counted.reported is not None and part > counted.reported:
        raise Refused(f"{part} of {counted.reported} participants is impossible.", name)
