"""Who in the register may be the one that somebody has in hand: found by keys, weighed by rules.

Statements stay within one Party where one is named, by the order of the key's index: how long it takes
says nothing of the people of others.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from tpp.db import db
from tpp.people.models import ContactPoint, Person, PersonKey, PersonName
from tpp.people.queries.records import standing_for
from tpp.people.rules import ContactKind, Sign
from tpp.people.rules.likeness import likeness
from tpp.people.rules.matching import Facts, Weighed, is_fact, sought, weigh

TOO_MANY = 800
"""A key under which more people stand tells nobody apart and is not looked into."""
WEIGHED = 250
"""People beside whom somebody is put, at most: once by facts, once by names."""
AT_ONCE = 500


@dataclass(frozen=True)
class Candidate:
    """Somebody in the register who may be the one, with the score (0 to 1) and what speaks for it."""

    person: Person
    score: float
    alike: int
    """Likeness of the names, in per cent."""
    evidence: tuple[Sign, ...]


@dataclass(frozen=True)
class Known:
    """A record as far as weighing needs it; ``human_id`` is the record that stands for it."""

    id: int
    human_id: int
    facts: Facts


Found = tuple[Known, Weighed]


def candidates(
    facts: Facts, *, party_id: int | None, limit: int = 5, but: Iterable[int] = ()
) -> list[Candidate]:
    """The likeliest people, the best first; only those from ``matching.LIKELY`` on.

    ``party_id`` keeps to one Party's records; None looks at all that the scope shows. ``but`` are
    humans (``Person.human_id``) who are not meant.
    """
    found = likely(facts, known_of(looked_up([facts], party_id)), frozenset(but))[:limit]
    return shown(found, party_id)


def candidates_of_many(
    many: Sequence[Facts], *, party_id: int, limit: int = 3
) -> list[list[Candidate]]:
    """``candidates`` for each of many people of one Party, in a number of statements that does not grow."""
    by_key = keyed([key for facts in many for key in sought(facts)], party_id)
    known = {it.id: it for it in known_of({id for ids in by_key.values() for id in ids})}
    best = [likely(facts, beside(facts, by_key, known))[:limit] for facts in many]
    people = persons({it.human_id for found in best for it, _ in found})
    return [of_people(found, people, party_id) for found in best]


def beside(
    facts: Facts, by_key: Mapping[str, Sequence[int]], known: Mapping[int, Known]
) -> list[Known]:
    ids = {id for key in sought(facts) for id in by_key.get(key, ())}
    return [known[id] for id in sorted(ids) if id in known]


def likely(facts: Facts, known: Sequence[Known], but: frozenset[int] = frozenset()) -> list[Found]:
    """Those who score enough, the best record of each human, the best first."""
    alike = [likeness(facts.names, it.facts.names)[0] for it in known]
    namesakes = Counter(round(it, 1) for it in alike)
    best: dict[int, Found] = {}
    for other, likeness_of_names in zip(known, alike, strict=True):
        if other.human_id in but:
            continue
        weighed = weigh(facts, other.facts, namesakes[round(likeness_of_names, 1)])
        before = best.get(other.human_id)
        if weighed.is_likely and (before is None or before[1].score < weighed.score):
            best[other.human_id] = (other, weighed)
    return sorted(best.values(), key=lambda it: (-it[1].score, it[0].id))


def looked_up(many: Sequence[Facts], party_id: int | None) -> set[int]:
    words = {key for facts in many for key in sought(facts)}
    if not words:
        return set()
    stated = within(select(PersonKey.key).where(PersonKey.key.in_(words)), party_id)
    few = stated.group_by(PersonKey.key).having(func.count() <= TOO_MANY)
    telling = list(db.session.scalars(few))
    by_fact, by_name = (
        [it for it in telling if is_fact(it)],
        [it for it in telling if not is_fact(it)],
    )
    return most_shared(by_fact, party_id) | most_shared(by_name, party_id)


def most_shared(words: Sequence[str], party_id: int | None) -> set[int]:
    """Those who stand under these keys; of many, those who stand under the most of them."""
    found = within(select(PersonKey.person_id).where(PersonKey.key.in_(words)), party_id)
    found = found.group_by(PersonKey.person_id).order_by(func.count().desc(), PersonKey.person_id)
    return set(db.session.scalars(found.limit(WEIGHED)))


def keyed(words: Sequence[str], party_id: int) -> dict[str, list[int]]:
    """Of each key, who stands under it."""
    found: dict[str, list[int]] = {}
    for some in batches(sorted(set(words))):
        rows = select(PersonKey.key, PersonKey.person_id).where(PersonKey.key.in_(some))
        for key, person_id in db.session.execute(within(rows, party_id)):
            found.setdefault(key, []).append(person_id)
    return {key: ids for key, ids in found.items() if len(ids) <= TOO_MANY}


def within(statement: Select[*tuple[Any, ...]], party_id: int | None) -> Select[*tuple[Any, ...]]:
    return statement if party_id is None else statement.where(PersonKey.party_id == party_id)


def known_of(ids: Iterable[int]) -> list[Known]:
    """These records, as far as weighing needs them, by id."""
    return [known for some in batches(sorted(ids)) for known in read(some)]


def read(ids: Sequence[int]) -> Iterator[Known]:
    names = gathered(select(PersonName.person_id, PersonName.text), PersonName.person_id, ids)
    mail = select(ContactPoint.person_id, ContactPoint.value).where(
        ContactPoint.kind == ContactKind.EMAIL
    )
    emails = gathered(mail, ContactPoint.person_id, ids)
    columns = (
        Person.id,
        Person.human_id,
        Person.name,
        Person.born_on,
        Person.service_number,
        Person.nationality_id,
        Person.sex,
    )
    for row in db.session.execute(select(*columns).where(Person.id.in_(ids)).order_by(Person.id)):
        facts = Facts(
            (row.name, *names.get(row.id, ())),
            row.born_on,
            row.service_number,
            frozenset(emails.get(row.id, ())),
            row.nationality_id,
            row.sex,
        )
        yield Known(row.id, row.human_id, facts)


def gathered(
    statement: Select[*tuple[Any, ...]], column: Any, ids: Sequence[int]
) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for person_id, text in db.session.execute(statement.where(column.in_(ids))):
        found.setdefault(person_id, []).append(text)
    return found


def facts_of(person: Person) -> Facts:
    """A record in the register, to look for others like it."""
    [known] = known_of([person.id])
    return known.facts


def shown(found: Sequence[Found], party_id: int | None) -> list[Candidate]:
    return of_people(found, persons({known.human_id for known, _ in found}), party_id)


def of_people(
    found: Sequence[Found], people: Mapping[int, Person], party_id: int | None
) -> list[Candidate]:
    """The record that stands for each; that of the Party itself where another one's is not asked for."""
    return [
        Candidate(stands(known, people, party_id), it.score, it.alike, it.evidence)
        for known, it in found
    ]


def stands(known: Known, people: Mapping[int, Person], party_id: int | None) -> Person:
    person = people.get(known.human_id)
    if person is None or party_id not in (None, person.party_id):
        return standing_for(db.session.get_one(Person, known.id))
    return person


def persons(ids: Iterable[int]) -> dict[int, Person]:
    found = select(Person).where(Person.id.in_(sorted(ids)))
    return {person.id: person for person in db.session.scalars(found)}


def batches(many: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (many[start : start + AT_ONCE] for start in range(0, len(many), AT_ONCE))
