"""From an open browser to who is acting: the office held now, and what ties the person to rows."""

import sqlalchemy as sa
from flask import g
from flask_login import current_user
from sqlalchemy.orm import aliased

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
    records = records_of(found.account_id) if office.role is Role.TRAINEE else []
    return Acting(
        account_id=found.account_id,
        account_name=found.account_name,
        office_id=office.id,
        office_name=office.name,
        role=office.role,
        party_id=office.party_id,
        person_id=records[0] if records else None,
        other_person_ids=frozenset(records[1:]),
        offering_ids=runs_of(found.account_id) if office.role is Role.TRAINER else frozenset(),
    )


def person_of(account_id: int) -> int | None:
    """The record that stands for whom this account belongs to."""
    records = records_of(account_id)
    return records[0] if records else None


def records_of(account_id: int) -> list[int]:
    """The records of whom this account belongs to: the one that stands for the others comes first."""
    own = aliased(Person)
    found = (
        sa.select(Person.id)
        .join(own, own.human_id == Person.human_id)
        .where(own.account_id == account_id)
        .order_by(Person.id != Person.human_id, Person.id)
    )
    with seeing(EVERYTHING):  # one's own records, found by one's own account
        return list(db.session.scalars(found))


def runs_of(account_id: int) -> frozenset[int]:
    statement = sa.select(Staffing.offering_id).where(Staffing.account_id == account_id)
    return frozenset(db.session.scalars(statement))
