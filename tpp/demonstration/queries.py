"""Whether a demonstration may be loaded, and what one holds."""

import sqlalchemy as sa

from tpp.accounts.models import Account
from tpp.certificates.models import Certificate
from tpp.db import db
from tpp.demonstration.rules.addresses import address
from tpp.offerings.models import CourseOffering
from tpp.people.models import Person
from tpp.scope import EVERYTHING, seeing


def is_empty() -> bool:
    """No account, no person and no run: nothing that a demonstration could be mixed up with."""
    with seeing(EVERYTHING):  # asks whether there is anybody at all, and learns no more
        found = [sa.exists(sa.select(model.id)) for model in (Account, Person, CourseOffering)]
        return not db.session.scalar(sa.select(sa.or_(*found)))


def certificates_of_trainee() -> list[Certificate]:
    """Those of the trainee who signs in: their pages are printed beforehand."""
    statement = (
        sa.select(Certificate)
        .join(Person, Person.id == Certificate.person_id)
        .join(Account, Account.id == Person.account_id)
        .where(Account.email == address("trainee"))
        .order_by(Certificate.number)
    )
    return list(db.session.scalars(statement))


def with_birthday(party_id: int, number: int) -> list[Person]:
    """So many people of a Party whose birth date is known, those recorded last before others."""
    found = sa.select(Person).where(Person.party_id == party_id, Person.born_on.is_not(None))
    return list(db.session.scalars(found.order_by(Person.id.desc()).limit(number)))


def counted() -> tuple[int, int]:
    """How many people and runs there are."""
    numbers = (sa.select(sa.func.count(it.id)).scalar_subquery() for it in (Person, CourseOffering))
    people, runs = db.session.execute(sa.select(*numbers)).one()
    return people, runs
