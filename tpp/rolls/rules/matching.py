"""Is somebody of a list already known to the office, and is that plain or to be asked?

What two records are weighed by is ``people.rules.matching``; here is what a list makes of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tpp.people.rules import Sex, Sign
from tpp.people.rules.matching import Facts, Weighed, number_key, telling
from tpp.people.rules.spelling import first_letter, parts

ASKED_ABOUT = 3
"""People shown beside a doubtful row, at most."""
SAME = {Sign.SAME_NAME, Sign.REORDERED_NAME}
NAMED = SAME | {Sign.SPELLED_ALIKE, Sign.PARTS_MISSING}
AGAINST = {Sign.OTHER_BIRTH, Sign.NEAR_BIRTH, Sign.SWAPPED_BIRTH, Sign.OTHER_NUMBER, Sign.OTHER_SEX}


@dataclass(frozen=True)
class Candidate:
    """Somebody known who may be the one in the row, with what speaks for it."""

    id: int
    alike: int
    """Likeness of the names, in per cent."""
    evidence: tuple[str, ...]
    is_sure: bool

    def as_json(self) -> dict[str, Any]:
        return {"person": self.id, "alike": self.alike, "evidence": list(self.evidence)}


def facts_of(row: Mapping[str, Any]) -> Facts:
    """What a row says, as far as telling people apart needs it."""
    names = tuple(row[it] for it in ("name", "native_name") if row.get(it))
    emails = frozenset([row["email"]]) if row.get("email") else frozenset()
    return Facts(
        names,
        row.get("born_on"),
        row.get("service_number") or "",
        emails,
        sex=row.get("sex") or Sex.UNKNOWN,
    )


def looked_up(facts: Facts) -> set[str]:
    """Words under which somebody of a list is looked for.

    A search for one person looks under single parts of names as well; for thousands of rows that is
    too much work, and what it would find besides is found when duplicates are looked for.
    """
    return telling(facts) if facts.names else set()


def begin_alike(facts: Facts, other: Facts) -> bool:
    """Does any part of their names begin with the same sound? Of those born on one day, most do not."""
    first, second = (frozenset().union(*map(initials, it.names)) for it in (facts, other))
    return not first.isdisjoint(second)


@lru_cache(4096)
def initials(name: str) -> frozenset[str]:
    return frozenset(first_letter(part) for part in parts(name))


def weighed_as(person_id: int, facts: Facts, other: Facts, weighed: Weighed) -> Candidate:
    return Candidate(
        person_id, weighed.alike, tuple(weighed.evidence), is_plain(facts, other, weighed.evidence)
    )


def is_plain(facts: Facts, other: Facts, evidence: Sequence[Sign]) -> bool:
    """Need nobody be asked? The same name and birth date, or number; nothing against it."""
    signs = set(evidence)
    if signs & AGAINST:
        return False
    if Sign.SAME_BIRTH in signs:
        return bool(signs & SAME or (Sign.SAME_NUMBER in signs and signs & NAMED))
    if not signs & SAME:
        return False
    numbers = {number_key(it.service_number) for it in (facts, other)}
    return Sign.SAME_NUMBER in signs or (
        facts.born_on is None and other.born_on is None and len(numbers) == 1
    )


def chosen(found: Sequence[Candidate]) -> list[Candidate]:
    """One who is plainly the one stands alone; of two, neither is plain."""
    plain = [it for it in found if it.is_sure]
    if len(plain) == 1:
        return plain
    return [Candidate(it.id, it.alike, it.evidence, False) for it in found[:ASKED_ABOUT]]


def differing(facts: Mapping[str, Any], record: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What a row says otherwise than the record of the person: field, record, row. Empty says nothing."""
    nothing = (None, "", "unknown")
    return {
        name: (record.get(name), value)
        for name, value in facts.items()
        if name in record and value not in nothing and value != record[name]
    }
