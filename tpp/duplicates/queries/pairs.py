"""Pairs of records. Which of them are seen is settled by the scope of the request."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from tpp.acting import Acting
from tpp.db import db
from tpp.duplicates.models import PersonMerge, PersonPair
from tpp.duplicates.rules import TO_DECIDE, Side, Status
from tpp.people.models import ContactPoint, Person, PersonKey, PersonName
from tpp.people.queries import closed
from tpp.people.rules.matching import UNLOOKED

BOTH = (
    joinedload(PersonPair.first).joinedload(Person.party),
    joinedload(PersonPair.first).joinedload(Person.nationality),
    joinedload(PersonPair.second).joinedload(Person.party),
    joinedload(PersonPair.second).joinedload(Person.nationality),
)


def pairs(status: Status) -> Select[PersonPair]:
    """The pairs of this status, the likeliest first; those to decide only where both records stand."""
    found = select(PersonPair).where(PersonPair.status == status).options(*BOTH)
    if status in TO_DECIDE:
        found = standing(found)
    return found.order_by(PersonPair.score.desc(), PersonPair.id)


def standing(found: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """A record that was merged waits, with its pairs, until it is taken apart again.

    In an office's own list nothing changes when one of its records is merged with another Party's.
    """
    first, second = aliased(Person), aliased(Person)
    return (
        found.join(first, first.id == PersonPair.first_id)
        .join(second, second.id == PersonPair.second_id)
        .where(both_stand(first, second))
    )


def both_stand(first: type[Person], second: type[Person]) -> ColumnElement[bool]:
    are_open = and_(~closed(first), ~closed(second), first.party_id == second.party_id)
    return or_(and_(first.merged_into_id.is_(None), second.merged_into_id.is_(None)), are_open)


def to_decide() -> int:
    """How many pairs wait for somebody's decision."""
    counted = select(func.count()).select_from(PersonPair)
    return db.session.scalar(standing(counted.where(PersonPair.status == Status.OPEN))) or 0


def one_pair(acting: Acting, pair_id: int) -> PersonPair | None:
    """A pair with both records, where both may be seen."""
    return db.session.scalar(select(PersonPair).where(PersonPair.id == pair_id).options(*BOTH))


def pair_between(first_id: int, second_id: int) -> PersonPair | None:
    low, high = sorted((first_id, second_id))
    both = (PersonPair.first_id == low, PersonPair.second_id == high)
    return db.session.scalar(select(PersonPair).where(*both))


def is_told_apart(person: Person, other: Person) -> bool:
    """Has somebody said that any record of the one and any of the other are of different people?"""
    first, second = aliased(Person), aliased(Person)
    humans = (person.human_id, other.human_id)
    found = (
        select(PersonPair.id)
        .join(first, first.id == PersonPair.first_id)
        .join(second, second.id == PersonPair.second_id)
        .where(PersonPair.status == Status.DIFFERENT)
        .where(first.human_id.in_(humans), second.human_id.in_(humans))
        .where(first.human_id != second.human_id)
    )
    return db.session.scalar(found.limit(1)) is not None


def merge_of(pair: PersonPair) -> PersonMerge | None:
    """The merge that stands between the two records of a pair."""
    found = select(PersonMerge).where(
        PersonMerge.pair_id == pair.id, PersonMerge.undone_at.is_(None)
    )
    return db.session.scalar(found.order_by(PersonMerge.id.desc()).limit(1))


def has_later(merge: PersonMerge) -> bool:
    """Did a merge of the same office that still stands come later into the same record?

    Those across Parties take no fact over, and so stand in nobody's way.
    """
    as_first = (PersonMerge.first_id == merge.kept_id) & (PersonMerge.keep == Side.FIRST)
    as_second = (PersonMerge.second_id == merge.kept_id) & (PersonMerge.keep == Side.SECOND)
    found = select(PersonMerge.id).where(as_first | as_second, PersonMerge.id > merge.id)
    found = found.where(PersonMerge.party_id == PersonMerge.other_party_id)
    return db.session.scalar(found.where(PersonMerge.undone_at.is_(None)).limit(1)) is not None


def names_on(person: Person) -> list[PersonName]:
    """The other names on this very record, beside those on the other one of the pair."""
    found = select(PersonName).where(PersonName.person_id == person.id)
    return list(db.session.scalars(found.order_by(PersonName.id)))


def contacts_on(person: Person) -> list[ContactPoint]:
    """The addresses on this very record."""
    found = select(ContactPoint).where(ContactPoint.person_id == person.id)
    return list(db.session.scalars(found.order_by(ContactPoint.id)))


def to_look_at(limit: int) -> list[int]:
    """People who were added or changed, and not compared with others since."""
    found = select(PersonKey.person_id).where(PersonKey.key == UNLOOKED)
    return list(db.session.scalars(found.order_by(PersonKey.person_id).limit(limit)))
