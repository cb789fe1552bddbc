"""What the page of a list shows of its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from flask import request
from flask_babel import format_date
from flask_babel import gettext as _

from tpp.catalogue.rules.eligibility import demand
from tpp.people.models import Person
from tpp.people.queries import email_of
from tpp.people.rules import Answer, RankBand, Service, Sex, folded
from tpp.rolls import queries
from tpp.rolls.actions.checking import base_customs, columns_of
from tpp.rolls.models import Roll, RollRow
from tpp.rolls.rules import READY, State
from tpp.rolls.rules.checking import customs_of, judge
from tpp.rolls.rules.headings import WHERE_ASKED
from tpp.rolls.rules.matching import differing
from tpp.rolls.rules.stating import ANSWERED, NOTHING
from tpp.rolls.views.blueprint import (
    evidence_words,
    expected_words,
    field_words,
    name_in,
    problem_words,
    what_it_does,
    words_in,
)
from tpp.rolls.views.preview import Preview
from tpp.seats.queries import allocation_of
from tpp.seats.rules import GroupKind
from tpp.web.words import as_read, words

FEW = 10
"""Rows shown, of those that want nothing of anybody, before somebody asks for all."""
COMPARED = (
    *("name", "sex", "born_on", "nationality", "service", "rank", "rank_band", "unit"),
    *("service_number", "serves_until"),
)
"""What a row and the record of a known person are compared by."""


@dataclass(frozen=True)
class Cell:
    """One wrong cell: what it is, says and should say."""

    field: str
    label: str
    value: str
    problem: str
    expected: str
    choices: list[tuple[str, str]]


def shown(roll: Roll) -> dict[str, Any]:
    """Everything that the page of an open list needs."""
    counts = queries.counts(roll)
    ready = sum(counts.get(it, 0) for it in READY)
    page = request.args.get("page", 1, type=int)
    wanted = request.args.get("show")
    wants_all, wants_idle = wanted == "all", wanted == "idle"
    own_page = 1 if wants_all or wants_idle else page
    judged = Reader(roll)
    held, lacks = queries.held_back(roll)
    return {
        "counts": {str(state): number for state, number in counts.items()},
        "ready": ready,
        "to_settle": counts.get(State.PROBLEM, 0) + counts.get(State.DOUBTFUL, 0),
        "problems": [judged.problem(it) for it in queries.rows(roll, [State.PROBLEM], own_page)],
        "doubts": judged.doubts(queries.rows(roll, [State.DOUBTFUL], own_page, 20)),
        "ready_rows": judged.ready(some(roll, READY, page, is_wanted=wants_all)),
        "idle": [judged.line(it) for it in some(roll, IDLE, page, is_wanted=wants_idle)],
        "made": queries.made(roll, own_page) if counts.get(State.DONE) else [],
        "wants_all": wants_all,
        "wants_idle": wants_idle,
        "per_page": queries.PER_PAGE,
        "page_number": max(page, 1),
        "asks_order": judged.asks_order,
        "share": queries.share(roll),
        "allocation": allocation_of(roll.offering, roll.party_id),
        "held": held,
        "lacks": [(as_read(demand(it.criterion, it.parameters)), number) for it, number in lacks],
        "drafts": queries.drafts_made(roll),
    }


IDLE = (State.ALREADY, State.LEFT_OUT)


def some(roll: Roll, states: Iterable[State], page: int, *, is_wanted: bool) -> list[RollRow]:
    """The first few rows in these states; where somebody asked for all, page by page."""
    return queries.rows(roll, states, page) if is_wanted else queries.rows(roll, states, 1, FEW)


class Reader:
    """Rows of one list, read once more for showing them."""

    def __init__(self, roll: Roll):
        self.roll = roll
        self.customs = customs_of(columns_of(roll), base_customs(roll), roll.day_order)
        self.labels = field_words()
        self.preview = Preview(roll)
        self.asks_order = roll.day_order is not None

    def line(self, row: RollRow) -> dict[str, Any]:
        facts = judge(words_in(self.roll, row), self.customs).facts
        return {
            "row": row,
            "name": name_in(self.roll, row),
            "facts": {name: as_words(value) for name, value in facts.items()},
            "woman": facts.get("sex") == "woman",
            "does": what_it_does(row.state),
        }

    def problem(self, row: RollRow) -> dict[str, Any]:
        said = words_in(self.roll, row)
        cells = [self.cell(it, said) for it in row.problems]
        return self.line(row) | {"cells": cells}

    def cell(self, problem: dict[str, Any], said: dict[str, str]) -> Cell:
        name = problem["field"]
        value = said.get(name, "")
        if problem["code"] == "ambiguous_day":
            self.asks_order = True
        return Cell(
            name,
            self.labels[name],
            value,
            problem_words(problem, value),
            expected_words(problem),
            choices_of(problem) or self.groups(problem["field"]),
        )

    def groups(self, name: str) -> list[tuple[str, str]]:
        kind = WHERE_ASKED.get(name)
        few = self.preview.asked.groups.get(GroupKind(kind), {}) if kind in set(GroupKind) else {}
        return [(it, it) for it in few]

    def doubts(self, rows: list[RollRow]) -> list[dict[str, Any]]:
        ids = [match["person"] for row in rows for match in row.matches]
        people = queries.people_of(ids)
        return [self.doubt(row, people) for row in rows]

    def doubt(self, row: RollRow, people: dict[int, Person]) -> dict[str, Any]:
        line = self.line(row)
        pairs = [
            {
                "person": people[match["person"]],
                "why": evidence_words(match),
                "rows": self.beside(line, people[match["person"]]),
            }
            for match in row.matches
            if match["person"] in people
        ]
        return line | {"pairs": pairs}

    def beside(self, line: dict[str, Any], person: Person) -> list[tuple[str, Any, Any]]:
        """Row of the file and record, field by field; what neither says is left out."""
        other: dict[str, Any] = {
            name: as_words(getattr(person, name)) for name in ("born_on", "service_number", "unit")
        }
        other["email"] = email_of(person)
        both: list[tuple[str, Any, Any]] = [
            (_("Name"), line["name"], " ".join(filter(None, (person.rank, person.name))))
        ]
        for name in ("born_on", "service_number", "unit", "email"):
            if line["facts"].get(name) or other[name]:
                both.append(
                    (self.labels[name], line["facts"].get(name) or None, other[name] or None)
                )
        return both

    def ready(self, rows: list[RollRow]) -> list[dict[str, Any]]:
        people = queries.people_of([row.person_id for row in rows if row.person_id])
        self.preview.know(people.values())
        return [self.ready_row(row, people.get(row.person_id or 0)) for row in rows]

    def ready_row(self, row: RollRow, person: Person | None) -> dict[str, Any]:
        facts = judge(words_in(self.roll, row), self.customs).facts
        line = self.line(row) | {"person": person, "differs": [], "why": ""}
        line["checks"] = self.preview.lacking(facts, person, corrects=row.overwrites)
        if person is None:
            return line
        other = differing({it: facts.get(it) for it in COMPARED}, record_of(person))
        if "name" in other and folded(person.name) == folded(facts.get("name") or ""):
            del other["name"]
        return line | {
            "why": evidence_words(row.matches[0]) if row.matches else "",
            "differs": [
                (self.labels[name], as_words(before), as_words(after))
                for name, (before, after) in other.items()
                if name not in ANSWERED or before not in NOTHING
            ]
            + list(self.preview.differing(facts, person)),
        }


def record_of(person: Person) -> dict[str, Any]:
    known = {name: getattr(person, name) for name in COMPARED if name != "nationality"}
    return known | {"nationality": person.nationality.code}


CLOSED: dict[str, Any] = {"sex": Sex, "service": Service, "rank_band": RankBand, "deploys": Answer}


def choices_of(problem: dict[str, Any]) -> list[tuple[str, str]]:
    """A short closed list is chosen from; everything else is typed."""
    few = CLOSED.get(problem["field"], ())
    return [(str(it), words(it)) for it in few]


def as_words(value: Any) -> str:
    if isinstance(value, date):
        return format_date(value, "d MMM y")
    if isinstance(value, Enum):
        return words(value.value)
    return str(value or "")
