"""From an open browser to who is acting: the office held now, and what ties the person to rows."""

import sqlalchemy as sa
from flask import g
from flask_login import current_user

from tpp.accounts.queries.signed_in import Open
from tpp.acting import Acting, Role
from tpp.db import db
from tpp.offerings.models import Staffing
from tpp.people.models import Person
from tpp.scope import EVERYTHING, seeing


def acting_now() -> Acting | None:
    """Who is signed in, and for which office; None for the public."""
    found: Open | None = g.get("open")
    return acting_of(found) if found and current_user.is_authenticated else None


def acting_of(found: Open) -> Acting | None:
    """None where the office chosen is held no more: a deed must not slip into another office."""
    office = found.acts_for
    if office is None:
        return None
    return Acting(
        account_id=found.account_id,
        account_name=found.account_name,
        office_id=office.id,
        office_name=office.name,
        role=office.role,
        party_id=office.party_id,
        person_id=person_of(found.account_id) if office.role is Role.TRAINEE else None,
        offering_ids=runs_of(found.account_id) if office.role is Role.TRAINER else frozenset(),
    )


def person_of(account_id: int) -> int | None:
    with seeing(EVERYTHING):  # one's own record, found by one's own account
        return db.session.scalar(sa.select(Person.id).where(Person.account_id == account_id))


def runs_of(account_id: int) -> frozenset[int]:
    statement = sa.select(Staffing.offering_id).where(Staffing.account_id == account_id)
    return frozenset(db.session.scalars(statement))
