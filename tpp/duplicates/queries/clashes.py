"""What keeps two records from being of one human being."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from tpp.db import db
from tpp.enrolments.models import Enrolment
from tpp.nominations.models import Nomination
from tpp.nominations.rules import ENDED
from tpp.offerings.models import CourseOffering
from tpp.people.models import Person


def clashes(first: Person, second: Person) -> list[str]:
    """Codes of the runs in which both are nominated now, or both have or had a place."""
    nominated = both_in(Nomination, first, second, is_live=True)
    placed = both_in(Enrolment, first, second, is_live=False)
    found = select(CourseOffering.code).where(CourseOffering.id.in_(nominated | placed))
    return sorted(db.session.scalars(found))


def both_in(
    kind: type[Nomination] | type[Enrolment], first: Person, second: Person, is_live: bool
) -> set[int]:
    one, other = aliased(kind), aliased(kind)
    found = (
        select(one.offering_id)
        .join(other, other.offering_id == one.offering_id)
        .where(one.human_id == first.human_id, other.human_id == second.human_id)
    )
    if is_live:
        found = found.where(live(one), live(other))
    return set(db.session.scalars(found))


def live(nomination: type[Nomination]) -> ColumnElement[bool]:
    return nomination.status.not_in(ENDED)


def has_account(person: Person) -> bool:
    """Does any record of this human being open an account?"""
    found = select(Person.id).where(
        Person.human_id == person.human_id, Person.account_id.is_not(None)
    )
    return db.session.scalar(found.limit(1)) is not None
