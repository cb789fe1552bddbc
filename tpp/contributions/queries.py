"""What is given to runs, beside what the records of the runs say."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from tpp.accounts.queries.logbook import Line, named
from tpp.acting import Acting, Role
from tpp.contributions.models import Contribution
from tpp.contributions.rules import COUNTED, Kind, Status
from tpp.db import db
from tpp.history.models import Entry
from tpp.offerings.models import CourseOffering, Participation, Staffing
from tpp.offerings.queries import PARTS, within_sight
from tpp.offerings.rules import PartyRole, StaffRole
from tpp.parties.models import Party
from tpp.people.models import Person
from tpp.people.rules import Sex
from tpp.scope import EVERYTHING, seeing

READERS = frozenset({Role.COORDINATOR, Role.AUDITOR, Role.FOCAL_POINT, Role.SUPPORTER})
SUPPORTING = (PartyRole.HOST, PartyRole.SUPPORTER)


@dataclass(frozen=True)
class Counted:
    """People of a team whom one Party sent. Of some it is not known whether they are women."""

    people: int = 0
    women: int = 0
    unknown: int = 0


Team = dict[tuple[int, int | None, Kind], Counted]
"""By run, by the State that sent them, and by what they do."""


def contributions(run: CourseOffering) -> dict[int, list[Contribution]]:
    """What is given to a run, by the participation that gives it."""
    found = select(Contribution).join(Contribution.participation)
    return by_participation(found.where(Participation.offering_id == run.id))


def contributions_to(participation_ids: Collection[int]) -> dict[int, list[Contribution]]:
    """What was planned and given, by participation."""
    found = select(Contribution).where(Contribution.participation_id.in_(participation_ids))
    return by_participation(found)


def by_participation(found: Any) -> dict[int, list[Contribution]]:
    given: dict[int, list[Contribution]] = {}
    for line in db.session.scalars(found.order_by(Contribution.id)):
        given.setdefault(line.participation_id, []).append(line)
    return given


def contributions_of(taking_part: Participation) -> list[Contribution]:
    lines = select(Contribution).where(Contribution.participation_id == taking_part.id)
    return list(db.session.scalars(lines))


def one_contribution(acting: Acting, contribution_id: int) -> Contribution | None:
    found = select(Contribution).join(Contribution.participation)
    found = found.options(contains_eager(Contribution.participation))
    found = found.join(CourseOffering, CourseOffering.id == Participation.offering_id)
    return db.session.scalar(found.where(Contribution.id == contribution_id, *within_sight(acting)))


def last_deeds(gifts: Collection[Contribution]) -> dict[int, Line]:
    """What was done last to each contribution, by whom and when."""
    ids = [it.id for it in gifts]
    newest = (
        select(func.max(Entry.id))
        .where(Entry.thing == Contribution.__tablename__, Entry.thing_id.in_(ids))
        .group_by(Entry.thing_id)
    )
    entries = db.session.scalars(select(Entry).where(Entry.id.in_(newest))).all() if ids else []
    return {line.entry.thing_id: line for line in named(entries)}


INTERPRETS = sa.case((Staffing.role == StaffRole.INTERPRETER, 1), else_=0)
IS_WOMAN = sa.case((Person.sex == Sex.WOMAN, 1), else_=0)
IS_MAN = sa.case((Person.sex == Sex.MAN, 1), else_=0)


def team_of(run_ids: Sequence[int]) -> Team:
    """Trainers and interpreters of each run, by the State that sent them. Observers give nothing."""
    found = (
        select(
            Staffing.offering_id,
            Staffing.party_id,
            INTERPRETS,
            func.count(Staffing.id),
            func.sum(IS_WOMAN),
            func.sum(IS_MAN),
        )
        .outerjoin(Person, Person.account_id == Staffing.account_id)
        .where(Staffing.offering_id.in_(run_ids), Staffing.role != StaffRole.OBSERVER)
        .group_by(Staffing.offering_id, Staffing.party_id, INTERPRETS)
    )
    with seeing(EVERYTHING):  # counts of a team, no person leaves this function
        rows = db.session.execute(found).all() if run_ids else []
    return {
        (run, party, Kind.INTERPRETERS if interprets else Kind.TRAINERS): Counted(
            people, women, people - women - men
        )
        for run, party, interprets, people, women, men in rows
    }


def runs_of(acting: Acting) -> Any:
    """The runs that a State hosts or supports, the latest first, each once."""
    own = select(Participation.offering_id).where(
        Participation.party_id == acting.party_id, Participation.role.in_(SUPPORTING)
    )
    return (
        select(CourseOffering)
        .options(joinedload(CourseOffering.course_version))
        .where(CourseOffering.id.in_(own), *within_sight(acting))
        .order_by(CourseOffering.starts_on.desc(), CourseOffering.id.desc())
    )


def roles_in(acting: Acting, run_ids: Collection[int]) -> dict[int, list[Participation]]:
    """What this State does in each of the runs."""
    found = select(Participation).options(joinedload(Participation.party))
    found = found.where(
        Participation.party_id == acting.party_id,
        Participation.offering_id.in_(run_ids),
        Participation.role.in_(SUPPORTING),
    )
    every = defaultdict(list)
    for it in db.session.scalars(found.order_by(Participation.id)):
        every[it.offering_id].append(it)
    return every


def sums_of(acting: Acting) -> list[Any]:
    """Money of this State in all its runs: planned and given, in each currency apart."""
    runs = runs_of(acting).with_only_columns(CourseOffering.id).order_by(None)
    found = (
        select(
            Contribution.currency,
            func.sum(Contribution.planned).label("planned"),
            func.sum(Contribution.actual).label("actual"),
            (func.count() - func.count(Contribution.actual)).label("not_reported"),
        )
        .join(Contribution.participation)
        .where(Participation.party_id == acting.party_id, Participation.offering_id.in_(runs))
        .where(Contribution.kind == Kind.MONEY, Contribution.status != Status.WITHDRAWN)
        .group_by(Contribution.currency)
        .order_by(Contribution.currency)
    )
    return list(db.session.execute(found))


def party(number: int) -> Party:
    return db.session.get_one(Party, number)


def given(gift: Contribution, team: Team) -> Any:
    """What was given: counted from the team, or as it was reported; None where it was not."""
    if gift.kind not in COUNTED:
        return gift.actual
    giver = gift.participation
    return team.get((giver.offering_id, giver.party_id, gift.kind), Counted()).people


def part_of_run(acting: Acting, run: CourseOffering) -> dict[str, Any]:
    """What the page of a run shows of contributions: lines by participation."""
    if acting.role not in READERS:
        return {}
    team, every = team_of([run.id]), contributions(run)
    return {"gifts": {giver: [shown(it, team) for it in lines] for giver, lines in every.items()}}


def shown(gift: Contribution, team: Team) -> dict[str, Any]:
    what = {"kind": gift.kind, "what": gift.what, "unit": gift.currency or gift.unit}
    return what | {"planned": gift.planned, "actual": given(gift, team)}


PARTS.append(part_of_run)
