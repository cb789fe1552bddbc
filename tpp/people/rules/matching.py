"""Whether two records may be of one human being: what speaks for it, what against, and how strongly.

A human decides; this only orders who is shown. Weights are sums of log-odds in the manner of Fellegi
and Sunter, set by hand and held to by ``benchmarks/duplicates``; none of them is a fact about people.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations, pairwise
from math import exp, log2

from rapidfuzz.distance import OSA

from tpp.people.rules import Sex
from tpp.people.rules.spelling import (
    FORMS,
    first_letter,
    lacks_vowels,
    one_name,
    parts,
    sound,
    written,
)

LIKELY = 0.4
"""From this score on (0 to 1) a pair is shown to somebody who decides."""

BASE = -3.5

UNLOOKED = "?"
"""Under this key stands who was added or changed and not compared with others since."""


class Sign(StrEnum):
    """Something that speaks for two records being one human being, or against it."""

    SAME_NAME = "same_name"
    REORDERED_NAME = "reordered_name"
    SPELLED_ALIKE = "spelled_alike"
    PARTS_MISSING = "parts_missing"
    SIMILAR_NAME = "similar_name"
    OTHER_NAME = "other_name"
    COMMON_NAME = "common_name"
    SAME_BIRTH = "same_birth"
    SWAPPED_BIRTH = "swapped_birth"
    NEAR_BIRTH = "near_birth"
    BIRTH_UNKNOWN = "birth_unknown"
    OTHER_BIRTH = "other_birth"
    SAME_NUMBER = "same_number"
    OTHER_NUMBER = "other_number"
    SAME_EMAIL = "same_email"
    OTHER_COUNTRY = "other_country"
    OTHER_SEX = "other_sex"


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
    swapped = swapped_day(facts.born_on)
    return keys(facts) | ({f"d{swapped}"} if swapped else set())


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
    heard = sorted({(sound(one_name(word))[:14], first_letter(word)) for word in words})
    if len(heard) == 1:
        yield f"1{heard[0][0]}"
    for (one, its_first), (other, others_first) in combinations(heard, 2):
        if len(one) > 1 and len(other) > 1:
            yield f"2{one} {other}"
        yield from (f"3{one} {others_first}", f"3{other} {its_first}")
    if born_on:
        for word, _ in heard:
            yield f"4{word} {born_on.year}"


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


def likeness(names: Iterable[str], others: Sequence[str]) -> tuple[float, Sign]:
    """The best likeness of two names, from 0 to 1, and what it is."""
    return max(
        (name_likeness(one, other) for one in names for other in others),
        default=(0.0, Sign.OTHER_NAME),
    )


@lru_cache(4096)
def name_likeness(one: str, other: str) -> tuple[float, Sign]:
    first, second = parts(one), parts(other)
    if first and first == second and lacks_vowels(one) == lacks_vowels(other):
        return 1.0, Sign.SAME_NAME
    if first and sorted(first) == sorted(second):
        return 1.0, Sign.REORDERED_NAME
    if len(first) > len(second):
        first, second = second, first
    if not first:
        return 0.0, Sign.OTHER_NAME
    by_sound = lacks_vowels(one) or lacks_vowels(other)
    alike, missing = aligned(first, second, by_sound)
    if alike < 0.8:
        return alike, Sign.SIMILAR_NAME if alike >= 0.65 else Sign.OTHER_NAME
    if missing:
        return alike, Sign.PARTS_MISSING
    return alike, Sign.SPELLED_ALIKE if alike >= 0.9 else Sign.SIMILAR_NAME


def aligned(fewer: Sequence[str], more: Sequence[str], by_sound: bool) -> tuple[float, bool]:
    """Each part of the shorter name beside the likeliest of the longer one; are parts left over?"""
    left = joined(fewer, more)
    found = []
    for word in sorted(fewer, key=len, reverse=True):
        best = max(left, key=lambda it: part_likeness(word, it, by_sound), default="")
        alike = part_likeness(word, best, by_sound) if best else 0.0
        if best:
            left.remove(best)
        found.append((alike, weight_of(word)))
    total = sum(alike * weight for alike, weight in found) / sum(weight for _, weight in found)
    whole = sum(alike >= 0.6 for alike, _ in found)
    if any(alike < 0.6 for alike, _ in found):
        total -= 0.1
    elif left:
        total = total - 0.03 * len(left) if whole > 1 else min(total, 0.72)
    return max(total, 0.0), bool(left)


def are_as_one(one: str, other: str) -> bool:
    return OSA.distance(one, other) <= 1 or (len(sound(one)) > 2 and sound(one) == sound(other))


def weight_of(part: str) -> float:
    """An initial says less than a whole part of a name."""
    return 0.4 if len(part) == 1 else 1.0


def joined(fewer: Sequence[str], more: Sequence[str]) -> list[str]:
    """The longer name, two parts as one where the shorter one writes them so."""
    found = list(more)
    for at in range(len(more) - 1):
        whole = more[at] + more[at + 1]
        are_left = more[at] in found and more[at + 1] in found
        if are_left and len(found) > len(fewer) and any(are_as_one(whole, it) for it in fewer):
            found[found.index(more[at])] = whole
            found.remove(more[at + 1])
    return found


@lru_cache(100_000)
def part_likeness(one: str, other: str, by_sound: bool) -> float:
    """How like two parts of names are, from 0 to 1."""
    if one == other:
        return 1.0
    if 1 in (len(one), len(other)):
        return 0.85 if first_letter(one) == first_letter(other) else 0.0
    heard, also = sound(one), sound(other)
    if are_known_apart(one, other):
        return 0.2
    if by_sound:
        return 0.97 if heard == also else OSA.normalized_similarity(heard, also) * 0.9
    if one_name(one) == one_name(other):
        return 0.95
    spelled = OSA.normalized_similarity(one, other)
    if heard == also and spelled >= (0.5 if len(heard) < 3 else 0.4):
        return max((0.88, 0.92, 0.92, 0.96)[min(len(heard), 4) - 1], spelled)
    return typed(spelled, OSA.normalized_similarity(heard, also))


def are_known_apart(one: str, other: str) -> bool:
    """Both are forms of names that have nothing to do with each other, however alike they sound."""
    return one in FORMS and other in FORMS and FORMS[one] != FORMS[other]


def typed(spelled: float, heard: float) -> float:
    """A slip of the pen leaves most letters in place; less than that is another name."""
    if spelled >= 0.74:
        return max(spelled, 0.5 * (spelled + heard), 0.85)
    return (spelled + heard) / 2 * 0.7
