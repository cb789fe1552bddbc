"""Writing people's records."""

from datetime import date
from typing import Any

from sqlalchemy import delete

from tpp import clock
from tpp.accounts.actions.links import let_in_trainee
from tpp.acting import Acting
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.letters import check_name
from tpp.parties.models import Party
from tpp.people.models import ContactPoint, Person, PersonName
from tpp.people.queries import email_of, native_name_of
from tpp.people.rules import ContactKind, NameKind, Service, Sex, check_born, folded


@transaction()
def add(
    *,
    name: str,
    party: Party,
    nationality: Party,
    by: Acting,
    native_name: str = "",
    native_language: str = "",
    sex: Sex = Sex.UNKNOWN,
    born_on: date | None = None,
    service: Service = Service.UNKNOWN,
    rank: str = "",
    unit: str = "",
    service_number: str = "",
    email: str = "",
    language: str = "en",
    is_demonstration: bool = False,
) -> Person:
    """Make a record that ``party`` keeps. Refused where a name cannot be written or a date cannot be."""
    name = check_name(name, "name")
    native_name = check_name(native_name, "native_name") if native_name else ""
    check_born(born_on, clock.now().date())
    person = Person(
        party_id=party.id,
        nationality_id=nationality.id,
        name=name,
        search_key=folded(f"{name} {native_name}")[:500],
        sex=sex,
        born_on=born_on,
        service=service,
        rank=rank,
        unit=unit,
        service_number=service_number,
        language=language,
        is_demonstration=is_demonstration,
        made_at=clock.now(),
    )
    keep(person, native_name, native_language, email)
    record(person, "recorded", by=by)
    return person


def keep(person: Person, native_name: str, native_language: str, email: str) -> None:
    """Write a new record with what stands beside it."""
    db.session.add(person)
    db.session.flush()
    if native_name:
        db.session.add(named(person, native_name, native_language))
    if email:
        db.session.add(reached(person, email))


def named(person: Person, text: str, language: str) -> PersonName:
    whose = {"person_id": person.id, "party_id": person.party_id}
    return PersonName(**whose, kind=NameKind.NATIVE, text=text, language=language)


def reached(person: Person, email: str) -> ContactPoint:
    whose = {"person_id": person.id, "party_id": person.party_id}
    return ContactPoint(**whose, kind=ContactKind.EMAIL, value=email.lower())


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


def index(person: Person) -> None:
    """Keep what the person is searched by."""
    db.session.flush()
    native = native_name_of(person)
    person.search_key = folded(f"{person.name} {native.text if native else ''}")[:500]


@transaction()
def let_in(person: Person, *, by: Acting) -> None:
    """Open an account for this person, who then sees the own record, offers and certificates.

    The link for a first password goes to the address of the record. Refused where there is none, where
    the person signs in already, and where the address opens somebody else's account.
    """
    lock(person)
    if person.account_id is not None:
        raise Refused("This person has an account already.")
    email = email_of(person)
    if email is None:
        raise Refused("Record an e-mail address of the person first.")
    person.account_id = let_in_trainee(email, person.name, by=by, language=person.language).id
    record(person, "let_in", by=by)
