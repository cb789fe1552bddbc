"""Reading people. Which of them are seen is settled by the scope of the request."""

from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload

from tpp.acting import Acting
from tpp.db import db
from tpp.parties.models import Party
from tpp.people.models import ContactPoint, Person, PersonName
from tpp.people.rules import ContactKind, NameKind, folded


def visible_to(acting: Acting) -> Select[Person]:
    """The people whom this office may see; the scope of the request narrows the rest."""
    return select(Person)


def one_person(acting: Acting, person_id: int) -> Person | None:
    """One record with its Party and nationality, where it may be seen."""
    found = visible_to(acting).where(Person.id == person_id)
    return db.session.scalar(
        found.options(joinedload(Person.party), joinedload(Person.nationality))
    )


def named_like(people: Select[*tuple[Any, ...]], words: str) -> Select[*tuple[Any, ...]]:
    """Those whose names, in any script, hold every one of the words; accents and case do not matter."""
    for word in folded(words).split():
        people = people.where(Person.search_key.contains(word, autoescape=True))
    return people


def names_of(person: Person) -> list[PersonName]:
    found = select(PersonName).where(PersonName.person_id == person.id).order_by(PersonName.id)
    return list(db.session.scalars(found))


def native_name_of(person: Person) -> PersonName | None:
    """The name in the person's own script, where one was given; the newest one."""
    return db.session.scalar(
        select(PersonName)
        .where(PersonName.person_id == person.id, PersonName.kind == NameKind.NATIVE)
        .order_by(PersonName.id.desc())
        .limit(1)
    )


def contacts_of(person: Person) -> list[ContactPoint]:
    found = select(ContactPoint).where(ContactPoint.person_id == person.id)
    return list(db.session.scalars(found.order_by(ContactPoint.id)))


def email_of(person: Person) -> str | None:
    """Where mail to this person goes: the newest address given."""
    return db.session.scalar(
        select(ContactPoint.value)
        .where(ContactPoint.person_id == person.id, ContactPoint.kind == ContactKind.EMAIL)
        .order_by(ContactPoint.id.desc())
        .limit(1)
    )


def is_known(party_id: int, search_key: str) -> bool:
    """Does this Party already keep a record under exactly this name?"""
    found = exists().where(Person.party_id == party_id, Person.search_key == search_key)
    return bool(db.session.scalar(select(found)))


def keeping_parties(language: str) -> list[tuple[str, str]]:
    """The Parties that keep records which this office may see, for a choice: id and name."""
    kept = exists().where(Person.party_id == Party.id)
    parties = db.session.scalars(select(Party).where(kept))
    named = [(str(party.id), party.name_in(language)) for party in parties]
    return sorted(named, key=lambda choice: choice[1])
