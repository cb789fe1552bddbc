"""Lists of nominations: of all runs, of one run, and what its page shows of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from tpp.acting import Acting, Role
from tpp.calls.queries import call_of
from tpp.catalogue.models import Course, CourseVersion
from tpp.db import db
from tpp.nominations.models import Nomination
from tpp.nominations.queries.rows import sent_to
from tpp.nominations.rules import HAS_SEAT, TO_DECIDE, Status
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import COUNTS, PARTS, within_sight
from tpp.parties.models import Party
from tpp.people.models import Person
from tpp.people.queries import named_like
from tpp.people.rules import Sex
from tpp.seats.models import SeatAllocation
from tpp.seats.queries import allocation_of
from tpp.seats.rules import Status as SeatStatus


@dataclass(frozen=True)
class Filter:
    """What a list of nominations is narrowed to, as it stands in the address."""

    show: str = ""
    text: str = ""
    run: str = ""
    party: str = ""
    sex: Sex | None = None

    def clauses(self) -> Iterable[ColumnElement[bool]]:
        if statuses := SHOWN.get(self.show):
            yield Nomination.status.in_(statuses)
        if self.run:
            yield CourseOffering.code == self.run
        if self.party:
            yield Party.code == self.party
        if self.sex:
            yield Person.sex == self.sex


SHOWN: dict[str, tuple[Status, ...]] = {
    "to_decide": TO_DECIDE,
    "selected": HAS_SEAT,
    "reserve": (Status.RESERVE,),
    "returned": (Status.RETURNED,),
    "draft": (Status.DRAFT,),
    "not_selected": (Status.NOT_SELECTED, Status.INELIGIBLE),
    "ended": (Status.DECLINED, Status.LAPSED, Status.WITHDRAWN, Status.SUBSTITUTED),
}
"""The lists of nominations, by the name that stands in the address."""

LISTED = (
    Nomination.id,
    Nomination.status,
    Nomination.reserve_rank,
    Nomination.submitted_at,
    Nomination.offer_until,
    Nomination.reason,
    Person.name,
    Person.rank,
    Person.unit,
    Person.sex,
    Party.code.label("party_code"),
    Party.name.label("party"),
    CourseOffering.code,
    CourseOffering.place,
    CourseOffering.starts_on,
    Course.title,
)

TO_DECIDE_FIRST = sa.case((Nomination.status.in_(TO_DECIDE), 0), else_=1)


def nominations(acting: Acting, narrowed: Filter) -> Select[*tuple[Any, ...]]:
    """The lines of the list of nominations, those that wait for a decision first."""
    lines = (
        select(*LISTED)
        .join(Person, Person.id == Nomination.person_id)
        .join(Party, Party.id == Nomination.party_id)
        .join(CourseOffering, CourseOffering.id == Nomination.offering_id)
        .join(CourseVersion, CourseVersion.id == CourseOffering.course_version_id)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(*within_sight(acting), *sent_to(acting), *narrowed.clauses())
        .order_by(TO_DECIDE_FIRST, Nomination.submitted_at.desc(), Nomination.id.desc())
    )
    return named_like(lines, narrowed.text)


def count_by_list(acting: Acting, run: CourseOffering | None = None) -> dict[str, int]:
    """How many nominations stand in each list."""
    counted = select(Nomination.status, func.count()).where(*sent_to(acting))
    counted = counted.group_by(Nomination.status)
    if run is not None:
        counted = counted.where(Nomination.offering_id == run.id)
    by_status = dict(db.session.execute(counted).all())
    totals = {name: sum(by_status.get(it, 0) for it in few) for name, few in SHOWN.items()}
    return totals | {"all": sum(by_status.values())}


def of_run(acting: Acting, run: CourseOffering, narrowed: Filter) -> list[Nomination]:
    """Nominees of a run by country, in the order in which their offices sent them."""
    found = (
        select(Nomination)
        .join(Person, Person.id == Nomination.person_id)
        .join(Party, Party.id == Nomination.party_id)
        .options(
            joinedload(Nomination.mission),
            contains_eager(Nomination.party),
            contains_eager(Nomination.person),
        )
        .where(Nomination.offering_id == run.id, *sent_to(acting), *narrowed.clauses())
        .order_by(Party.name, Nomination.reserve_rank, Nomination.submitted_at, Nomination.id)
    )
    return list(db.session.scalars(named_like(found, narrowed.text)))


def earlier(run: CourseOffering, people: Sequence[int]) -> dict[int, list[Any]]:
    """Other runs in which these people had a place, newest first, by person."""
    asked = aliased(Person)
    person_id = asked.id.label("person_id")
    found = (
        select(person_id, CourseOffering.code, Course.title, CourseOffering.starts_on)
        .select_from(asked)
        .join(Nomination, Nomination.human_id == asked.human_id)
        .join(CourseOffering, CourseOffering.id == Nomination.offering_id)
        .join(CourseVersion, CourseVersion.id == CourseOffering.course_version_id)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(
            asked.id.in_(people),
            Nomination.status == Status.ACCEPTED,
            Nomination.offering_id != run.id,
        )
        .order_by(CourseOffering.starts_on.desc())
    )
    lines: dict[int, list[Any]] = {}
    for line in db.session.execute(found):
        lines.setdefault(line.person_id, []).append(line)
    return lines


def nominating_parties() -> list[Party]:
    """Parties with seats in some run, as far as they are seen, by name."""
    with_seats = select(SeatAllocation.party_id).distinct()
    return list(
        db.session.scalars(select(Party).where(Party.id.in_(with_seats)).order_by(Party.name))
    )


def part_of_run(acting: Acting, run: CourseOffering) -> dict[str, Any]:
    """What the page of a run shows of its call and its nominations."""
    if acting.role not in (Role.COORDINATOR, Role.AUDITOR, Role.FOCAL_POINT):
        return {}
    call, by_list = call_of(run), count_by_list(acting, run)
    own = allocation_of(run, acting.party_id) if acting.role is Role.FOCAL_POINT else None
    return {
        "call": call,
        "received": by_list["all"] - by_list["draft"],
        "to_decide": by_list["to_decide"],
        "may_nominate": bool(own and own.offered and own.status is not SeatStatus.DECLINED),
    }


COUNTS["nominations"] = lambda run_id: (
    select(func.count(Nomination.id))
    .where(Nomination.offering_id == run_id, Nomination.status != Status.DRAFT)
    .scalar_subquery()
)


PARTS.append(part_of_run)
