"""A sentence of a rule, put into the reader's language where it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field


class LanguageCode(str):
    """BCP 47; read as the language's name in the reader's language."""

    __slots__ = ()


@dataclass(frozen=True)
class Sentence:
    """A sentence with places in it (``%(years)s``), and its words apart: enums, days, counts.

    The edge translates both (``web.words.said``). Never personal data that the reader may not see.
    One about a number, ``num``, is written as for one, with ``many`` for every other number.
    """

    sentence: str
    words: Mapping[str, object] = field(default_factory=dict)
    many: str = ""

    def __str__(self) -> str:
        said = self.many if self.many and self.words.get("num") != 1 else self.sentence
        return said % self.words if self.words else said


def say(sentence: str, *, many: str = "", **words: object) -> Sentence:
    return Sentence(sentence, words, many)
