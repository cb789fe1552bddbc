"""Results as rows of a file: a line for each answer that was counted."""

from collections.abc import Iterator
from typing import Any

from tpp.questionnaires.queries import Result
from tpp.questionnaires.rules import SCALE, Kind, said_in


def rows(results: list[Result], language: str) -> Iterator[list[Any]]:
    """Question, its kind, answer, how many gave it, mean, mean of the other runs."""
    for it in results:
        head = [said_in(it.question.texts, language), it.question.kind]
        if not it.is_shown:
            yield [*head, "", "", "", ""]
        elif it.question.kind is Kind.TEXT:
            for text in it.texts:
                yield [*head, text, 1, "", ""]
        else:
            means = [rounded(it.mean), rounded(it.others)]
            for value, label in values(it, language):
                yield [*head, label, it.tally.get(value, 0), *means]


def values(it: Result, language: str) -> list[tuple[str, str]]:
    """Each possible answer with its words."""
    if it.question.kind is Kind.SCALE:
        return [(value, value) for value in SCALE]
    return [(str(place), word) for place, word in enumerate(choices_in(it.question, language), 1)]


def choices_in(question: Any, language: str) -> list[str]:
    """The choices in the language in which the question is asked, else in English."""
    asked_in = language if question.texts.get(language) else "en"
    return list(said_in(question.choices, asked_in))


def rounded(mean: float | None) -> str:
    return "" if mean is None else f"{mean:.2f}"
