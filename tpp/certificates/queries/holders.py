"""Who holds a certificate, and where mail about it goes: a person on record, or somebody with an account."""

from collections.abc import Collection
from typing import NamedTuple

import sqlalchemy as sa

from tpp.accounts.models import Account
from tpp.certificates.models import Certificate
from tpp.db import db
from tpp.people.models import Person
from tpp.people.queries import emails_of


class Holder(NamedTuple):
    """Somebody who holds a certificate."""

    name: str
    language: str
    address: str | None
    """None where the register has none, or the account is closed."""
    account_id: int | None


def holders(certificates: Collection[Certificate]) -> dict[int, Holder]:
    """The holder of each of these certificates, by certificate."""
    people = of_people([it.person_id for it in certificates if it.person_id])
    team = of_accounts([it.account_id for it in certificates if it.account_id])
    return {
        it.id: team[it.account_id] if it.account_id else people[it.person_id or 0]
        for it in certificates
        if it.account_id in team or it.person_id in people
    }


def of_people(ids: Collection[int]) -> dict[int, Holder]:
    addresses = emails_of(ids)
    found = db.session.scalars(sa.select(Person).where(Person.id.in_(ids)))
    return {
        it.id: Holder(it.name, it.language, addresses.get(it.id), it.account_id) for it in found
    }


def of_accounts(ids: Collection[int]) -> dict[int, Holder]:
    """An invented account has no address that may be written to."""
    found = db.session.scalars(sa.select(Account).where(Account.id.in_(ids)))
    return {
        it.id: Holder(
            it.name,
            it.language,
            it.email if it.is_active and not it.is_demonstration else None,
            it.id,
        )
        for it in found
    }


def holder_of(certificate: Certificate) -> Holder:
    return holders([certificate])[certificate.id]
