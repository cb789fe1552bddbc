"""Whom and what an office knows already: always of one Party, never of another."""

from collections.abc import Iterator

from sqlalchemy import select

from tpp.db import db
from tpp.nominations.models import Nomination
from tpp.nominations.queries import is_live
from tpp.people.models import ContactPoint, Person, PersonName
from tpp.people.rules import ContactKind, folded
from tpp.rolls.models import RollHeading
from tpp.rolls.rules.checking import number_key
from tpp.rolls.rules.matching import Known

AT_ONCE = 2000


def known_people(party_id: int) -> Iterator[Known]:
    """Everybody of whom this Party keeps a record, as far as matching needs it."""
    names = other_names(party_id)
    emails = addresses(party_id)
    found = select(
        Person.id, Person.name, Person.born_on, Person.service_number, Person.search_key
    ).where(Person.party_id == party_id)
    rows = db.session.execute(found.execution_options(yield_per=AT_ONCE))
    for person_id, name, born_on, number, _ in rows:
        every = (folded(name), *names.get(person_id, ()))
        mails = emails.get(person_id, frozenset())
        yield Known(person_id, every, born_on, number_key(number), mails)


def other_names(party_id: int) -> dict[int, list[str]]:
    found = select(PersonName.person_id, PersonName.text).where(PersonName.party_id == party_id)
    names: dict[int, list[str]] = {}
    for person_id, text in db.session.execute(found):
        names.setdefault(person_id, []).append(folded(text))
    return names


def addresses(party_id: int) -> dict[int, frozenset[str]]:
    found = select(ContactPoint.person_id, ContactPoint.value).where(
        ContactPoint.party_id == party_id, ContactPoint.kind == ContactKind.EMAIL
    )
    emails: dict[int, frozenset[str]] = {}
    for person_id, value in db.session.execute(found):
        emails[person_id] = emails.get(person_id, frozenset()) | {value}
    return emails


def nominated(offering_id: int, party_id: int) -> set[int]:
    """The people of this Party whose nomination for the run is live."""
    found = select(Nomination.person_id).where(
        Nomination.offering_id == offering_id, Nomination.party_id == party_id, is_live()
    )
    return set(db.session.scalars(found))


def remembered(office_id: int) -> dict[str, str]:
    """What this office said before that headings stand for."""
    found = select(RollHeading.heading, RollHeading.field).where(RollHeading.office_id == office_id)
    return dict(db.session.execute(found).all())
