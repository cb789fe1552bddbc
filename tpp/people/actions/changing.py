"""Correcting records, and opening accounts for the people they are about."""

from typing import Any

from sqlalchemy import delete, select

from tpp import clock
from tpp.accounts.actions.links import let_in_trainee
from tpp.acting import Acting
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.letters import check_name
from tpp.people.actions.adding import keep_keys, key_row, whose
from tpp.people.models import ContactPoint, Person, PersonKey, PersonName
from tpp.people.queries import email_of, facts_of, is_closed, native_name_of
from tpp.people.rules import (
    ContactKind,
    NameKind,
    check_born,
    folded,
)


def named(person: Person, text: str, language: str) -> PersonName:
    return PersonName(**whose(person), kind=NameKind.NATIVE, text=text, language=language)


def reached(person: Person, email: str) -> ContactPoint:
    return ContactPoint(**whose(person), kind=ContactKind.EMAIL, value=email.lower())


@transaction()
def change(person: Person, *, by: Acting, reason: str = "", **facts: Any) -> Person:
    """Correct a record. Printed certificates keep the words they were issued with.

    ``facts`` are columns of Person, and ``native_name``, ``native_language``, ``email``. The logbook
    says which facts changed, not what they say: it holds no personal data.
    """
    native = (facts.pop("native_name", None), facts.pop("native_language", ""))
    email = facts.pop("email", None)
    facts["name"] = check_name(facts.get("name", person.name), "name")
    check_born(facts.get("born_on", person.born_on), clock.now().date())
    changed = [name for name, value in facts.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, facts[name])
    changed += change_native_name(person, *native) + change_email(person, email)
    if changed:
        index(person)
        person.version += 1
        record(person, "corrected", by=by, reason=reason, after={"facts": sorted(changed)})
    return person


def change_native_name(person: Person, text: str | None, language: str) -> list[str]:
    known = native_name_of(person)
    if text is None or text == (known.text if known else ""):
        return []
    db.session.execute(
        delete(PersonName).where(
            PersonName.person_id == person.id, PersonName.kind == NameKind.NATIVE
        )
    )
    if text:
        db.session.add(named(person, check_name(text, "native_name"), language))
    return ["native_name"]


def change_email(person: Person, email: str | None) -> list[str]:
    if email is None or email.lower() == (email_of(person) or ""):
        return []
    db.session.execute(
        delete(ContactPoint).where(
            ContactPoint.person_id == person.id, ContactPoint.kind == ContactKind.EMAIL
        )
    )
    if email:
        db.session.add(reached(person, email))
    return ["email"]


def called(person: Person) -> list[str]:
    """Every name under which the office that keeps this record knows the person."""
    own = (Person.human_id == person.human_id, Person.party_id == person.party_id)
    native = (PersonName.person_id == Person.id) & (PersonName.kind == NameKind.NATIVE)
    found = select(Person.name, PersonName.text).outerjoin(PersonName, native).where(*own)
    if is_closed(person):
        found = found.where(Person.id == person.id)
    newest_own_first = (Person.id != person.id, Person.id, PersonName.id)
    rows = db.session.execute(found.order_by(*newest_own_first)).all()
    return list(dict.fromkeys(name for row in rows for name in row if name))


def index(person: Person) -> None:
    """Keep what the person is searched by, and looked for when somebody like them comes."""
    db.session.flush()
    person.search_key = folded(" ".join(called(person)))[:500]
    db.session.flush()
    db.session.execute(delete(PersonKey).where(PersonKey.person_id == person.id))
    keep_keys([key_row(person, facts_of(person))])


def has_account(person: Person) -> bool:
    """Does this person sign in, by whichever of the records?"""
    account = select(Person.account_id).where(Person.human_id == person.human_id)
    return db.session.scalar(account.where(Person.account_id.is_not(None)).limit(1)) is not None


@transaction()
def let_in(person: Person, *, by: Acting) -> None:
    """Open an account for this person, who then sees the own record, offers and certificates.

    The link for a first password goes to the address of the record. Refused where there is none, where
    the person signs in already, and where the address opens somebody else's account.
    """
    lock(person)
    if has_account(person):
        raise Refused("This person has an account already.")
    email = email_of(person)
    if email is None:
        raise Refused("Record an e-mail address of the person first.")
    person.account_id = let_in_trainee(email, person.name, by=by, language=person.language).id
    record(person, "let_in", by=by)
