"""Reading calls and nominations. The scope of the request narrows them to one's own country."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from tpp.acting import Acting, Role
from tpp.catalogue.models import Course, CourseVersion
from tpp.db import db
from tpp.nominations.models import Nomination, NominationCall
from tpp.nominations.rules import ENDED, HAS_SEAT, TO_DECIDE, Share, Status
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import COUNTS, within_sight
from tpp.parties.models import Party
from tpp.people.models import Person
from tpp.people.queries import named_like
from tpp.people.rules import Sex


def call_of(run: CourseOffering) -> NominationCall | None:
    return db.session.scalar(select(NominationCall).where(NominationCall.offering_id == run.id))


def one_nomination(acting: Acting, nomination_id: int) -> Nomination | None:
    """The nomination with this number, with what its page shows."""
    found = (
        select(Nomination)
        .options(
            joinedload(Nomination.person),
            joinedload(Nomination.party),
            joinedload(Nomination.mission),
            joinedload(Nomination.offering)
            .joinedload(CourseOffering.course_version)
            .joinedload(CourseVersion.course),
        )
        .where(Nomination.id == nomination_id)
    )
    return db.session.scalar(found)


def locked(nominations: Sequence[Nomination]) -> list[Nomination]:
    """The same nominations as they stand now, nobody else's until the transaction ends."""
    ids = [nomination.id for nomination in nominations]
    found = select(Nomination).where(Nomination.id.in_(ids)).order_by(Nomination.id)
    now = found.with_for_update().execution_options(populate_existing=True)
    return list(db.session.scalars(now))


def same_or_live(run: CourseOffering, person: Person, once: str | None) -> Nomination | None:
    """The nomination that this press of the button made already, or the live one of this person."""
    live = (Nomination.offering_id == run.id) & (Nomination.person_id == person.id) & is_live()
    either = live if once is None else live | (Nomination.once == once)
    return db.session.scalar(select(Nomination).where(either))


def by_once(once: str | None) -> Nomination | None:
    return once and db.session.scalar(select(Nomination).where(Nomination.once == once))


def sent_to(acting: Acting) -> list[ColumnElement[bool]]:
    """A draft is the office's own affair until it is sent."""
    return [Nomination.status != Status.DRAFT] if acting.role is Role.COORDINATOR else []


def is_live() -> ColumnElement[bool]:
    return Nomination.status.not_in(ENDED)


def with_seats(run: CourseOffering) -> Share:
    """Women, men and unknown among those who hold or fill a seat of the run."""
    found = (
        select(Person.sex, func.count())
        .join(Nomination, Nomination.person_id == Person.id)
        .where(Nomination.offering_id == run.id, Nomination.status.in_(HAS_SEAT))
        .group_by(Person.sex)
    )
    return share_of(dict(db.session.execute(found).all()))


def share_of(counted: dict[Sex, int]) -> Share:
    names = (Sex.WOMAN, Sex.MAN, Sex.UNKNOWN)
    return Share(*(counted.get(sex, 0) for sex in names))


def sexes(nominations: Sequence[Nomination]) -> Share:
    """How many women, men and unknown are among these nominees."""
    ids = [nomination.person_id for nomination in nominations]
    found = select(Person.sex, func.count()).where(Person.id.in_(ids)).group_by(Person.sex)
    return share_of(dict(db.session.execute(found).all()))


def last_rank(allocation_id: int) -> int:
    """The last place on the reserve of a country in a run."""
    ranks = select(func.max(Nomination.reserve_rank)).where(
        Nomination.allocation_id == allocation_id, Nomination.status == Status.RESERVE
    )
    return db.session.scalar(ranks) or 0


def reserve_of(allocation_id: int) -> list[Nomination]:
    """The reserve of a country in a run, in its order."""
    found = select(Nomination).where(
        Nomination.allocation_id == allocation_id, Nomination.status == Status.RESERVE
    )
    return list(db.session.scalars(found.order_by(Nomination.reserve_rank, Nomination.id)))


def expired(now: datetime) -> list[Nomination]:
    """Offers that nobody answered in time."""
    found = select(Nomination).where(
        Nomination.status == Status.SELECTED, Nomination.offer_until <= now
    )
    return list(db.session.scalars(found.order_by(Nomination.id)))


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


def nominations(acting: Acting, narrowed: Filter) -> Select[Any]:
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
    found = (
        select(Nomination.person_id, CourseOffering.code, Course.title, CourseOffering.starts_on)
        .join(CourseOffering, CourseOffering.id == Nomination.offering_id)
        .join(CourseVersion, CourseVersion.id == CourseOffering.course_version_id)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(
            Nomination.person_id.in_(people),
            Nomination.status == Status.ACCEPTED,
            Nomination.offering_id != run.id,
        )
        .order_by(CourseOffering.starts_on.desc())
    )
    lines: dict[int, list[Any]] = {}
    for line in db.session.execute(found):
        lines.setdefault(line.person_id, []).append(line)
    return lines


def known_people(words: str, limit: int = 20) -> list[Person]:
    """People of one's own country whose name holds these words, to nominate one of them."""
    found = named_like(select(Person).order_by(Person.name, Person.id), words)
    return list(db.session.scalars(found.limit(limit)))


COUNTS["nominations"] = lambda run_id: (
    select(func.count(Nomination.id)).where(Nomination.offering_id == run_id).scalar_subquery()
)
