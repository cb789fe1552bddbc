"""What happened to the record of a person, as far as the reader may know of it."""

from sqlalchemy import Select, or_, select

from tpp.accounts.queries.logbook import Line, named
from tpp.db import db
from tpp.duplicates.models import PersonPair
from tpp.history.models import Entry
from tpp.people.models import Person
from tpp.scope import current

JOINED = ("merged", "taken_apart")


def story_of_person(person: Person, most: int) -> list[Line]:
    """The newest lines first; nothing where the person may not be seen.

    A merge with a record of another Party stands in the history of the pair alone, which neither of the
    two offices sees: whoever sees the pair reads it here as well.
    """
    scope = current()
    if not (scope and person.is_within(scope)):
        return []
    told = (Entry.thing == Person.__tablename__) & (Entry.thing_id == person.id)
    if pairs := db.session.scalars(pairs_across(person)).all():
        of_pairs = (Entry.thing == PersonPair.__tablename__) & Entry.thing_id.in_(pairs)
        told = or_(told, of_pairs & Entry.deed.in_(JOINED))
    found = select(Entry).where(told).order_by(Entry.id.desc())
    return named(db.session.scalars(found.limit(most)).all())


def pairs_across(person: Person) -> Select[int]:
    """The pairs of this record with one of another Party that the reader sees."""
    either = or_(PersonPair.first_id == person.id, PersonPair.second_id == person.id)
    across = PersonPair.party_id != PersonPair.other_party_id
    return select(PersonPair.id).where(either, across)
