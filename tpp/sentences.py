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
    """

    sentence: str
    words: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence % self.words if self.words else self.sentence


def say(sentence: str, **words: object) -> Sentence:
    return Sentence(sentence, words)
