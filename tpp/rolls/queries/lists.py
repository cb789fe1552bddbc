"""Rolls and their rows, for the pages that show them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from tpp.acting import Acting
from tpp.catalogue.models import CourseVersion
from tpp.db import db
from tpp.jobs.models import Job
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Share
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import within_sight
from tpp.people.models import Person
from tpp.people.rules import Sex
from tpp.rolls.models import Roll, RollRow
from tpp.rolls.rules import State

PER_PAGE = 50
"""Rows of one kind on a page: more would be too much to look through, and too heavy to send."""


def visible_to(acting: Acting) -> Select[Roll]:
    """Rolls for the runs that this office may know of; the scope narrows them to its own."""
    run = joinedload(Roll.offering).joinedload(CourseOffering.course_version)
    return (
        select(Roll)
        .join(CourseOffering, CourseOffering.id == Roll.offering_id)
        .options(run.joinedload(CourseVersion.course))
        .options(joinedload(Roll.party), joinedload(Roll.account))
        .where(*within_sight(acting))
    )


def one_roll(acting: Acting, roll_id: int) -> Roll | None:
    return db.session.scalar(visible_to(acting).where(Roll.id == roll_id))


def rolls_of_run(acting: Acting, run: CourseOffering) -> list[Roll]:
    """What was uploaded for a run, the newest first."""
    found = visible_to(acting).where(Roll.offering_id == run.id).order_by(Roll.id.desc())
    return list(db.session.scalars(found.limit(PER_PAGE)))


def is_known_file(run: CourseOffering, party_id: int, sha256: str) -> Roll | None:
    """The list of the same bytes that this Party uploaded for this run before."""
    found = select(Roll).where(
        Roll.offering_id == run.id, Roll.party_id == party_id, Roll.sha256 == sha256
    )
    return db.session.scalar(found.order_by(Roll.id.desc()).limit(1))


def counts(roll: Roll) -> dict[State, int]:
    """How many rows stand in each state."""
    found = select(RollRow.state, func.count()).where(RollRow.roll_id == roll.id)
    return dict(db.session.execute(found.group_by(RollRow.state)).all())


def rows(
    roll: Roll, states: Iterable[State], page: int = 1, per_page: int = PER_PAGE
) -> list[RollRow]:
    """Some rows in these states, in the order of the file."""
    found = (
        select(RollRow)
        .where(RollRow.roll_id == roll.id, RollRow.state.in_(tuple(states)))
        .order_by(RollRow.number)
        .limit(per_page)
        .offset((max(page, 1) - 1) * per_page)
    )
    return list(db.session.scalars(found))


def people_of(ids: Sequence[int]) -> dict[int, Person]:
    """These people by number, as far as the office may see them."""
    if not ids:
        return {}
    found = select(Person).options(joinedload(Person.nationality)).where(Person.id.in_(ids))
    return {person.id: person for person in db.session.scalars(found)}


def made(roll: Roll, page: int = 1) -> list[Any]:
    """What a roll made: row, person and nomination, in the order of the file."""
    found = (
        select(RollRow, Person, Nomination)
        .join(Person, Person.id == RollRow.person_id)
        .join(Nomination, Nomination.id == RollRow.nomination_id)
        .where(RollRow.roll_id == roll.id, RollRow.state == State.DONE)
        .order_by(RollRow.number)
    )
    return list(db.session.execute(found.limit(PER_PAGE).offset((max(page, 1) - 1) * PER_PAGE)))


def share(roll: Roll) -> Share:
    """Women, men and people whose sex is not known among the rows that are not left out."""
    shown = (State.NEW, State.KNOWN, State.DOUBTFUL, State.PROBLEM, State.DONE)
    found = select(RollRow.sex, func.count()).where(
        RollRow.roll_id == roll.id, RollRow.state.in_(shown)
    )
    by_sex = dict(db.session.execute(found.group_by(RollRow.sex)).all())
    return Share(by_sex.get(Sex.WOMAN, 0), by_sex.get(Sex.MAN, 0), by_sex.get(Sex.UNKNOWN, 0))


def job_of(roll: Roll) -> Job | None:
    """The newest long work on a roll."""
    keys = Job.key.startswith(f"roll-{roll.id}-", autoescape=True)
    return db.session.scalar(select(Job).where(keys).order_by(Job.id.desc()).limit(1))


def to_forget(before: datetime) -> list[int]:
    """Numbers of the rolls whose rows are to be erased: nobody touched them since then."""
    since = func.coalesce(Roll.ended_at, Roll.applied_at, Roll.read_at)
    found = select(Roll.id).where(Roll.erased_at.is_(None), since < before)
    return list(db.session.scalars(found.order_by(Roll.id).limit(20)))
