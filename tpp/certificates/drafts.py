"""Pages to look at before anything is issued: in the designs of the register, and unsigned."""

from functools import cache

from tpp.certificates.pdf import Press, title_of
from tpp.certificates.rules import Words
from tpp.designs.queries import OfRegister


@cache
def press() -> Press:
    return Press(shelf=OfRegister())


def draft(words: Words) -> bytes:
    """The page as it would be printed."""
    return press().print(words)


def title_of_draft(words: Words) -> str:
    """What the file would be called by a reader."""
    return title_of(words, press().shelf.look(words.design))
