"""Women, men and unknown from nomination to arrival: of a run or of all runs of a call, office by office.

Counted from the records at the moment of asking; what an office may not see is not counted for it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import select

from tpp.accounts.queries import Line
from tpp.accounts.queries.logbook import named
from tpp.acting import Acting, Role
from tpp.calls.models import CalledRun
from tpp.db import db
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import CAME
from tpp.history.models import Entry
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Share
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import within_sight
from tpp.parties.models import Party
from tpp.people.models import Person
from tpp.reports.rules import CHOSEN, SEXES
from tpp.seats.models import SeatAllocation
from tpp.selection.queries import BELOW_FLOOR

FUNNEL = ("nominated", "selected", "accepted", "arrived")
"""Sent in by an office, whatever became of it; chosen for a seat; took the place; came to the run."""

REACHED: dict[str, sa.ColumnElement[bool]] = {
    "nominated": Nomination.submitted_at.is_not(None),
    "selected": sa.or_(
        Nomination.status.in_(CHOSEN),
        Nomination.offer_until.is_not(None),
        Enrolment.id.is_not(None),
    ),
    "accepted": Enrolment.id.is_not(None),
    "arrived": Enrolment.status.in_(tuple(CAME)),
}

Steps = dict[str, Share]
"""People at each step of the funnel."""


@dataclass(frozen=True)
class Office:
    """The funnel of one sending Party."""

    code: str
    name: str
    steps: Steps


def runs_of_call(acting: Acting, run: CourseOffering) -> list[CourseOffering]:
    """The runs of the same call, this one among them, as far as this office knows of them."""
    own = select(CalledRun.call_id).where(CalledRun.offering_id == run.id)
    found = (
        select(CourseOffering)
        .join(CalledRun, CalledRun.offering_id == CourseOffering.id)
        .where(CalledRun.call_id.in_(own), *within_sight(acting))
        .order_by(CourseOffering.starts_on, CourseOffering.id)
    )
    return list(db.session.scalars(found)) or [run]


def funnel(run_ids: Sequence[int], language: str) -> list[Office]:
    """One line a sending Party, in the order of their names."""
    numbers = (sa.func.sum(sa.case((REACHED[step], 1), else_=0)) for step in FUNNEL)
    found = (
        select(Party, Person.sex, *numbers)
        .select_from(Nomination)
        .join(Person, Person.id == Nomination.person_id)
        .join(Party, Party.id == Nomination.party_id)
        .outerjoin(Enrolment, Enrolment.nomination_id == Nomination.id)
        .where(Nomination.offering_id.in_(run_ids))
        .group_by(Party.id, Person.sex)
        .order_by(Party.name)
    )
    by_party: dict[Party, Steps] = {}
    for party, sex, *reached in db.session.execute(found):
        steps = by_party.setdefault(party, dict.fromkeys(FUNNEL, Share()))
        for step, number in zip(FUNNEL, reached, strict=True):
            steps[step] = steps[step] + of_sex(sex, int(number or 0))
    return [Office(it.code, it.name_in(language), steps) for it, steps in by_party.items()]


def of_sex(sex: str, number: int) -> Share:
    numbers = [0, 0, 0]
    numbers[SEXES[sex]] = number
    return Share(*numbers)


def together(offices: Sequence[Office]) -> Steps:
    """The total is the sum of its rows."""
    totals: Steps = dict.fromkeys(FUNNEL, Share())
    for office in offices:
        totals = {step: totals[step] + office.steps[step] for step in FUNNEL}
    return totals


@dataclass(frozen=True)
class BelowFloor:
    """One decision that went below the floor, and why."""

    line: Line
    women: int
    known: int
    floor_percent: int


def below_floor(acting: Acting, run_ids: Sequence[int]) -> list[BelowFloor]:
    """The reasons that were recorded, newest first; an office reads those about its own seats."""
    found = (
        select(Entry)
        .where(
            Entry.thing == SeatAllocation.__tablename__,
            Entry.deed == BELOW_FLOOR,
            Entry.offering_id.in_(run_ids),
        )
        .order_by(Entry.id.desc())
    )
    if acting.role is Role.FOCAL_POINT:
        found = found.where(Entry.party_id == acting.party_id)
    decisions: dict[Any, Entry] = {}
    for entry in db.session.scalars(found):
        decisions.setdefault(decision_of(entry), entry)
    lines = named(list(decisions.values()))
    return [BelowFloor(line, **counts_in(line.entry)) for line in lines]


def decision_of(entry: Entry) -> tuple[Any, ...]:
    """A decision about several offices stands once for each of them."""
    at: datetime = entry.at.replace(microsecond=0)
    return (entry.offering_id, entry.account_id, at, entry.reason)


def counts_in(entry: Entry) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int, entry.after)
    return {name: counts[name] for name in ("women", "known", "floor_percent")}
