"""Reading who is ready to travel. The scope narrows it; trainers see nothing of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, select

from tpp.accounts.models import Account, Office
from tpp.db import db
from tpp.enrolments.models import Enrolment, JoiningLetter, TravelMark, TravelPlan
from tpp.enrolments.rules import TO_TRAVEL, WRITTEN_TO
from tpp.enrolments.rules.travel import DEFAULT, State, Step, as_steps, missing
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import Page, page_of
from tpp.offerings.rules import LIVE
from tpp.parties.models import Party
from tpp.people.models import Person
from tpp.people.queries import named_like
from tpp.people.rules import Sex


def plan_of(run_id: int) -> TravelPlan | None:
    return db.session.scalar(select(TravelPlan).where(TravelPlan.offering_id == run_id))


def steps_of(run_id: int) -> list[Step]:
    """The steps of a run: its own, else the usual ones."""
    plan = plan_of(run_id)
    return as_steps(plan.steps) if plan else list(DEFAULT)


def keys_used(run_id: int) -> set[str]:
    """Keys of steps that somebody has ticked, whether or not the run still has them."""
    found = select(TravelMark.step).where(TravelMark.offering_id == run_id).distinct()
    return set(db.session.scalars(found))


def marks_of(place_ids: Iterable[int]) -> dict[int, dict[str, TravelMark]]:
    """What is ticked, by place and step."""
    found = db.session.scalars(
        select(TravelMark).where(TravelMark.enrolment_id.in_(list(place_ids)))
    )
    by_place: dict[int, dict[str, TravelMark]] = {}
    for mark in found:
        by_place.setdefault(mark.enrolment_id, {})[mark.step] = mark
    return by_place


def mark_of(place_id: int, step: str) -> TravelMark | None:
    return db.session.scalar(
        select(TravelMark).where(TravelMark.enrolment_id == place_id, TravelMark.step == step)
    )


def who_ticked(marks: Iterable[TravelMark]) -> dict[int, tuple[str, str]]:
    """Name and office of who wrote each mark, by the mark."""
    ids = [mark.id for mark in marks]
    found = (
        select(TravelMark.id, Account.name, Office.name)
        .outerjoin(Account, Account.id == TravelMark.account_id)
        .outerjoin(Office, Office.id == TravelMark.office_id)
        .where(TravelMark.id.in_(ids))
    )
    return {mark: (who or "", office or "") for mark, who, office in db.session.execute(found)}


@dataclass(frozen=True)
class Filter:
    """What the overview of a run is narrowed to, as it stands in the address."""

    lacks: str = ""
    """A step that is still open; ``any`` for any step."""
    party: str = ""
    text: str = ""

    def clauses(self, steps: Sequence[Step]) -> Iterable[ColumnElement[bool]]:
        if self.party:
            yield Party.code == self.party
        if self.lacks == ANY:
            yield settled([step.key for step in steps]) < len(steps)
        elif self.lacks:
            yield settled([self.lacks]) == 0


ANY = "any"


def settled(keys: Sequence[str]) -> ColumnElement[int]:
    """How many of these steps are done or not needed for the place of the line."""
    return (
        select(sa.func.count(TravelMark.id))
        .where(
            TravelMark.enrolment_id == Enrolment.id,
            TravelMark.step.in_(keys),
            TravelMark.state != State.OPEN,
        )
        .scalar_subquery()
    )


LISTED = (
    Enrolment.id,
    Enrolment.status,
    Enrolment.offering_id,
    Person.id.label("person_id"),
    Person.name,
    Person.rank,
    Person.sex,
    Party.name.label("party"),
    Party.code.label("party_code"),
)


def travellers(run: CourseOffering, narrowed: Filter, steps: Sequence[Step]) -> Select[Any]:
    """Those who are to come to a run, by country and name."""
    lines = (
        select(*LISTED)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Party, Party.id == Enrolment.party_id)
        .where(Enrolment.offering_id == run.id, Enrolment.status.in_(WRITTEN_TO))
        .where(*narrowed.clauses(steps))
        .order_by(Party.name, Person.name, Enrolment.id)
    )
    return named_like(lines, narrowed.text)


@dataclass(frozen=True)
class Ready:
    """How many of those who are to come are ready, and how many lack each step."""

    people: int
    women: int
    ready: int
    lack: dict[str, int]


def readiness(run: CourseOffering, steps: Sequence[Step]) -> Ready:
    lines = db.session.execute(travellers(run, Filter(), steps)).all()
    marks = marks_of(line.id for line in lines)
    lack = {step.key: 0 for step in steps}
    ready = 0
    for line in lines:
        left = missing(steps, states(marks.get(line.id, {})))
        ready += not left
        for step in left:
            lack[step.key] += 1
    women = sum(line.sex is Sex.WOMAN for line in lines)
    return Ready(len(lines), women, ready, lack)


def states(marks: dict[str, TravelMark]) -> dict[str, State]:
    return {key: mark.state for key, mark in marks.items()}


@dataclass(frozen=True)
class Coming:
    """One person of an office who is to come to a run, with what is missing."""

    line: Any
    missing: list[Step]


def coming(number: int) -> Page:
    """Everybody whom this office may see who still has to travel to a run, by run and name."""
    found = (
        select(
            *LISTED,
            CourseOffering.code,
            CourseOffering.starts_on,
            CourseOffering.ends_on,
            CourseOffering.place,
            letter_exists().label("has_letter"),
        )
        .join(Person, Person.id == Enrolment.person_id)
        .join(Party, Party.id == Enrolment.party_id)
        .join(CourseOffering, CourseOffering.id == Enrolment.offering_id)
        .where(Enrolment.status.in_(TO_TRAVEL), CourseOffering.status.in_(LIVE))
        .order_by(CourseOffering.starts_on, CourseOffering.id, Person.name, Enrolment.id)
    )
    page = page_of(found, number)
    marks = marks_of(line.id for line in page.items)
    steps = {run_id: steps_of(run_id) for run_id in {line.offering_id for line in page.items}}
    lines = [
        Coming(line, missing(steps[line.offering_id], states(marks.get(line.id, {}))))
        for line in page.items
    ]
    return replace(page, items=lines)


def letter_exists() -> ColumnElement[bool]:
    return select(JoiningLetter.id).where(JoiningLetter.enrolment_id == Enrolment.id).exists()


def arrivals_known(place_ids: Iterable[int]) -> dict[int, tuple[datetime, str]]:
    """When and on which flight people come, where it was written down."""
    found = select(TravelMark.enrolment_id, TravelMark.arrives_at, TravelMark.flight).where(
        TravelMark.enrolment_id.in_(list(place_ids)),
        TravelMark.arrives_at.is_not(None),
        TravelMark.state == State.DONE,
    )
    rows = db.session.execute(found)
    return {place: (at, flight) for place, at, flight in rows if at is not None}
