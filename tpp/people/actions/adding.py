"""New records, one or many, with what stands beside them."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import JSON, Insert, Integer, bindparam, func, insert, select
from sqlalchemy.orm.attributes import set_committed_value

from tpp import clock
from tpp.acting import Acting
from tpp.db import db, is_sqlite, number, transaction
from tpp.history.models import record
from tpp.letters import check_name
from tpp.parties.models import Party
from tpp.people.models import (
    ContactPoint,
    Licence,
    Person,
    PersonKey,
    PersonLanguage,
    PersonName,
)
from tpp.people.rules import (
    ContactKind,
    NameKind,
    RankBand,
    Service,
    Sex,
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

    Each holds ``facts`` as ``unsaved`` takes them, and may hold ``native_language``, ``email``,
    ``phone``, and ``languages`` and ``licences`` as ``Stated`` has them. Refused where a name cannot be
    written or a date cannot be.
    """
    people = [unsaved(party=party, **without_ways(facts)) for facts in many]
    number(people)
    db.session.add_all(people)
    db.session.flush()
    for person in people:
        set_committed_value(person, "human_id", person.id)  # as the database computes it
    keep_all(people, many)
    for person in people:
        record(person, "recorded", by=by)
    return people


def keys_of_new(person: Person, facts: dict[str, Any]) -> dict[str, Any]:
    emails = frozenset([facts["email"]] if facts.get("email") else [])
    names = tuple(name for name in (person.name, facts.get("native_name")) if name)
    return key_row(person, Facts(names, person.born_on, person.service_number, emails))


def key_row(person: Person, facts: Facts) -> dict[str, Any]:
    return whose(person) | {"keys": sorted(keys(facts) | {UNLOOKED})}


def keep_keys(rows: Sequence[dict[str, Any]]) -> None:
    """Keep under which words people are looked for, as ``key_row`` has them."""
    if rows:
        db.session.execute(keeping_each(), rows, execution_options=PLAINLY)


def keeping_each() -> Insert:
    """The keys of a person travel as one list, which the database takes apart: there are many."""
    apart = func.json_each if is_sqlite() else func.json_array_elements_text
    key = apart(bindparam("keys", type_=JSON)).table_valued("value").c.value
    whose = (bindparam(name, type_=Integer) for name in ("party_id", "person_id"))
    return insert(PersonKey).from_select(["key", "party_id", "person_id"], select(key, *whose))


PLAINLY = {"dml_strategy": "raw"}
"""Rows by the hundred thousand, all with the same columns: nothing of them has to be mapped."""


WAYS = ("native_language", "email", "phone", "languages", "licences")
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


def keep_all(people: Sequence[Person], many: Sequence[dict[str, Any]]) -> None:
    """Write what stands beside new records, each kind in one statement."""
    both = list(zip(people, many, strict=True))
    rows: dict[Any, list[dict[str, Any]]] = {
        PersonName: [row for it in both for row in names_beside(*it)],
        ContactPoint: [row for it in both for row in ways_beside(*it)],
        PersonLanguage: [row for it in both for row in languages_beside(*it)],
        Licence: [row for it in both for row in licences_beside(*it)],
    }
    for kind, some in rows.items():
        if some:
            db.session.execute(insert(kind), some, execution_options=PLAINLY)
    keep_keys([keys_of_new(*it) for it in both])


def whose(person: Person) -> dict[str, Any]:
    return {"person_id": person.id, "party_id": person.party_id}


def names_beside(person: Person, facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if facts.get("native_name"):
        text = check_name(facts["native_name"], "native_name")
        language = facts.get("native_language") or ""
        yield whose(person) | {"kind": NameKind.NATIVE, "text": text, "language": language}


def ways_beside(person: Person, facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name, kind in (("email", ContactKind.EMAIL), ("phone", ContactKind.PHONE)):
        if facts.get(name):
            yield whose(person) | {"kind": kind, "value": facts[name].lower()}


def languages_beside(person: Person, facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for code, level in (facts.get("languages") or {}).items():
        yield whose(person) | {"language": code, "level": level}


def licences_beside(person: Person, facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for kind, held in (facts.get("licences") or {}).items():
        yield whose(person) | {"kind": kind, **vars(held)}
