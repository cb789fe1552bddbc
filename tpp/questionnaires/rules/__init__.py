"""What must be true of questionnaires. No database, no web."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from tpp.errors import Refused
from tpp.flow import Flow
from tpp.offerings.rules import Status as RunStatus


class Kind(StrEnum):
    SCALE = "scale"
    CHOICE = "choice"
    TEXT = "free_text"


class Status(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


FLOW = Flow("questionnaire of a run", Status.OPEN, {"closed": {Status.OPEN: Status.CLOSED}})

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
SCALE = ("1", "2", "3", "4", "5")
"""From “I do not agree at all” to “I agree entirely”."""
LEAST = 5
"""Sheets, and answers to one question, before anything of them is shown."""
ASKED_IN = frozenset({RunStatus.IN_PROGRESS, RunStatus.DELIVERED})
MOST_QUESTIONS, MOST_CHOICES, LONGEST_TEXT, LONGEST_DAYS = 40, 12, 2000, 90
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without the letters that are taken for digits."""
CODE_LENGTH = 16


@dataclass(frozen=True)
class Asked:
    """A question as it is written: its words, and its choices one a line, by language."""

    kind: Kind
    texts: Mapping[str, str]
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    key: str = ""

    def check(self) -> None:
        if not self.texts.get("en"):
            raise Refused(
                "Write the question in English: the other languages follow it.", "text_en"
            )
        if self.kind is Kind.CHOICE:
            check_choices(self.texts, self.choices)


def check_choices(texts: Mapping[str, str], choices: Mapping[str, Sequence[str]]) -> None:
    """Two choices or more, as many in each language in which the question is asked."""
    number = len(choices.get("en", ()))
    if not 2 <= number <= MOST_CHOICES:
        raise Refused("Give from 2 to 12 choices, one a line.", "choices_en")
    for language in LANGUAGES:
        if texts.get(language) and len(choices.get(language, ())) != number:
            raise Refused(
                "Give as many choices here as in English, in the same order.", f"choices_{language}"
            )


def check_room(questions: int) -> None:
    if questions >= MOST_QUESTIONS:
        raise Refused("A questionnaire has at most 40 questions. Remove one first.")


def check_run(run: RunStatus) -> None:
    if run not in ASKED_IN:
        raise Refused("A questionnaire is given out while a run is in progress or delivered.")


def check_days(closes_on: date, today: date) -> None:
    if closes_on < today:
        raise Refused("Choose a day that has not passed.", "closes_on")
    if closes_on > today + timedelta(days=LONGEST_DAYS):
        raise Refused("A questionnaire stays open for at most 90 days.", "closes_on")


def is_over(status: Status, closes_on: date, today: date) -> bool:
    """Are no more answers taken? Only then anything of them is shown, once and for all."""
    return status is Status.CLOSED or today > closes_on


def is_shown(number: int, least: int) -> bool:
    """May answers of so many people be shown?"""
    return number >= least


def check_forms(number: int, room: int) -> None:
    """Nobody gets a second code: there are as many as people."""
    if number < 1:
        raise Refused("Print at least one form.", "number")
    if number > room:
        raise Refused(
            "There is a code for everybody but %(room)s. Print at most so many.",
            "number",
            room=room,
        )


def fresh_code() -> str:
    """A random word of 80 bits that can be typed from paper."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def spaced(code: str) -> str:
    """ABCD-EFGH-JKMN-PQRS, as it is printed."""
    return "-".join(code[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def plain(typed: str) -> str:
    """The code as it was made, however it was typed; empty where it cannot be one."""
    letters = "".join(it for it in typed.upper() if it.isalnum())
    letters = letters.replace("O", "0").replace("I", "1").replace("L", "1")
    return letters if len(letters) == CODE_LENGTH and set(letters) <= set(LETTERS) else ""


def hashed(code: str) -> str:
    return sha256(f"questionnaire:{code}".encode()).hexdigest()


def said_in(texts: Mapping[str, Any], language: str) -> Any:
    """The words in this language, else in English."""
    return texts.get(language) or texts.get("en", "")


def check_answers(kinds: Mapping[int, tuple[Kind, int]], answers: Mapping[int, str]) -> None:
    """What was answered fits the questions; something was. ``kinds`` tells kind and number of choices."""
    if not answers:
        raise Refused("Answer at least one question.")
    for question, answer in answers.items():
        if question not in kinds or not fits(*kinds[question], answer):
            raise Refused("One of the answers does not fit its question. Open the page again.")


def fits(kind: Kind, choices: int, answer: str) -> bool:
    if kind is Kind.TEXT:
        return len(answer) <= LONGEST_TEXT
    if kind is Kind.SCALE:
        return answer in SCALE
    return answer in {str(number) for number in range(1, choices + 1)}


def mean_of(tally: Mapping[str, int]) -> float | None:
    """The mean of a scale; None without an answer."""
    number = sum(tally.values())
    return sum(int(value) * count for value, count in tally.items()) / number if number else None


def together(tallies: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """Answers of several runs, counted as one."""
    return {value: sum(it.get(value, 0) for it in tallies) for value in SCALE}
