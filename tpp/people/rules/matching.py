"""Whether two records may be of one human being: what speaks for it, what against, and how strongly.

A human decides; this only orders who is shown. Weights are sums of log-odds in the manner of Fellegi
and Sunter, set by hand and held to by ``benchmarks/duplicates``; none of them is a fact about people.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations, pairwise
from math import exp, log2

from rapidfuzz.distance import OSA

from tpp.people.rules import Sex, Sign
from tpp.people.rules.likeness import likeness
from tpp.people.rules.spelling import first_letter, one_name, sound, written

LIKELY = 0.25
"""From this score on (0 to 1) a pair is shown to somebody who decides."""

BASE = -3.5

UNLOOKED = "?"
"""Under this key stands who was added or changed and not compared with others since."""


@dataclass(frozen=True)
class Facts:
    """What is known of somebody, as far as telling people apart needs it; empty says nothing."""

    names: tuple[str, ...]
    """Every name, in any script, order and spelling."""
    born_on: date | None = None
    service_number: str = ""
    emails: frozenset[str] = frozenset()
    nationality_id: int | None = None
    sex: Sex = Sex.UNKNOWN


@dataclass(frozen=True)
class Weighed:
    """How two records compare: ``score`` from 0 to 1, ``alike`` the likeness of names in per cent."""

    score: float
    alike: int
    evidence: tuple[Sign, ...]

    @property
    def is_likely(self) -> bool:
        return self.score >= LIKELY


@lru_cache(4096)
def number_key(number: str) -> str:
    """A service number without what people write between its letters and digits."""
    return "".join(letter for letter in number.upper() if letter.isalnum())


def keys(facts: Facts) -> set[str]:
    """Words under which somebody is kept: two who may be one share at least one of them."""
    found = set(fact_keys(facts))
    for name in facts.names:
        for words in written(name):
            found.update(name_keys(words, facts.born_on))
    return found


def sought(facts: Facts) -> set[str]:
    """Words under which somebody is looked for: ``keys``, and the birth date with day and month swapped."""
    return keys(facts) | swapped_key(facts)


def telling(facts: Facts) -> set[str]:
    """Those of ``sought`` under which few people stand: facts, and whole names by their sound."""
    found = {*fact_keys(facts), *swapped_key(facts)}
    for name in facts.names:
        for words in written(name):
            found.update(whole_keys(heard(words)))
    return found


def swapped_key(facts: Facts) -> set[str]:
    swapped = swapped_day(facts.born_on)
    return {f"d{swapped}"} if swapped else set()


def fact_keys(facts: Facts) -> Iterator[str]:
    if facts.born_on:
        yield f"d{facts.born_on}"
    if number := number_key(facts.service_number):
        yield f"n{number[:60]}"
    for email in facts.emails:
        yield f"m{blake2b(email.lower().encode(), digest_size=12).hexdigest()}"


def is_fact(key: str) -> bool:
    """Is this the key of a birth date, a number or an address, and not of a name?"""
    return key[0] in "dnm"


def name_keys(words: Sequence[str], born_on: date | None) -> Iterator[str]:
    """Two parts together, each part beside the first letter of another and beside the year of birth."""
    sounds = heard(words)
    yield from whole_keys(sounds)
    for (one, its_first), (other, others_first) in combinations(sounds, 2):
        yield from (f"3{one} {others_first}", f"3{other} {its_first}")
    if born_on:
        for word, _ in sounds:
            yield f"4{word} {born_on.year}"


def heard(words: Sequence[str]) -> list[tuple[str, str]]:
    """Of each part of a name its sound and its first letter, in an order of their own."""
    return sorted({(sound(one_name(word))[:14], first_letter(word)) for word in words})


def whole_keys(sounds: Sequence[tuple[str, str]]) -> Iterator[str]:
    """A single name by itself, others by two of their parts together."""
    if len(sounds) == 1:
        yield f"1{sounds[0][0]}"
    for (one, _), (other, _) in combinations(sounds, 2):
        if len(one) > 1 and len(other) > 1:
            yield f"2{one} {other}"


def swapped_day(day: date | None) -> date | None:
    """The date with day and month the other way round, where that is another date."""
    if day is None or day.day > 12 or day.day == day.month:
        return None
    return day.replace(month=day.day, day=day.month)


def weigh(one: Facts, other: Facts, namesakes: int = 1) -> Weighed:
    """Compare two records; ``namesakes`` is how many people bear a name as like as the other's."""
    alike, name_sign = likeness(one.names, other.names)
    weights = {name_sign: name_weight(alike)}
    if namesakes > 2 and alike >= 0.8:
        weights[Sign.COMMON_NAME] = -min(4.0, 0.8 * log2(namesakes))
    weights |= dict((*born(one, other), *numbers(one, other), *against(one, other)))
    if one.emails & other.emails:
        weights[Sign.SAME_EMAIL] = 4.0
    total = BASE + sum(weights.values())
    score = 1 / (1 + exp(-max(-30.0, min(30.0, total))))
    return Weighed(round(score, 4), int(alike * 100), tuple(weights))


STEPS = ((0.0, -5.0), (0.6, -5.0), (0.7, -1.5), (0.8, 1.0), (0.95, 4.0), (1.0, 4.2))


def name_weight(alike: float) -> float:
    """Log-odds of a likeness of names, straight between the steps."""
    for (low, below), (high, above) in pairwise(STEPS):
        if alike <= high:
            return below + (above - below) * (alike - low) / (high - low)
    return STEPS[-1][1]


def born(one: Facts, other: Facts) -> Iterator[tuple[Sign, float]]:
    if one.born_on is None or other.born_on is None:
        yield Sign.BIRTH_UNKNOWN, 0.0
    elif one.born_on == other.born_on:
        yield Sign.SAME_BIRTH, 2.0 if is_stand_in(one.born_on) else 4.0
    elif other.born_on == swapped_day(one.born_on):
        yield Sign.SWAPPED_BIRTH, 2.5
    elif is_near(one.born_on, other.born_on):
        yield Sign.NEAR_BIRTH, 1.5
    else:
        yield Sign.OTHER_BIRTH, -4.0


def is_stand_in(day: date) -> bool:
    """The first of January is written where only the year is known."""
    return (day.month, day.day) == (1, 1)


def is_near(one: date, other: date) -> bool:
    """One slip of the pen apart: one of day, month and year, or the year alone known."""
    if one.year == other.year and (is_stand_in(one) or is_stand_in(other)):
        return True
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    if sum(mine == theirs for mine, theirs in pairs) == 2:
        return True
    return OSA.distance(f"{one:%Y%m%d}", f"{other:%Y%m%d}") == 1


def numbers(one: Facts, other: Facts) -> Iterator[tuple[Sign, float]]:
    first, second = number_key(one.service_number), number_key(other.service_number)
    if first and second:
        yield (Sign.SAME_NUMBER, 6.0) if first == second else (Sign.OTHER_NUMBER, -2.0)


def against(one: Facts, other: Facts) -> Iterator[tuple[Sign, float]]:
    countries = {one.nationality_id, other.nationality_id} - {None}
    if len(countries) == 2:
        yield Sign.OTHER_COUNTRY, -1.5
    if Sex.UNKNOWN not in (one.sex, other.sex) and one.sex is not other.sex:
        yield Sign.OTHER_SEX, -2.5
