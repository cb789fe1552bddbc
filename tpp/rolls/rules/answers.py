"""From the words of one cell to an answer that a course asks for: several in a cell, with semicolons."""

import re
from collections.abc import Mapping
from functools import cache

from babel import Locale

from tpp.people.rules import Answer, HeldLicence, LanguageLevel, LicenceKind
from tpp.rolls.rules import questions
from tpp.rolls.rules.customs import Customs, Wrong, day_of, table
from tpp.rolls.rules.headings import folded
from tpp.rolls.rules.words import LANGUAGES

BETWEEN = ";؛；\n|"
"""Between two answers in a cell."""


def parts_of(text: str, also: str = "") -> list[str]:
    parts = re.split(f"[{re.escape(BETWEEN + also)}]", text)
    return [part.strip()[:60] for part in parts if folded(part)]


@cache
def answers() -> dict[str, Answer]:
    return table(questions.ANSWERS)


def answer_of(text: str, customs: Customs) -> Answer:
    if folded(text) not in answers():
        raise Wrong("answer")
    return answers()[folded(text)]


@cache
def levels() -> dict[str, LanguageLevel]:
    return table(questions.LEVELS)


@cache
def language_codes() -> dict[str, str]:
    """Languages by their code, and by their name in each of the six."""
    found: dict[str, str] = {}
    for written_in in LANGUAGES:
        for code, name in Locale(written_in).languages.items():
            if code.isalpha():
                found.setdefault(folded(name), code)
    return {code: code for code in found.values()} | found


def languages_of(text: str, customs: Customs) -> dict[str, LanguageLevel]:
    """en B2; fr C1: codes or names of languages, each with its level."""
    found: dict[str, LanguageLevel] = {}
    for part in parts_of(text, also=",،，、/"):
        code, level = language_of(part)
        if found.setdefault(code, level) is not level:
            raise Wrong("said_twice", part=part)
    return found


GRADE = re.compile(r"(?<=\w)\s*([ABC][12])$", re.IGNORECASE)


def language_of(part: str) -> tuple[str, LanguageLevel]:
    said = folded(GRADE.sub(r" \1", part)).split()
    for at in range(len(said)):
        first, last = " ".join(said[:at]), " ".join(said[at:])
        for language, level in ((first, last), (last, first)):
            if language in language_codes() and level in levels():
                return language_codes()[language], levels()[level]
    if " ".join(said) in language_codes():
        raise Wrong("level_missing", part=part)
    is_level = any(" ".join(said[at:]) in levels() for at in range(1, len(said)))
    raise Wrong("language" if is_level else "language_level", part=part)


@cache
def kinds() -> dict[str, LicenceKind]:
    return table(questions.LICENCES) | {folded(kind): kind for kind in LicenceKind}


LAST_DAY = re.compile(r"\W*(\d[\w./\-]*\d)\W*$")


def licences_of(text: str, customs: Customs) -> dict[LicenceKind, HeldLicence]:
    """light vehicle 2027-05-31; heavy vehicle no. A bare yes or no is about those that are asked for."""
    bare = answers().get(folded(text))
    if bare is Answer.UNKNOWN:
        return {}
    if bare is not None and customs.licences_asked:
        if bare is Answer.YES and len(customs.licences_asked) > 1:
            raise Wrong("which_licence")
        return {kind: HeldLicence(bare is Answer.YES) for kind in customs.licences_asked}
    found: dict[LicenceKind, HeldLicence] = {}
    for part in parts_of(text):
        kind, held = licence_of(part, customs)
        if found.setdefault(kind, held) != held:
            raise Wrong("said_twice", part=part)
    return found


def licence_of(part: str, customs: Customs) -> tuple[LicenceKind, HeldLicence]:
    dated = LAST_DAY.search(part)
    until = day_of(dated.group(1), customs) if dated else None
    said = folded(part[: dated.start()] if dated else part).split()
    while said and said[-1] in until_words():
        said.pop()
    answer = answers().get(said[-1]) if len(said) > 1 else None
    kind = kinds().get(" ".join(said[:-1])) if answer else None
    kind = kind or kinds().get(" ".join(said))
    if kind is None:
        raise Wrong("licence", part=part)
    return kind, HeldLicence(answer is not Answer.NO, None if answer is Answer.NO else until)


@cache
def until_words() -> frozenset[str]:
    return frozenset(folded(word) for word in questions.UNTIL.split())


def courses_of(text: str, customs: Customs) -> dict[str, str]:
    """By code: what the office says of having completed it. A bare no is about all that are asked for."""
    bare = answers().get(folded(text))
    if bare is Answer.UNKNOWN:
        return {}
    if bare is Answer.YES and len(customs.courses_asked) > 1:
        raise Wrong("which_course", codes="; ".join(customs.courses_asked))
    if bare is not None and customs.courses_asked:
        return {code: str(bare) for code in customs.courses_asked}
    return dict(course_of(part, customs) for part in parts_of(text, also=",،，、"))


def course_of(part: str, customs: Customs) -> tuple[str, str]:
    said = folded(part).split()
    whole = customs.courses.get(" ".join(said))
    if whole:
        return whole, str(Answer.YES)
    course, answer = customs.courses.get(" ".join(said[:-1])), answers().get(said[-1])
    if course is None or answer is None:
        raise Wrong("course", part=part, codes="; ".join(customs.courses_asked))
    return course, str(answer)


def group_of(text: str, groups: Mapping[str, int]) -> int:
    """A group of this run by its name."""
    plain = folded(text)
    if plain not in groups:
        raise Wrong("group" if groups else "no_groups")
    return groups[plain]
