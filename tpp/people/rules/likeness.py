"""How like two names are, whoever bears them: in any order, script and spelling."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from tpp.people.rules import Sign
from tpp.people.rules.spelling import (
    FORMS,
    first_letter,
    lacks_vowels,
    one_name,
    parts,
    sound,
)


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


@lru_cache(10_000)
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
