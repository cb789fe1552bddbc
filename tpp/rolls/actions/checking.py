"""Every row judged and matched with the people whom the office knows; nothing is made of it yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from tpp import clock
from tpp.acting import Acting
from tpp.catalogue.queries import courses
from tpp.db import db, lock, transaction
from tpp.jobs.actions import ask
from tpp.jobs.models import Job
from tpp.offerings.models import CourseOffering
from tpp.parties.models import Party
from tpp.parties.queries import all_names, parties
from tpp.parties.rules import PartyKind
from tpp.people.rules import Sex
from tpp.rolls.models import Roll, RollRow
from tpp.rolls.queries import (
    Judging,
    Questions,
    asked_of,
    candidates,
    nominated,
    people_of,
    picture,
)
from tpp.rolls.rules import OUT, READY, State, Status, check_open, state_of
from tpp.rolls.rules.checking import Judged, Seen, customs_of, judge, words_of
from tpp.rolls.rules.customs import Customs, Problem
from tpp.rolls.rules.headings import folded
from tpp.rolls.rules.matching import Candidate, facts_of
from tpp.seats.rules import GroupKind

AT_ONCE = 500
HABITS: tuple[str, ...] = ("born_on", "sex")
"""Columns that are written in two ways, and one way throughout a list."""


@dataclass
class Checker:
    """What judging the rows of one roll needs, gathered once."""

    roll: Roll
    customs: Customs
    nominated: set[int]
    judging: Judging
    seen: Seen = field(default_factory=Seen)
    chosen: dict[int, int] = field(default_factory=dict)
    """Known people whom earlier rows are about, and the number of the row."""

    def judged(self, row: RollRow) -> Judged:
        words = words_of(row.cells, self.roll.mapping, row.corrected)
        return judge(words, self.customs)

    def settle_all(self, rows: Sequence[RollRow]) -> list[tuple[RollRow, Judged]]:
        both = [(row, self.judged(row)) for row in rows]
        found = candidates(self.roll.party_id, [facts_of(judged.facts) for _, judged in both])
        for (row, judged), few in zip(both, found, strict=True):
            self.settle(row, judged, few)
        self.note_lacks(both)
        return both

    def note_lacks(self, both: Sequence[tuple[RollRow, Judged]]) -> None:
        """Write down what keeps each row a draft, by the rules of the course."""
        known = people_of([row.person_id for row, _ in both if row.person_id is not None])
        self.judging.know(known.values())
        for row, judged in both:
            person = known.get(row.person_id or 0)
            row.lacks = (
                self.judging.holding_back(judged.facts, person, corrects=row.overwrites)
                if is_ready(row)
                else []
            )

    def settle(self, row: RollRow, judged: Judged, found: Sequence[Candidate]) -> None:
        """Write down what the row says, is wrong about, and will do."""
        twin = None if row.decision == OUT else self.seen.twin_of(judged, row.number)
        if twin:
            judged.problems.append(twin)
        state, person = state_of(judged, found, row.decision, self.nominated)
        if person is not None and self.chosen.setdefault(person, row.number) != row.number:
            judged.problems.append(Problem("name", "twice", {"row": self.chosen[person]}))
            state, person = State.PROBLEM, None
        row.state, row.person_id = state, person
        row.sex = judged.facts.get("sex") or Sex.UNKNOWN
        row.problems = [it.as_json() for it in judged.problems]
        row.matches = [it.as_json() for it in found]


def check_or_ask(roll: Roll, *, by: Acting) -> Job | None:
    """Check a short list now; have a worker check a long one, and say which job it is."""
    if roll.row_count <= current_app.config["ROLL_DIRECT"]:
        check(roll, by=by)
        return None
    return ask(
        "rolls.check",
        key=f"roll-{roll.id}-check-{roll.version}",
        arguments={"roll": roll.id, "party": roll.party_id},
        by=by,
        total=roll.row_count,
    )


@transaction()
def check(roll: Roll, *, by: Acting) -> None:
    """Judge every row that is not written yet, all problems at once."""
    lock(roll)
    check_open(roll.status)
    checker = checker_of(roll)
    for some in open_rows(roll):
        checker.settle_all(some)
        db.session.flush()
    roll.picture = picture(roll.offering_id, roll.party_id)
    if roll.status is Status.READ:
        roll.move("checked", by=by)
    else:
        roll.version += 1


def checker_of(roll: Roll) -> Checker:
    customs = customs_of(columns_of(roll), base_customs(roll), roll.day_order)
    run = db.session.get_one(CourseOffering, roll.offering_id)
    return Checker(roll, customs, nominated(roll.offering_id, roll.party_id), Judging(run))


def open_rows(roll: Roll) -> Iterator[Sequence[RollRow]]:
    """Rows that are not written yet, in batches; those that are stay as they are.

    The session holds no row that nobody else does, so a list of any length takes the room of a batch.
    """
    last = 0
    while True:
        found = (
            select(RollRow)
            .where(RollRow.roll_id == roll.id, RollRow.number > last)
            .where(RollRow.state != State.DONE)
            .order_by(RollRow.number)
            .limit(AT_ONCE)
        )
        some = db.session.scalars(found).all()
        if not some:
            return
        last = some[-1].number
        yield some


def columns_of(roll: Roll) -> dict[str, Iterator[str]]:
    """The words of the columns that tell how the whole list writes days and sexes, one by one."""
    return {it: column_of(roll, it, roll.mapping[it]) for it in HABITS if it in roll.mapping}


def column_of(roll: Roll, name: str, place: int) -> Iterator[str]:
    words = (RollRow.corrected[name].as_string(), RollRow.cells[place].as_string(), "")
    found = select(func.coalesce(*words)).where(RollRow.roll_id == roll.id)
    yield from db.session.scalars(found.execution_options(yield_per=AT_ONCE))


def base_customs(roll: Roll) -> Customs:
    own = db.session.get_one(Party, roll.party_id)
    return Customs(
        today=clock.now().date(),
        countries=names_of(PartyKind.COUNTRY),
        missions=names_of(PartyKind.MISSION),
        own_country=own.code if own.kind is PartyKind.COUNTRY else "",
        since_1904=roll.since_1904,
        **answers_for(db.session.get_one(CourseOffering, roll.offering_id)),
    )


def answers_for(run: CourseOffering) -> dict[str, Any]:
    """What the questions of this run can be answered with."""
    asked = asked_of(run)
    return {
        "courses": {
            folded(word): it.code
            for it in db.session.scalars(courses())
            for word in (it.title, it.code)
        },
        "courses_asked": asked.courses,
        "licences_asked": asked.licences,
        "stations": groups_by_name(asked, GroupKind.STATION),
        "language_groups": groups_by_name(asked, GroupKind.LANGUAGE),
    }


def groups_by_name(asked: Questions, kind: GroupKind) -> dict[str, int]:
    return {folded(name): number for name, number in asked.groups.get(kind, {}).items()}


def names_of(kind: PartyKind) -> dict[str, str]:
    """Every name of the Parties that new records may choose, folded, and their codes."""
    found = {}
    for party in db.session.scalars(parties(kind)):
        for name in (*all_names(party), party.code):
            if name:
                found[folded(name)] = party.code
    return found


def is_ready(row: RollRow) -> bool:
    return row.state in READY
