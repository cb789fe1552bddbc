"""To whom seats that nobody has are proposed: one seat after the other, by rules in a stated order.

Nothing is weighed. The first rule in which the offices that wait differ decides about a seat; where
they are equal in all, the alphabet does. What is not known of an office is taken to be as with all
offices together, and the explanation says so.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from tpp.errors import Conflict, Refused
from tpp.sentences import Sentence, say


class Criterion(StrEnum):
    RESERVE = "order_of_reserve"
    """Whose next nominee stands higher on the reserve of the office."""
    REGION = "regional_balance"
    """Whose regional group has fewer seats of the run."""
    WOMEN = "womens_share"
    """Who has the greater share of women on reserve, or among those sent before."""
    USE = "past_use"
    """Who filled the greater share of the seats kept in past runs."""


USUAL_ORDER = tuple(Criterion)


@dataclass(frozen=True)
class Order:
    """Which rules are asked, in this order: a setting of the register, not United Nations policy."""

    criteria: tuple[Criterion, ...] = USUAL_ORDER
    set_by: str = ""
    set_on: date | None = None
    """Empty while it is the default of the register."""


@dataclass(frozen=True)
class Office:
    """What the rules know of one sending Party in one run."""

    party_id: int
    code: str
    region: str = ""
    """Its regional group; an organisation has none and is counted by itself."""
    offered: int = 0
    free: int = 0
    reserve: int = 0
    """On its reserve, whom no required rule bars."""
    women: int = 0
    known: int = 0
    """Of those on reserve: women, and all whose sex is known."""
    women_before: int = 0
    known_before: int = 0
    """The same of those who had a place in past runs."""
    kept: int = 0
    filled: int = 0
    """Seats that it did not give back in past runs, and those of them that were filled."""

    @property
    def waiting(self) -> int:
        """Nominees on reserve for whom the office has no free seat of its own."""
        return max(0, self.reserve - self.free)


@dataclass(frozen=True)
class Point:
    """What a rule says of an office, and about how many of its seats it decided."""

    criterion: Criterion
    said: Sentence
    decided: int


@dataclass(frozen=True)
class Line:
    """So many seats for one Party, and why."""

    party_id: int
    seats: int
    points: tuple[Point, ...]
    alone: int
    """Of these seats: for which nobody else waited."""
    by_alphabet: int
    """Of these seats: about which no rule decided."""

    @property
    def decisive(self) -> list[Criterion]:
        return [it.criterion for it in self.points if it.decided]


@dataclass
class Standing:
    """What is known of all offices while seats are given out."""

    offices: Sequence[Office]
    given: Counter[int]
    of_region: Counter[str]

    @classmethod
    def of(cls, offices: Sequence[Office]) -> "Standing":
        of_region: Counter[str] = Counter()
        for it in offices:
            of_region[region_of(it)] += it.offered
        return cls(offices, Counter(), of_region)

    def give(self, office: Office) -> None:
        self.given[office.party_id] += 1
        self.of_region[region_of(office)] += 1

    def waits(self) -> list[Office]:
        return [it for it in self.offices if it.waiting > self.given[it.party_id]]


def region_of(office: Office) -> str:
    return office.region or office.code


def share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def women_of(office: Office, everybody: Sequence[Office]) -> Fraction:
    """Of those on reserve, else of those sent before, else of all offices together."""
    own = share(office.women, office.known)
    before = share(office.women_before, office.known_before)
    together = share(sum(it.women for it in everybody), sum(it.known for it in everybody))
    return next(it for it in (own, before, together, Fraction(0)) if it is not None)


def use_of(office: Office, everybody: Sequence[Office]) -> Fraction:
    own = share(office.filled, office.kept)
    together = share(sum(it.filled for it in everybody), sum(it.kept for it in everybody))
    return next(it for it in (own, together, Fraction(0)) if it is not None)


KEYS: dict[Criterion, Callable[[Office, Standing], Fraction]] = {
    Criterion.RESERVE: lambda it, now: Fraction(it.free + now.given[it.party_id] + 1),
    Criterion.REGION: lambda it, now: Fraction(now.of_region[region_of(it)]),
    Criterion.WOMEN: lambda it, now: -women_of(it, now.offices),
    Criterion.USE: lambda it, now: -use_of(it, now.offices),
}
"""The least goes first."""

ALONE, ALPHABET = "alone", "alphabet"


def propose(pool: int, offices: Sequence[Office], order: Order) -> list[Line]:
    """Lines for so many seats of the pool, in the order in which the offices got their first one.

    Nobody gets more seats than nominees wait; what is left over stays in the pool.
    """
    now, why = Standing.of(offices), dict[int, Counter[str]]()
    for _seat in range(pool):
        waiting = now.waits()
        if not waiting:
            break
        office, decided_by = next_of(waiting, now, order)
        why.setdefault(office.party_id, Counter())[decided_by] += 1
        now.give(office)
    by_party, before = {it.party_id: it for it in offices}, Standing.of(offices)
    return [line_of(by_party[number], before, order, told) for number, told in why.items()]


def next_of(waiting: Sequence[Office], now: Standing, order: Order) -> tuple[Office, str]:
    """Who gets the next seat, and the rule that decided against whoever came closest."""

    def keys(office: Office) -> list[Fraction]:
        return [KEYS[criterion](office, now) for criterion in order.criteria]

    ranked = sorted(waiting, key=lambda it: (keys(it), it.code))
    if len(ranked) == 1:
        return ranked[0], ALONE
    pairs = zip(order.criteria, keys(ranked[0]), keys(ranked[1]), strict=True)
    return ranked[0], next((rule for rule, one, other in pairs if one != other), ALPHABET)


def line_of(office: Office, before: Standing, order: Order, why: Counter[str]) -> Line:
    points = tuple(Point(rule, SAID[rule](office, before), why[rule]) for rule in order.criteria)
    return Line(office.party_id, why.total(), points, why[ALONE], why[ALPHABET])


def said_of_reserve(office: Office, _now: Standing) -> Sentence:
    return say(
        "%(num)s nominee on reserve has no free seat of the office.",
        many="%(num)s nominees on reserve have no free seat of the office.",
        num=office.waiting,
    )


def said_of_region(office: Office, now: Standing) -> Sentence:
    seats = now.of_region[region_of(office)]
    if not office.region:
        return say(
            "It is in no regional group; it has %(num)s seat of this run itself.",
            many="It is in no regional group; it has %(num)s seats of this run itself.",
            num=seats,
        )
    return say(
        "The regional group %(region)s has %(num)s seat of this run.",
        many="The regional group %(region)s has %(num)s seats of this run.",
        num=seats,
        region=office.region,
    )


def said_of_women(office: Office, _now: Standing) -> Sentence:
    if office.known:
        words = "%(women)s of %(known)s on reserve whose sex is known are women."
        return say(words, women=office.women, known=office.known)
    if office.known_before:
        words = (
            "Of those on reserve it is not known who is a woman; %(women)s of %(known)s sent before "
            "were women."
        )
        return say(words, women=office.women_before, known=office.known_before)
    return say("It is not known who is a woman; the share of all offices together is used.")


def said_of_use(office: Office, _now: Standing) -> Sentence:
    if office.kept:
        words = "%(filled)s of %(kept)s seats that it kept in past runs were filled."
        return say(words, filled=office.filled, kept=office.kept)
    return say("It kept no seats in past runs; the share of all offices together is used.")


SAID: dict[Criterion, Callable[[Office, Standing], Sentence]] = {
    Criterion.RESERVE: said_of_reserve,
    Criterion.REGION: said_of_region,
    Criterion.WOMEN: said_of_women,
    Criterion.USE: said_of_use,
}


class Redrawn(Conflict):
    """What a proposal rests on changed since the page was opened; no seat was offered."""

    def __init__(self) -> None:
        super().__init__({}, {})


def picture_of(*parts: object) -> str:
    """A short word that is another one as soon as anything that a proposal rests on is."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def check_same(seen: str, now: str) -> None:
    if seen != now:
        raise Redrawn


