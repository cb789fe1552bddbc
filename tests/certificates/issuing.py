"""Certificates in the register for tests of what happens to them afterwards."""

import sqlalchemy as sa

from tests.factories import (
    make_acting,
    make_allocation,
    make_enrolment,
    make_outcome,
    make_person,
    make_run,
    make_version,
)
from tpp.assessments.rules import Status as Outcome
from tpp.certificates.actions import register
from tpp.certificates.models import Certificate
from tpp.db import db, transaction
from tpp.enrolments.rules import Status as Place
from tpp.people.models import ContactPoint
from tpp.people.rules import ContactKind


def held_run(**given):
    return make_run(make_version(validity_months=36), hours=120, **given)


def graduate(run, name="Asha Wanjiru", native=None, party=None, person=None):
    """Somebody who completed the run and waits for a certificate."""
    allocation = make_allocation(run, party, seats=2)
    person = person or make_person(allocation.party, name=name, native=native, language="en")
    place = make_enrolment(allocation, person, Place.FINISHED)
    make_outcome(place, Outcome.COMPLETED, qualification="Operator")
    return place


def issue(place, by=None):
    """The certificate of this place, in the register."""
    [certificate] = register(place.offering, [place.id], by=by or make_acting()).certificates
    return certificate


def reached_at(person, address):
    """From now on mail to this person goes there."""
    ties = {"person_id": person.id, "party_id": person.party_id}
    with transaction() as session:
        session.add(ContactPoint(**ties, kind=ContactKind.EMAIL, value=address))


def again(row):
    """The row as it stands in the database now."""
    db.session.rollback()
    return db.session.get(type(row), row.id, populate_existing=True)


def certificates():
    db.session.rollback()
    return db.session.scalars(sa.select(Certificate).order_by(Certificate.number)).all()
