"""Writing people's records."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select

from tpp import clock
from tpp.accounts.actions.links import let_in_trainee
from tpp.acting import Acting
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.letters import check_name
from tpp.parties.models import Party
from tpp.people.models import ContactPoint, Licence, Person, PersonKey, PersonLanguage, PersonName
from tpp.people.queries import email_of, facts_of, native_name_of
from tpp.people.rules import (
    ContactKind,
    HeldLicence,
    LanguageLevel,
    LicenceKind,
    NameKind,
    RankBand,
    Service,
    Sex,
    Stated,
    check_born,
    folded,
)
from tpp.people.rules.matching import UNLOOKED, Facts, keys


@transaction()
def add(*, party: Party, by: Acting, **facts: Any) -> Person:
    """Make a record that ``party`` keeps; ``facts`` as ``unsaved`` takes them, and the ways to reach."""
    [person] = add_many([facts], party=party, by=by)
    return person


@transaction()
def add_many(many: Sequence[dict[str, Any]], *, party: Party, by: Acting) -> list[Person]:
    """Make records that ``party`` keeps, all or none.

    Each holds ``facts`` as ``unsaved`` takes them, and may hold ``native_language``, ``email`` and
    ``phone``. Refused where a name cannot be written or a date cannot be.
    """
    people = [unsaved(party=party, **without_ways(facts)) for facts in many]
    db.session.add_all(people)
    db.session.flush()
    for person, facts in zip(people, many, strict=True):
        keep(person, facts)
        record(person, "recorded", by=by)
    keep_keys(row for it in zip(people, many, strict=True) for row in keys_of_new(*it))
    return people


def keys_of_new(person: Person, facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    emails = frozenset([facts["email"]] if facts.get("email") else [])
    names = tuple(name for name in (person.name, facts.get("native_name")) if name)
    return key_rows(person, Facts(names, person.born_on, person.service_number, emails))


def key_rows(person: Person, facts: Facts) -> Iterator[dict[str, Any]]:
    whose = {"person_id": person.id, "party_id": person.party_id}
    return (whose | {"key": key} for key in sorted(keys(facts) | {UNLOOKED}))


def keep_keys(rows: Iterable[dict[str, Any]]) -> None:
    """Keep under which words people are looked for."""
    if rows := list(rows):
        db.session.execute(insert(PersonKey), rows)


WAYS = ("native_language", "email", "phone")
"""What stands beside a record, in rows of its own."""


def without_ways(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in WAYS}


def unsaved(
    *,
    name: str,
    party: Party,
    nationality: Party,
    native_name: str = "",
    sex: Sex = Sex.UNKNOWN,
    born_on: date | None = None,
    service: Service = Service.UNKNOWN,
    rank: str = "",
    rank_band: RankBand = RankBand.UNKNOWN,
    unit: str = "",
    service_number: str = "",
    serves_until: date | None = None,
    language: str = "en",
    is_demonstration: bool = False,
) -> Person:
    """A record that is not in the register yet."""
    name = check_name(name, "name")
    native_name = check_name(native_name, "native_name") if native_name else ""
    check_born(born_on, clock.now().date())
    return Person(
        party_id=party.id,
        nationality_id=nationality.id,
        name=name,
        search_key=folded(f"{name} {native_name}")[:500],
        sex=sex,
        born_on=born_on,
        service=service,
        rank=rank,
        rank_band=rank_band,
        unit=unit,
        service_number=service_number,
        serves_until=serves_until,
        language=language,
        is_demonstration=is_demonstration,
        made_at=clock.now(),
    )


def keep(person: Person, facts: dict[str, Any]) -> None:
    """Write what stands beside a new record."""
    if facts.get("native_name"):
        text = check_name(facts["native_name"], "native_name")
        db.session.add(named(person, text, facts.get("native_language") or ""))
    if facts.get("email"):
        db.session.add(reached(person, facts["email"]))
    if facts.get("phone"):
        db.session.add(reached(person, facts["phone"], ContactKind.PHONE))


def named(person: Person, text: str, language: str) -> PersonName:
    whose = {"person_id": person.id, "party_id": person.party_id}
    return PersonName(**whose, kind=NameKind.NATIVE, text=text, language=language)


def reached(person: Person, value: str, kind: ContactKind = ContactKind.EMAIL) -> ContactPoint:
    whose = {"person_id": person.id, "party_id": person.party_id}
    return ContactPoint(**whose, kind=kind, value=value.lower())


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
    if person.is_merged:
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
    keep_keys(key_rows(person, facts_of(person)))


@transaction()
def state(person: Person, stated: Stated, *, by: Acting) -> None:
    """Write down what an office states for the rules of a course; what it was not asked stays."""
    changed = [name for name, value in stated.facts.items() if set_fact(person, name, value)]
    known = {row.language: row for row in rows_of(PersonLanguage, person)}
    held = {row.kind: row for row in rows_of(Licence, person)}
    changed += [
        f"language {code}"
        for code, level in stated.languages.items()
        if speak(person, known.get(code), code, level)
    ]
    changed += [
        f"licence {kind}"
        for kind, licence in stated.licences.items()
        if hold(person, held.get(kind), kind, licence)
    ]
    if changed:
        person.version += 1
        record(person, "corrected", by=by, after={"facts": sorted(changed)})


def rows_of(kind: type[Any], person: Person) -> list[Any]:
    return list(db.session.scalars(select(kind).where(kind.person_id == person.id)))


def set_fact(person: Person, name: str, value: Any) -> bool:
    value = RankBand.UNKNOWN if name == "rank_band" and value is None else value
    if getattr(person, name) == value:
        return False
    setattr(person, name, value)
    return True


def speak(
    person: Person, row: PersonLanguage | None, language: str, level: LanguageLevel | None
) -> bool:
    """Keep how well somebody speaks a language; True when that changed anything."""
    if (row.level if row else None) == level:
        return False
    if row and level is None:
        db.session.delete(row)
    elif row and level is not None:
        row.level = level
    elif level is not None:
        db.session.add(
            PersonLanguage(
                person_id=person.id, party_id=person.party_id, language=language, level=level
            )
        )
    return True


def hold(
    person: Person, row: Licence | None, kind: LicenceKind, licence: HeldLicence | None
) -> bool:
    """Keep whether somebody holds a licence; True when that changed anything."""
    if (HeldLicence(row.is_held, row.valid_until) if row else None) == licence:
        return False
    if row and licence is None:
        db.session.delete(row)
        return True
    row = row or Licence(person_id=person.id, party_id=person.party_id, kind=kind)
    if licence is not None:
        row.is_held, row.valid_until = licence.is_held, licence.valid_until
        db.session.add(row)
    return True


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
