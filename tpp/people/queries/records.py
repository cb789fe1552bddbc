"""People as they stand in the register."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, select
from sqlalchemy.orm import aliased, joinedload

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


def unmerged(people: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """One record of each human being: a merged one is left out where the one that stands for it is seen.

    An office that does not keep the other record goes on seeing its own.
    """
    other = aliased(Person)
    return people.where(~exists().where(other.id == Person.merged_into_id))


def closed(person: type[Person]) -> ColumnElement[bool]:
    """Does another record of the same Party stand for this one? Then nobody is nominated on it.

    A record whose human another Party keeps as well stays open: its office goes on as before.
    """
    other = aliased(Person)
    return exists().where(other.id == person.merged_into_id, other.party_id == person.party_id)


def is_closed(person: Person) -> bool:
    """``closed``, of one record; a question to the database only where it was merged."""
    if not person.is_merged:
        return False
    found = select(Person.id).where(Person.id == person.id, closed(Person))
    return db.session.scalar(found) is not None


def standing_for(person: Person) -> Person:
    """The record of the same Party on which this person is nominated; mostly this one itself."""
    while is_closed(person):
        person = db.session.get_one(Person, person.merged_into_id)
    return person


def kept_elsewhere(person: Person) -> list[Person]:
    """The records that other Parties keep of this human being, as far as they may be seen."""
    others = (Person.human_id == person.human_id, Person.party_id != person.party_id)
    found = select(Person).options(joinedload(Person.party)).where(*others)
    return list(db.session.scalars(found.order_by(Person.id)))


def records_of(person: Person) -> list[int]:
    """The ids of all records of this human being that may be seen."""
    return list(db.session.scalars(of_human(person).order_by(Person.id)))


def of_human(person: Person) -> Select[int]:
    return select(Person.id).where(Person.human_id == person.human_id)


def names_of(person: Person) -> list[PersonName]:
    whose = PersonName.person_id.in_(of_human(person))
    found = db.session.scalars(select(PersonName).where(whose).order_by(PersonName.id))
    return list({(it.kind, it.text, it.language): it for it in found}.values())


def native_name_of(person: Person) -> PersonName | None:
    """The name in the person's own script, where one was given; the newest one of
    this record, or of one merged into it."""
    return db.session.scalar(
        select(PersonName)
        .where(PersonName.person_id.in_(of_human(person)), PersonName.kind == NameKind.NATIVE)
        .order_by(PersonName.person_id != person.id, PersonName.id.desc())
        .limit(1)
    )


def contacts_of(person: Person) -> list[ContactPoint]:
    found = select(ContactPoint).where(ContactPoint.person_id.in_(of_human(person)))
    points = db.session.scalars(found.order_by(ContactPoint.id))
    return list({(it.kind, it.value): it for it in points}.values())


def email_of(person: Person) -> str | None:
    """Where mail to this person goes: the newest address of this record, or of one merged into it."""
    return db.session.scalar(
        select(ContactPoint.value)
        .where(ContactPoint.person_id.in_(of_human(person)), ContactPoint.kind == ContactKind.EMAIL)
        .order_by(ContactPoint.person_id != person.id, ContactPoint.id.desc())
        .limit(1)
    )


def emails_of(person_ids: Collection[int]) -> dict[int, str]:
    """Where mail to each of these people goes, as ``email_of`` says; who has no address is left out."""
    record = aliased(Person)
    statement = (
        select(Person.id, ContactPoint.value)
        .join(record, record.human_id == Person.human_id)
        .join(ContactPoint, ContactPoint.person_id == record.id)
        .where(Person.id.in_(list(person_ids)), ContactPoint.kind == ContactKind.EMAIL)
        .order_by(case((record.id == Person.id, 1), else_=0), ContactPoint.id)
    )
    found: dict[int, str] = {}
    for number, address in db.session.execute(statement):
        found[number] = address  # of several the last stands
    return found


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
