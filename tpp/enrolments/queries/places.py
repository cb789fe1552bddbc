"""Reading places. The scope of the request narrows them to one's own country, runs or person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, func, select

from tpp.db import db
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import SEATED, Status
from tpp.nominations.models import Nomination
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import ordered
from tpp.parties.models import Party
from tpp.people.models import Person, PersonName
from tpp.people.queries import named_like
from tpp.people.rules import NameKind, Sex


@dataclass(frozen=True)
class Filter:
    """What a list of participants is narrowed to, as it stands in the address."""

    status: Status | None = None
    party: str = ""
    sex: Sex | None = None
    text: str = ""

    def clauses(self) -> Iterable[ColumnElement[bool]]:
        if self.status:
            yield Enrolment.status == self.status
        if self.party:
            yield Party.code == self.party
        if self.sex:
            yield Person.sex == self.sex


SORTS: dict[str, Any] = {
    "name": Person.name,
    "party": Party.name,
    "status": Enrolment.status,
    "confirmed": Enrolment.confirmed_at,
}
BY_PARTY = "party"

LISTED = (
    Enrolment.id,
    Enrolment.status,
    Enrolment.confirmed_at,
    Person.id.label("person_id"),
    Person.name,
    Person.sex,
    Person.rank,
    Person.unit,
    Party.name.label("party"),
    Party.code.label("party_code"),
)


def participants(
    run: CourseOffering, narrowed: Filter, sort: str = BY_PARTY
) -> Select[*tuple[Any, ...]]:
    """The lines of the list of participants of a run, by country and name."""
    lines = (
        select(*LISTED)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Party, Party.id == Enrolment.party_id)
        .where(Enrolment.offering_id == run.id, *narrowed.clauses())
        .order_by(ordered(SORTS, sort, BY_PARTY), Person.name, Enrolment.id)
    )
    return named_like(lines, narrowed.text)


def to_export(run: CourseOffering, narrowed: Filter, sort: str) -> Select[*tuple[Any, ...]]:
    """The same lines with what a file holds more."""
    native = (
        select(PersonName.text)
        .where(PersonName.person_id == Person.id, PersonName.kind == NameKind.NATIVE)
        .order_by(PersonName.id.desc())
        .limit(1)
        .scalar_subquery()
        .label("native_name")
    )
    nationality = sa.orm.aliased(Party)
    lines = participants(run, narrowed, sort).join(
        nationality, nationality.id == Person.nationality_id
    )
    lines = lines.add_columns(native, nationality.name.label("nationality"), Person.service)
    return lines.add_columns(Person.born_on, Person.service_number)


def parties_in(run: CourseOffering) -> list[tuple[str, str]]:
    """Code and name of the Parties with participants in a run, as far as they are seen."""
    found = (
        select(Party.code, Party.name)
        .where(Party.id.in_(select(Enrolment.party_id).where(Enrolment.offering_id == run.id)))
        .order_by(Party.name)
    )
    return [(code, name) for code, name in db.session.execute(found)]


def by_status(run: CourseOffering) -> dict[Status, int]:
    counted = (
        select(Enrolment.status, func.count())
        .where(Enrolment.offering_id == run.id)
        .group_by(Enrolment.status)
    )
    return dict(db.session.execute(counted).all())


def chosen(run: CourseOffering, ids: Sequence[int]) -> list[Enrolment]:
    """These places of the run, as far as they are seen."""
    found = select(Enrolment).where(Enrolment.offering_id == run.id, Enrolment.id.in_(ids))
    return list(db.session.scalars(found.order_by(Enrolment.id)))


def in_status(run: CourseOffering, statuses: Iterable[Status]) -> list[Enrolment]:
    found = select(Enrolment).where(
        Enrolment.offering_id == run.id, Enrolment.status.in_(tuple(statuses))
    )
    return list(db.session.scalars(found.order_by(Enrolment.id)))


def locked(enrolments: Sequence[Enrolment]) -> list[Enrolment]:
    """The same places as they stand now, nobody else's until the transaction ends."""
    ids = [enrolment.id for enrolment in enrolments]
    found = select(Enrolment).where(Enrolment.id.in_(ids)).order_by(Enrolment.id)
    now = found.with_for_update().execution_options(populate_existing=True)
    return list(db.session.scalars(now))


def names_of(enrolments: Sequence[Enrolment]) -> dict[int, str]:
    """Names of the people in these places, by the place."""
    ids = [enrolment.id for enrolment in enrolments]
    found = (
        select(Enrolment.id, Person.name)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.id.in_(ids))
    )
    return dict(db.session.execute(found).all())


def given_up_place(nomination: Nomination) -> Enrolment | None:
    """The place that this person took in the run before, and gave up."""
    same = (Enrolment.offering_id == nomination.offering_id) & (
        Enrolment.person_id == nomination.person_id
    )
    found = select(Enrolment).where(same, Enrolment.status == Status.WITHDRAWN)
    return db.session.scalar(found.with_for_update())


def seat_taken_by(nomination: Nomination) -> Enrolment | None:
    """The place that was confirmed for this nomination and still fills its seat."""
    place = place_of(nomination)
    return place if place and place.status in SEATED else None


def place_of(nomination: Nomination) -> Enrolment | None:
    return db.session.scalar(select(Enrolment).where(Enrolment.nomination_id == nomination.id))
