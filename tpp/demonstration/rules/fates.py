"""What becomes of the people whom offices put forward, dealt from a deck so that everything occurs."""

from collections.abc import Iterator
from enum import StrEnum
from random import Random


class Fate(StrEnum):
    """How far one nominee comes in one run, once all of it is over."""

    COMPLETES = "completes"
    SECOND_TRY = "second_try"
    PARTICIPATES = "participates"
    FAILS = "fails"
    MISSES_DAYS = "misses_days"
    NOT_ASSESSED = "not_assessed"
    SENT_BACK = "sent_back"
    COMES_LATE = "comes_late"
    NO_SHOW = "no_show"
    LEAVES = "leaves"
    DECLINES = "declines"
    LAPSES = "lapses"
    REPLACED = "replaced"
    STANDS_IN = "stands_in"
    MOVES_UP = "moves_up"
    RESERVE = "reserve"
    NOT_SELECTED = "not_selected"
    INELIGIBLE = "ineligible"
    RETURNED = "returned"
    SENT_AGAIN = "sent_again"
    WITHDRAWN = "withdrawn"
    DRAFT = "draft"


WAITS = frozenset({Fate.STANDS_IN, Fate.MOVES_UP, Fate.RESERVE})
"""Put on reserve at first."""
NOT_CHOSEN = frozenset(
    {Fate.NOT_SELECTED, Fate.INELIGIBLE, Fate.RETURNED, Fate.WITHDRAWN, Fate.DRAFT}
)
CHOSEN = frozenset(Fate) - WAITS - NOT_CHOSEN
"""Offered a seat in the first round."""
REFUSES = frozenset({Fate.DECLINES, Fate.LAPSES})
NEVER_CAME = frozenset({Fate.NO_SHOW, Fate.LEAVES, Fate.REPLACED})
NOT_MARKED = frozenset({Fate.NOT_ASSESSED, Fate.SENT_BACK})

Hand = tuple[Fate, ...]
"""Fates that belong together: a seat that becomes free, and who takes it, of the same office."""

EACH_ONCE: tuple[Hand, ...] = (
    (Fate.COMPLETES,),
    (Fate.DECLINES, Fate.MOVES_UP),
    (Fate.COMPLETES,),
    (Fate.SECOND_TRY,),
    (Fate.PARTICIPATES,),
    (Fate.RESERVE,),
    (Fate.COMPLETES,),
    (Fate.NO_SHOW,),
    (Fate.NOT_SELECTED,),
    (Fate.REPLACED, Fate.STANDS_IN),
    (Fate.COMPLETES,),
    (Fate.MISSES_DAYS,),
    (Fate.FAILS,),
    (Fate.SENT_AGAIN,),
    (Fate.LAPSES, Fate.MOVES_UP),
    (Fate.INELIGIBLE,),
    (Fate.SENT_BACK,),
    (Fate.COMPLETES,),
    (Fate.LEAVES,),
    (Fate.WITHDRAWN,),
    (Fate.RETURNED,),
    (Fate.COMES_LATE,),
    (Fate.NOT_ASSESSED,),
    (Fate.DRAFT,),
)
"""What the first people of the demonstration meet, so that even a small one shows every fate."""

USUAL: tuple[Hand, ...] = (
    *(((Fate.COMPLETES,),) * 38),
    *(((Fate.SECOND_TRY,),) * 4),
    *(((Fate.PARTICIPATES,),) * 4),
    *(((Fate.RESERVE,),) * 4),
    *(((Fate.NOT_SELECTED,),) * 4),
    *(((Fate.DECLINES, Fate.MOVES_UP),) * 2),
    *EACH_ONCE,
)
"""The mix afterwards: about two thirds complete."""


def hands(chance: Random) -> Iterator[Hand]:
    """Fates without end: each one first, then the usual mix, shuffled anew each time."""
    yield from EACH_ONCE
    deck = list(USUAL)
    while True:
        chance.shuffle(deck)
        yield from deck
