"""Women, men and unknown among those with seats, and those who would get one."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from tpp.db import db
from tpp.nominations.models import Nomination
from tpp.nominations.rules import HAS_SEAT, Share
from tpp.offerings.models import CourseOffering
from tpp.people.models import Person
from tpp.people.rules import Sex

ORDER = (Sex.WOMAN, Sex.MAN, Sex.UNKNOWN)


def shares_by_party(run: CourseOffering) -> dict[int, Share]:
    """Those who hold or fill a seat of the run, by the Party that sends them."""
    found = (
        select(Nomination.party_id, Person.sex, func.count())
        .join(Person, Person.id == Nomination.person_id)
        .where(Nomination.offering_id == run.id, Nomination.status.in_(HAS_SEAT))
        .group_by(Nomination.party_id, Person.sex)
    )
    by_party: dict[int, Share] = {}
    for party_id, sex, number in db.session.execute(found):
        by_party[party_id] = by_party.get(party_id, Share()) + share_of({sex: number})
    return by_party


def with_seats(run: CourseOffering) -> Share:
    """Those who hold or fill a seat of the whole run."""
    return total(shares_by_party(run).values())


def total(shares: Iterable[Share]) -> Share:
    return sum(shares, Share())


def share_of(counted: dict[Sex, int]) -> Share:
    return Share(*(counted.get(sex, 0) for sex in ORDER))


def sexes(nominations: Sequence[Nomination]) -> Share:
    """How many women, men and unknown are among these nominees."""
    ids = [nomination.person_id for nomination in nominations]
    found = select(Person.sex, func.count()).where(Person.id.in_(ids)).group_by(Person.sex)
    return share_of(dict(db.session.execute(found).all()))


def sexes_of(nominations: Iterable[Nomination]) -> Share:
    """The same of nominees whose persons are loaded."""
    return share_of(Counter(it.person.sex for it in nominations))
