"""Joining instructions: what they say, in which languages, and when they may go out."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from tpp.errors import Refused
from tpp.flow import Flow
from tpp.letters import described, missing_glyphs
from tpp.sentences import LanguageCode

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
"""Languages in which instructions can be written, BCP 47."""

LONGEST = 4000
"""Characters of one section in one language: about a page."""

REPORTS_BEFORE, REPORTS_AFTER = timedelta(days=14), timedelta(days=2)
"""People report from two weeks before the first day until it is over."""


class Section(StrEnum):
    WHERE_AND_WHEN = "where_and_when"
    TRAVEL = "travel"
    VISA = "visa"
    ACCOMMODATION = "accommodation"
    BRING = "bring"
    MEDICAL = "medical_care"
    CONTACTS = "contacts"


NEEDED = (Section.WHERE_AND_WHEN, Section.CONTACTS)
"""Nobody is sent on a journey without these two."""


class Status(StrEnum):
    DRAFT = "draft"
    SENT = "sent"


FLOW = Flow("version of joining instructions", Status.DRAFT, {"sent": {Status.DRAFT: Status.SENT}})

Texts = Mapping[str, Mapping[str, str]]
"""Language -> section -> text."""


def tidy(text: str) -> str:
    """Composed letters, one kind of line break, no blanks at the ends of lines."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


NEAR = str.maketrans(
    {"：": ": ", "；": "; ", "！": "! ", "？": "? ", "（": " (", "）": ") ", "《": "“", "》": "”"}
    | {"「": "“", "」": "”", "【": "[", "】": "]", "\u3000": " ", "\t": " "}
)
"""Chinese punctuation that our Chinese typeface lacks, as it is printed."""


def printable(text: str) -> str:
    """The text in letters that our typefaces have, as far as there is a near one."""
    return text.translate(NEAR)


def check_text(text: str, name: str) -> None:
    """Refused where a text is too long, or has a character that would be a box on paper."""
    if len(text) > LONGEST:
        words = "This is longer than %(most)s characters. Shorten it."
        raise Refused(words, name, most=LONGEST)
    missing = missing_glyphs(printable(text).replace("\n", ""))
    if missing:
        named = ", ".join(described(character) for character in missing[:3])
        raise Refused("Our typefaces have no %(letters)s. Write it without.", name, letters=named)


def kept(texts: Texts) -> dict[str, dict[str, str]]:
    """The texts without what is empty."""
    full = {
        language: {name: it for name, it in some.items() if it} for language, some in texts.items()
    }
    return {language: some for language, some in full.items() if some}


def languages_of(run_languages: Sequence[str], texts: Iterable[str] = ()) -> list[str]:
    """Those that the editor offers: the run's that are among the six first, then what is written."""
    first = [code for code in run_languages if code in LANGUAGES] or ["en"]
    return [*first, *(code for code in LANGUAGES if code in texts and code not in first)]


def check_ready(texts: Texts, run_languages: Sequence[str], reports_at: datetime | None) -> None:
    """May this go out? Every language of the run says where to report and whom to ask."""
    if reports_at is None:
        raise Refused("Say first when people report.", "reports_on")
    for language in languages_of(run_languages):
        for section in NEEDED:
            if not texts.get(language, {}).get(section):
                raise Refused(
                    "“%(section)s” is still empty in %(language)s. Write it first.",
                    f"{language}-{section}",
                    section=section,
                    language=LanguageCode(language),
                )


def check_reports(reports_at: datetime, starts_on: date) -> None:
    """People report around the first day of the run, in UTC."""
    first = datetime(starts_on.year, starts_on.month, starts_on.day, tzinfo=UTC)
    if not first - REPORTS_BEFORE <= reports_at < first + REPORTS_AFTER:
        words = "The run begins on %(day)s: people report in the two weeks before, or on that day."
        raise Refused(words, "reports_on", day=starts_on)


def language_for(person: str, texts: Texts, run_languages: Sequence[str]) -> str:
    """In which language somebody is written to: their own, else the run's, else what there is."""
    wanted = [person, *languages_of(run_languages), *texts]
    return next((code for code in wanted if texts.get(code)), "en")


# Safe, simple formatting: paragraphs, lists, strong words


@dataclass(frozen=True)
class Span:
    text: str
    strong: bool = False
    is_number: bool = False
    """Of several parts, as a telephone has: read from the left, also where the words are not."""


@dataclass(frozen=True)
class Block:
    """A paragraph or a list, line by line."""

    is_list: bool
    lines: list[list[Span]]


POINT = re.compile(r"^\s*[-*•–]\s+")
NUMBER = re.compile(r"(\+?\d[\d ().\-/]*\d)")
STRONG = re.compile(r"\*\*(.+?)\*\*")


def blocks(text: str) -> list[Block]:
    """A blank line begins a paragraph, a dash a point of a list, ``**`` holds strong words."""
    found: list[Block] = []
    for is_full, lines in groupby(tidy(text).split("\n"), key=bool):
        if is_full:
            found += block_of(list(lines))
    return found


def block_of(lines: list[str]) -> Iterable[Block]:
    for is_list, some in groupby(lines, key=lambda line: bool(POINT.match(line))):
        yield Block(is_list, [spans(POINT.sub("", line) if is_list else line) for line in some])


def spans(line: str) -> list[Span]:
    """``re.split`` with a group gives plain and strong words in turns, and so with numbers in them."""
    return [
        Span(it, bool(place % 2), bool(inner % 2))
        for place, part in enumerate(STRONG.split(line))
        for inner, it in enumerate(NUMBER.split(part))
        if it
    ]


@dataclass(frozen=True)
class Letter:
    """Every word of one person's joining letter; what is fixed comes from the letter's own page."""

    language: str
    name: str
    native: str
    native_language: str
    party: str
    course: str
    code: str
    starts_on: date
    ends_on: date
    venue: str
    place: str
    timezone: str
    reports_at: datetime | None
    number: int
    texts: Mapping[str, str]
    url: str = ""
    """What the QR says; without one the letter is a preview."""
    sections: list[tuple[str, list[Block]]] = field(init=False)

    def __post_init__(self) -> None:
        told = {it: printable(self.texts[it]) for it in Section if self.texts.get(it)}
        said = [(str(it), blocks(text)) for it, text in told.items()]
        object.__setattr__(self, "sections", said)
