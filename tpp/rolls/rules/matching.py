"""Is somebody of a list already known to the office, and by what is it told?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rapidfuzz import fuzz

from tpp.people.rules import folded
from tpp.rolls.rules.checking import Judged, number_key

ALIKE, VERY_ALIKE = 82, 93
"""Per cent of likeness of names from which one asks: with the same birth date, and without one."""
TOO_COMMON = 60
"""A part of a name that more people share tells nobody apart; only its other parts are looked up."""
ASKED_ABOUT = 3
"""People shown beside a doubtful row, at most."""


@dataclass(frozen=True)
class Known:
    """A person of one's own office, as far as matching needs it."""

    id: int
    names: tuple[str, ...]
    """Every name, folded."""
    born_on: date | None
    number: str
    emails: frozenset[str] = frozenset()


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


@dataclass
class Index:
    """The known people, found by what rows have in common with them."""

    by_id: dict[int, Known] = field(default_factory=dict)
    by_born: dict[date, list[int]] = field(default_factory=dict)
    by_number: dict[str, list[int]] = field(default_factory=dict)
    by_email: dict[str, list[int]] = field(default_factory=dict)
    by_part: dict[str, list[int]] = field(default_factory=dict)

    def add(self, known: Known) -> None:
        self.by_id[known.id] = known
        if known.born_on:
            self.by_born.setdefault(known.born_on, []).append(known.id)
        if known.number:
            self.by_number.setdefault(known.number, []).append(known.id)
        for email in known.emails:
            self.by_email.setdefault(email, []).append(known.id)
        for part in {part for name in known.names for part in name.split()}:
            self.by_part.setdefault(part, []).append(known.id)

    def near(self, judged: Judged) -> Iterator[int]:
        """People who share a birth date, a number, an address or a rare part of a name."""
        facts = judged.facts
        yield from self.by_born.get(facts.get("born_on"), ())  # type: ignore[arg-type]
        yield from self.by_number.get(number_key(facts.get("service_number") or ""), ())
        yield from self.by_email.get(facts.get("email") or "", ())
        yield from self.of_rarest(judged.key.split())

    def of_rarest(self, parts: Iterable[str]) -> Iterator[int]:
        """Those who share the rarest known parts of a name; a common one only beside another."""
        found = sorted((self.by_part[it] for it in set(parts) if it in self.by_part), key=len)
        for few in found:
            if len(few) <= TOO_COMMON:
                yield from few
        if len(found) >= 2 and len(found[0]) > TOO_COMMON:
            yield from sorted(set(found[0]).intersection(found[1]))[:TOO_COMMON]


def index_of(people: Iterable[Known]) -> Index:
    index = Index()
    for known in people:
        index.add(known)
    return index


def candidates(judged: Judged, index: Index) -> list[Candidate]:
    """Those who may be the person of a row, the likeliest first; a sure one stands alone."""
    names = [folded(it) for it in (judged.facts.get("name"), judged.facts.get("native_name")) if it]
    if not names:
        return []
    found = []
    for person_id in dict.fromkeys(index.near(judged)):
        candidate = weighed(judged.facts, names, index.by_id[person_id])
        if candidate:
            found.append(candidate)
    found.sort(key=lambda it: (it.is_sure, len(it.evidence), it.alike), reverse=True)
    if sum(it.is_sure for it in found) == 1:
        return found[:1]
    return [unsure(it) for it in found[:ASKED_ABOUT]]


def unsure(candidate: Candidate) -> Candidate:
    """Of two who both fit, neither is sure."""
    return Candidate(candidate.id, candidate.alike, candidate.evidence, False)


def weighed(facts: Mapping[str, Any], names: list[str], known: Known) -> Candidate | None:
    """One known person beside a row: None where too little speaks for the two being one."""
    alike = likeness(names, known.names)
    born = same_day(facts.get("born_on"), known.born_on)
    number = number_key(facts.get("service_number") or "")
    evidence = []
    if number and number == known.number:
        evidence.append("same_number")
    if facts.get("email") and facts["email"] in known.emails:
        evidence.append("same_email")
    if alike == 100:
        evidence.append("same_name")
    elif alike >= ALIKE:
        evidence.append("similar_name")
    evidence += {True: ["same_born"], "near": ["near_born"], None: ["born_unknown"]}.get(born, [])
    if not speaks_enough(evidence, alike, number, known.number):
        return None
    alike_in_all = not facts.get("born_on") and not known.born_on and number == known.number
    sure = is_sure(evidence, alike) or (alike == 100 and alike_in_all)
    return Candidate(known.id, alike, tuple(evidence), sure)


def speaks_enough(evidence: list[str], alike: int, number: str, other: str) -> bool:
    if "same_number" in evidence or "same_email" in evidence:
        return True
    if "same_born" in evidence:
        return alike >= ALIKE
    if number and other:  # two numbers that differ tell two people of one name apart
        return False
    if "near_born" in evidence:
        return alike >= VERY_ALIKE
    return "born_unknown" in evidence and alike >= VERY_ALIKE


def is_sure(evidence: list[str], alike: int) -> bool:
    if "same_born" in evidence:
        return "same_name" in evidence or ("same_number" in evidence and alike >= ALIKE)
    unknown = "born_unknown" in evidence
    return unknown and "same_number" in evidence and "same_name" in evidence


def likeness(names: list[str], others: tuple[str, ...]) -> int:
    """The best likeness of two names, in any order of their parts."""
    best = max((fuzz.token_sort_ratio(a, b) for a in names for b in others), default=0)
    return int(best) if best < 100 else 100


def same_day(one: date | None, other: date | None) -> bool | str | None:
    """True, False, None where either is not known, "near" where a slip of the pen lies between."""
    if one is None or other is None:
        return None
    if one == other:
        return True
    parts = list(zip(one.timetuple()[:3], other.timetuple()[:3], strict=True))
    swapped = (one.month, one.day) == (other.day, other.month) and one.year == other.year
    return "near" if swapped or sum(a == b for a, b in parts) == 2 else False


def differing(facts: Mapping[str, Any], record: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What a row says otherwise than the record of the person: field, record, row. Empty says nothing."""
    nothing = (None, "", "unknown")
    return {
        name: (record.get(name), value)
        for name, value in facts.items()
        if name in record and value not in nothing and value != record[name]
    }