def check_accepted(wanted: dict[int, int], lines: Iterable[Line], pool: int) -> None:
    """May these numbers of seats be offered, by Party?"""
    if not wanted:
        raise Refused("Tick at least one line first.")
    if set(wanted) - {it.party_id for it in lines}:
        raise Refused("A country that is not in this proposal gets seats on the page of the seats.")
    if min(wanted.values()) < 1:
        raise Refused("Offer at least one seat, or take the tick away.")
    if sum(wanted.values()) > pool:
        one = "%(num)s seat is offered to nobody; these are more. Lower a number."
        many = "%(num)s seats are offered to nobody; these are more. Lower a number."
        raise Refused(one, many=many, num=pool)


REASONS = {
    Criterion.RESERVE: "order of reserve",
    Criterion.REGION: "regional balance",
    Criterion.WOMEN: "women's share",
    Criterion.USE: "past use",
}


def reason_of(line: Line) -> str:
    """What the ledger says of a line that was accepted; English, as all reasons of the register."""
    named = [REASONS[it] for it in line.decisive]
    rules = ", ".join(named) if named else "the only office that waits"
    if line.by_alphabet and not named:
        rules = "equal by every rule, in the order of the alphabet"
    return f"Re-offered by rule: {rules}. Proposed: {line.seats}."


def check_order(criteria: Sequence[Criterion]) -> None:
    if not criteria:
        raise Refused("Choose at least one rule.", "first")
    if len(set(criteria)) < len(criteria):
        raise Refused("Each rule can stand in one place only.", "first")
