"""Moving the clock through the past: every deed at its own moment, in the order of the calendar."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from itertools import count

from tpp import clock
from tpp.db import transaction

Life = Iterator[datetime]
"""What happens to something: it says until when it waits, is taken up then, and waits again."""

TOGETHER = timedelta(days=7)
"""Deeds of one week are committed together, unless there are very many."""
MOST = 600


def play(lives: Iterable[Life], until: datetime) -> None:
    """Let every life go on, each to its end or to ``until``: what lies ahead is not done."""
    order = count()
    waiting = [(moment, next(order), life) for life in lives if (moment := next(life, None))]
    heapify(waiting)
    while waiting and waiting[0][0] <= until:
        with transaction():
            together(waiting, order, min(until, waiting[0][0] + TOGETHER))


def together(
    waiting: list[tuple[datetime, int, Life]], order: "count[int]", until: datetime
) -> None:
    for _ in range(MOST):
        if not waiting or waiting[0][0] > until:
            return
        moment, _, life = heappop(waiting)
        with clock.at(moment):
            again = next(life, None)
        if again is not None:
            heappush(waiting, (max(again, moment), next(order), life))
