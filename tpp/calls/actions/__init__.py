"""What can be done with calls."""

from tpp.calls.actions.answering import no_nominees
from tpp.calls.actions.asking import Wanted, ask
from tpp.calls.actions.letters import (
    letter_words,
    remind_due,
    send_letters,
    try_again,
    word_letter,
    words_for,
)
from tpp.calls.actions.opening import change, open_call

__all__ = [
    "Wanted",
    "ask",
    "change",
    "letter_words",
    "no_nominees",
    "open_call",
    "remind_due",
    "send_letters",
    "try_again",
    "word_letter",
    "words_for",
]
