"""Whole classes whose certificates are approved and wait to be issued."""

from tests.factories import (
    make_acting,
    make_allocation,
    make_enrolment,
    make_outcome,
    make_person,
    make_run,
)
from tpp import clock
from tpp.assessments.rules import Status as OutcomeStatus
from tpp.certificates.actions import approve, recommend
from tpp.db import db, transaction
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.people.models import ContactPoint
from tpp.people.rules import ContactKind


def make_class(people, version=None, name="Graduate {}", **run):
    """A run that so many finished; each has an address."""
    with transaction():
        allocation = make_allocation(make_run(version, seats=people, **run), seats=people)
        for number in range(people):
            graduate(allocation, name.format(number), f"graduate{number}@example.org")
    return allocation.offering


def graduate(allocation, name, address=""):
    """Somebody who finished the run; the place."""
    person = make_person(allocation.party, name=name)
    place = make_enrolment(allocation, person, PlaceStatus.FINISHED)
    make_outcome(place, OutcomeStatus.COMPLETED, qualification="Operator")
    if address:
        reach(person, address)
    return place


def reach(person, address):
    with transaction():
        contact = ContactPoint(kind=ContactKind.EMAIL, value=address)
        contact.person_id, contact.party_id = person.id, person.party_id
        db.session.add(contact)


def approved(run):
    """Recommended and approved by two people: the certificates may be issued."""
    day = max(run.ends_on, clock.today(run.timezone))
    award = recommend(run, dated_on=day, by=make_acting())
    return approve(award, by=make_acting(), reason="Nobody was asked in this test.")
