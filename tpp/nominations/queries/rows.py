"""Single nominations, and those that a deed needs."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from tpp.acting import Acting, Role
from tpp.catalogue.models import CourseVersion
from tpp.db import db
from tpp.nominations.models import Nomination
from tpp.nominations.rules import ENDED, Status
from tpp.offerings.models import CourseOffering
from tpp.people.models import ContactPoint, Person
from tpp.people.queries import closed, named_like
from tpp.people.rules import ContactKind


def one_nomination(acting: Acting, nomination_id: int) -> Nomination | None:
    """The nomination with this number, with what its page shows."""
    found = (
        select(Nomination)
        .options(
            joinedload(Nomination.person),
            joinedload(Nomination.party),
            joinedload(Nomination.mission),
            joinedload(Nomination.offering)
            .joinedload(CourseOffering.course_version)
            .joinedload(CourseVersion.course),
        )
        .where(Nomination.id == nomination_id, *sent_to(acting))
    )
    return db.session.scalar(found)


def locked(nominations: Sequence[Nomination]) -> list[Nomination]:
    """The same nominations as they stand now, nobody else's until the transaction ends."""
    ids = [nomination.id for nomination in nominations]
    found = select(Nomination).where(Nomination.id.in_(ids)).order_by(Nomination.id)
    now = found.with_for_update().execution_options(populate_existing=True)
    return list(db.session.scalars(now))


def chosen(acting: Acting, run: CourseOffering, ids: Iterable[int]) -> list[Nomination]:
    """These nominations of the run, as far as this office may see them."""
    found = (
        select(Nomination)
        .options(joinedload(Nomination.person), joinedload(Nomination.party))
        .where(Nomination.offering_id == run.id, Nomination.id.in_(list(ids)), *sent_to(acting))
        .order_by(Nomination.submitted_at, Nomination.id)
    )
    return list(db.session.scalars(found))


def same_or_live(run: CourseOffering, person: Person, once: str | None) -> Nomination | None:
    """The nomination that this press of the button made already, or the live one of this person.

    One by another Party is not found, whoever asks: the words about it would tell of the other record.
    """
    live = (
        (Nomination.offering_id == run.id)
        & (Nomination.human_id == person.human_id)
        & (Nomination.party_id == person.party_id)
        & is_live()
    )
    either = live if once is None else live | (Nomination.once == once)
    return db.session.scalar(select(Nomination).where(either))


def by_once(once: str | None) -> Nomination | None:
    if not once:
        return None
    return db.session.scalar(select(Nomination).where(Nomination.once == once))


def sent_to(acting: Acting) -> list[ColumnElement[bool]]:
    """A draft is the office's own affair until it is sent."""
    return [Nomination.status != Status.DRAFT] if acting.role is Role.COORDINATOR else []


def is_live() -> ColumnElement[bool]:
    return Nomination.status.not_in(ENDED)


def last_rank(allocation_id: int) -> int:
    """The last place on the reserve of a country in a run."""
    ranks = select(func.max(Nomination.reserve_rank)).where(
        Nomination.allocation_id == allocation_id, Nomination.status == Status.RESERVE
    )
    return db.session.scalar(ranks) or 0


def reserve_of(allocation_id: int) -> list[Nomination]:
    """The reserve of a country in a run, in its order."""
    found = select(Nomination).where(
        Nomination.allocation_id == allocation_id, Nomination.status == Status.RESERVE
    )
    return list(db.session.scalars(found.order_by(Nomination.reserve_rank, Nomination.id)))


def expired(now: datetime) -> list[Nomination]:
    """Offers that nobody answered in time."""
    found = select(Nomination).where(
        Nomination.status == Status.SELECTED, Nomination.offer_until <= now
    )
    return list(db.session.scalars(found.order_by(Nomination.id)))


def same_person(party_id: int, search_key: str, born_on: date | None) -> int | None:
    """A record that the same Party keeps under this name and birth date."""
    found = select(Person.id).where(Person.party_id == party_id, Person.search_key == search_key)
    born = Person.born_on.is_(None) if born_on is None else Person.born_on == born_on
    return db.session.scalar(found.where(born).limit(1))


def named(person_id: int, search_key: str) -> Person | None:
    """The person with this number, if this is still what they are called."""
    found = select(Person).where(Person.id == person_id, Person.search_key == search_key)
    return db.session.scalar(found)


def one_person(person_id: int) -> Person | None:
    """A person of one's own country, with nationality and Party."""
    both = (joinedload(Person.party), joinedload(Person.nationality))
    return db.session.scalar(select(Person).options(*both).where(Person.id == person_id))


def reached_by_mail(person_ids: Sequence[int]) -> list[tuple[int, str, str, str]]:
    """Id, name, language and newest e-mail address of those among these people who have one."""
    found = (
        select(Person.id, Person.name, Person.language, ContactPoint.value)
        .join(ContactPoint, ContactPoint.person_id == Person.id)
        .where(Person.id.in_(person_ids), ContactPoint.kind == ContactKind.EMAIL)
        .where(Person.is_demonstration.is_(False))
        .order_by(ContactPoint.id)
    )
    newest = {row[0]: (row[0], row[1], row[2], row[3]) for row in db.session.execute(found)}
    return list(newest.values())


def known_people(run: CourseOffering, words: str, limit: int = 20) -> list[Person]:
    """People of one's own country, not nominated for this run, whose name holds these words.

    Without words, those whose records are the newest.
    """
    live = select(Nomination.human_id).where(Nomination.offering_id == run.id, is_live())
    order = (Person.name, Person.id) if words.strip() else (Person.id.desc(),)
    found = select(Person).where(~closed(Person), Person.human_id.not_in(live)).order_by(*order)
    return list(db.session.scalars(named_like(found, words).limit(limit)))


def drafts_of(run: CourseOffering, party_id: int) -> list[Nomination]:
    """What an office has not sent yet, in the order in which it was written."""
    found = select(Nomination).where(
        Nomination.offering_id == run.id,
        Nomination.party_id == party_id,
        Nomination.status == Status.DRAFT,
    )
    with_person = found.options(joinedload(Nomination.person))
    return list(db.session.scalars(with_person.order_by(Nomination.id)))
