"""Comparing people who were added or changed with all the others."""

from time import process_time

from sqlalchemy import delete

from tpp import clock
from tpp.db import db, transaction
from tpp.duplicates.models import PersonPair
from tpp.duplicates.queries import is_told_apart, pair_between, to_look_at
from tpp.duplicates.rules import TO_DECIDE
from tpp.people.models import Person, PersonKey
from tpp.people.queries import Candidate, candidates, facts_of, is_closed
from tpp.people.rules.matching import UNLOOKED
from tpp.scope import EVERYTHING, seeing

AT_ONCE = 50
CPU_SECONDS = 0.3
"""Of one round: a register filled with many people at once is gone through beside other work."""


def look_at_new() -> int:
    """Look for other records of people who were added or changed; how many people were looked at."""
    looked, began = 0, process_time()
    # Pairs across Parties are for the programme; nothing is handed out here.
    with seeing(EVERYTHING):
        for person_id in to_look_at(AT_ONCE):
            if process_time() - began > CPU_SECONDS:
                break
            look_at(person_id)
            looked += 1
    return looked


@transaction()
def look_at(person_id: int) -> list[PersonPair]:
    """Keep a pair for everybody who may be this person, but those told apart before."""
    db.session.execute(
        delete(PersonKey).where(PersonKey.person_id == person_id, PersonKey.key == UNLOOKED)
    )
    person = db.session.get(Person, person_id)
    if person is None or is_closed(person):
        return []
    found = likely(person)
    kept = (pair_of(person, candidate) for candidate in found)
    return [pair for pair in kept if pair is not None]


def likely(person: Person) -> list[Candidate]:
    """Whoever may be this person; of a human whom two Parties keep also the record of this Party."""
    facts, but = facts_of(person), [person.human_id]
    found = candidates(facts, party_id=None, limit=10, but=but)
    if any(it.person.party_id != person.party_id for it in found):
        known = {it.person.id for it in found}
        own = candidates(facts, party_id=person.party_id, limit=10, but=but)
        found += [it for it in own if it.person.id not in known]
    return found


def pair_of(person: Person, candidate: Candidate) -> PersonPair | None:
    """The pair of the two records, new or brought up to date; None where they were told apart."""
    other = candidate.person
    pair = pair_between(person.id, other.id)
    if pair is None:
        if is_told_apart(person, other):
            return None
        first, second = sorted((person, other), key=lambda it: it.id)
        pair = PersonPair(
            first_id=first.id,
            party_id=first.party_id,
            second_id=second.id,
            other_party_id=second.party_id,
            found_at=clock.now(),
        )
        db.session.add(pair)
    elif pair.status not in TO_DECIDE:
        return None
    pair.score, pair.alike = candidate.score, candidate.alike
    pair.evidence = [str(sign) for sign in candidate.evidence]
    db.session.flush()
    return pair
