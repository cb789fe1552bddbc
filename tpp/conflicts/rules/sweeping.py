"""Intervals along a line of time: which meet, and where more is wanted than there is."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any


@dataclass(frozen=True, slots=True)
class Use:
    """That something is wanted from a moment until before another, so many of it."""

    starts: Any
    ends: Any
    number: int
    what: Any


def meeting(items: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Every pair with ``starts`` and ``ends`` that overlaps; those that only touch do not.

    Costs what sorting costs, and one step a pair found.
    """
    going: list[tuple[Any, int, Any]] = []
    for count, it in enumerate(sorted(items, key=lambda it: it.starts)):
        while going and going[0][0] <= it.starts:
            heappop(going)
        for _, _, other in going:
            yield other, it
        heappush(going, (it.ends, count, it))


@dataclass(frozen=True, slots=True)
class Overload:
    uses: tuple[Use, ...]
    needed: int
    there: int


def overloads(
    uses: list[Use], there: int, outages: Iterable[Use] = (), order: Callable[[Use], Any] = hash
) -> list[Overload]:
    """Each set of uses that is wanted at one moment, where more is wanted than there is then.

    Of one set that is too much at several moments, the worst is told.
    """
    found: dict[tuple[Use, ...], Overload] = {}
    for now_used, now_out in moments(uses, list(outages)):
        needed = sum(use.number for use in now_used)
        left = max(there - sum(out.number for out in now_out), 0)
        if now_used and needed > left:
            key = tuple(sorted(now_used, key=order))
            worst = found.get(key)
            if worst is None or left < worst.there:
                found[key] = Overload(key, needed, left)
    return list(found.values())


def moments(uses: list[Use], outages: list[Use]) -> Iterator[tuple[list[Use], list[Use]]]:
    """What is wanted and what is out, after every moment at which some of it begins or ends."""
    out = set(map(id, outages))
    coming = sorted([*uses, *outages], key=lambda it: it.starts, reverse=True)
    going: list[Use] = []
    for now in sorted({at for it in coming for at in (it.starts, it.ends)}):
        going = [it for it in going if it.ends > now]
        while coming and coming[-1].starts <= now:
            going.append(coming.pop())
        yield [it for it in going if id(it) not in out], [it for it in going if id(it) in out]
