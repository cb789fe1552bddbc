"""A row of a list, judged: what it says of a person, and everything that is wrong with it at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tpp.people.rules import Answer, HeldLicence
from tpp.people.rules import folded as name_key
from tpp.people.rules.matching import number_key
from tpp.rolls.rules import cells, days
from tpp.rolls.rules.customs import Customs, Problem
from tpp.rolls.rules.words import MOST_LETTERS

PARTS = ("given_name", "family_name")
UNKNOWN = {"sex": "unknown", "service": "unknown", "rank_band": "unknown"}
"""What an empty cell of these says: not stated is not no."""


@dataclass
class Judged:
    """A row as it was understood."""

    facts: dict[str, Any] = field(default_factory=dict)
    """What ``people.actions`` takes, but nationality and mission as codes."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def key(self) -> str:
        """All names of the person, folded, as people are searched for."""
        return name_key(f"{self.facts.get('name') or ''} {self.facts.get('native_name') or ''}")


def words_of(
    row: Sequence[str], mapping: Mapping[str, int], corrected: Mapping[str, str]
) -> dict[str, str]:
    """The words of a row by field: as corrected on screen, else as they stand in the file."""
    words = {name: row[place] if place < len(row) else "" for name, place in mapping.items()}
    return words | dict(corrected)


def customs_of(
    columns: Mapping[str, Iterable[str]], base: Customs, order: days.Order | None
) -> Customs:
    """How this list writes days and sexes, told from whole columns."""
    return replace(
        base,
        order=order or days.order_of(columns.get("born_on", ())),
        m_is_woman=cells.m_means_woman(columns.get("sex", ())),
    )


def judge(words: Mapping[str, str], customs: Customs) -> Judged:
    """Read every cell of a row; problems are gathered, never only the first."""
    judged = Judged()
    for name, text in whole_name(words).items():
        if not text:
            continue
        if len(text) > MOST_LETTERS:
            judged.problems.append(Problem(name, "too_long", {"most": MOST_LETTERS}))
            continue
        judged.facts[name], problem = cells.fact_of(name, text, customs)
        if problem:
            judged.problems.append(problem)
    complete(judged, words, customs)
    return judged


def whole_name(words: Mapping[str, str]) -> dict[str, str]:
    """Given and family name put together where a list has them apart."""
    whole = {name: text for name, text in words.items() if name not in PARTS}
    if not whole.get("name"):
        whole["name"] = " ".join(words[part] for part in PARTS if words.get(part))
    return whole


def complete(judged: Judged, words: Mapping[str, str], customs: Customs) -> None:
    """What must be there, and what an empty cell means."""
    wrong = {problem.field for problem in judged.problems}
    if not judged.facts.get("name") and "name" not in wrong:
        judged.problems.insert(0, Problem("name", "missing"))
    if not judged.facts.get("nationality") and "nationality" not in wrong:
        judged.facts["nationality"] = customs.own_country
        if not customs.own_country:
            judged.problems.append(Problem("nationality", "missing"))
    if judged.facts.get("native_language") and not judged.facts.get("native_name"):
        judged.facts["native_language"] = ""
    date_licences(judged)
    expect(judged)


def date_licences(judged: Judged) -> None:
    """The day in a column of its own is that of every licence which has none beside it."""
    until, held = judged.facts.pop("licence_until", None), judged.facts.get("licences")
    if until and held is None and is_right(judged, "licences"):
        judged.problems.append(Problem("licences", "missing"))
    if until and held:
        judged.facts["licences"] = {
            kind: HeldLicence(True, it.valid_until or until) if it.is_held else it
            for kind, it in held.items()
        }


def is_right(judged: Judged, name: str) -> bool:
    """Is nothing wrong with this field yet?"""
    return all(problem.field != name for problem in judged.problems)


def expect(judged: Judged) -> None:
    """A day or a mission says that a deployment is expected; beside a no it contradicts it."""
    facts = judged.facts
    said = next((it for it in ("deploys_on", "deploys_to") if facts.get(it)), None)
    if said is None:
        return
    if facts.get("deploys") is Answer.NO:
        judged.problems.append(Problem(said, "not_expected"))
    elif is_right(judged, "deploys"):
        facts["deploys"] = Answer.YES


@dataclass
class Seen:
    """What earlier rows of the same list said: nobody is nominated twice by one list.

    Of each person and number only a hash of 64 bits is kept, so that long lists take little room.
    """

    rows: dict[int, int] = field(default_factory=dict)
    """The row that first said it."""

    def twin_of(self, judged: Judged, number: int) -> Problem | None:
        """The problem that this row is about somebody of an earlier row; else remember it."""
        parts = judged.key.split()
        if not parts:
            return None
        said = {"name": (" ".join(sorted(parts)), judged.facts.get("born_on"))}
        if service_number := number_key(judged.facts.get("service_number") or ""):
            said["service_number"] = (service_number, None)
        hashes = {where: hash((where, *words)) for where, words in said.items()}
        for where, it in hashes.items():
            if it in self.rows:
                return Problem(where, "twice", {"row": self.rows[it]})
        self.rows |= dict.fromkeys(hashes.values(), number)
        return None
