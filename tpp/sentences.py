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


ASIDE, END, LEFT = "\u2066", "\u2069", "\u200e"
"""Unicode's marks for text that is read left to right on a page that is read from the right."""
OF_ITSELF = "\u2068"
"""From here to the end as the first letter is read."""
MARKS = ASIDE + END + LEFT + OF_ITSELF


def bare(text: str) -> str:
    """Without the marks that keep a text's side on a page: a file has no use for them."""
    return text.translate(dict.fromkeys(map(ord, MARKS)))


def capital(text: str) -> str:
    """With a capital letter at the beginning, which may come after marks."""
    first = len(text) - len(text.lstrip(MARKS))
    return text[:first] + text[first : first + 1].upper() + text[first + 1 :]


def say(sentence: str, *, many: str = "", **words: object) -> Sentence:
    return Sentence(sentence, words, many)
