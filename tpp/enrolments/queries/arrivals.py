"""Reading the arrival desk of a run. The scope narrows it: a trainer sees only runs of their own."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select, func, select

from tpp.db import db
from tpp.enrolments.models import Arrival, Enrolment
from tpp.enrolments.queries.joining import places_seen
from tpp.enrolments.rules import Status
from tpp.enrolments.rules.arrivals import AT_THE_DESK, Count, Counts, counted
from tpp.offerings.models import CourseOffering
from tpp.parties.models import Party
from tpp.people.models import Person
from tpp.people.queries import named_like
from tpp.people.rules import Sex

WOMEN = func.sum(sa.case((Person.sex == Sex.WOMAN, 1), else_=0))
STILL_FIRST = sa.case({Status.CONFIRMED: 0, Status.NO_SHOW: 1}, value=Enrolment.status, else_=2)


def at_the_desk(run: CourseOffering, text: str = "") -> Select[Any]:
    """Whoever is expected, those still to come first, by name."""
    lines = (
        select(
            Enrolment.id,
            Enrolment.status,
            Person.name,
            Person.rank,
            Person.sex,
            Party.name.label("party"),
        )
        .join(Person, Person.id == Enrolment.person_id)
        .join(Party, Party.id == Enrolment.party_id)
        .where(Enrolment.offering_id == run.id, Enrolment.status.in_(AT_THE_DESK))
        .order_by(STILL_FIRST, Person.name, Enrolment.id)
    )
    return named_like(lines, text)


def counts(run: CourseOffering) -> Counts:
    found = (
        select(Enrolment.status, func.count(), WOMEN)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.offering_id == run.id)
        .group_by(Enrolment.status)
    )
    rows = db.session.execute(found)
    return counted({status: Count(people, women or 0) for status, people, women in rows})


def last_deeds(place_ids: list[int]) -> dict[int, datetime]:
    """When the desk last wrote something down, by place."""
    found = (
        select(Arrival.enrolment_id, func.max(Arrival.at).label("at"))
        .where(Arrival.enrolment_id.in_(place_ids))
        .group_by(Arrival.enrolment_id)
    )
    return dict(db.session.execute(found).all())


def place_with(word: str) -> Enrolment | None:
    """The place whose letter carries this word, where it lies within sight."""
    return db.session.scalar(places_seen().where(Enrolment.word == word))
