"""Who sits in the seats of a run: told to the pages of the seats, which know of no nominee."""

from sqlalchemy import func, select

from tpp.db import db
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Status
from tpp.offerings.models import CourseOffering
from tpp.people.models import Person
from tpp.people.rules import Sex
from tpp.seats.queries import Sitting

COUNTED = (Status.ACCEPTED, Status.SELECTED, Status.RESERVE)


def who_sits(run: CourseOffering) -> dict[int, Sitting]:
    """By Party, within the scope of the reader."""
    found = (
        select(Nomination.party_id, Nomination.status, Person.sex, func.count())
        .join(Person, Person.id == Nomination.person_id)
        .where(Nomination.offering_id == run.id, Nomination.status.in_(COUNTED))
        .group_by(Nomination.party_id, Nomination.status, Person.sex)
    )
    counts: dict[int, dict[str, int]] = {}
    for party_id, status, sex, number in db.session.execute(found):
        counted = counts.setdefault(party_id, {"women": 0, "women_held": 0, "reserve": 0})
        if status is Status.RESERVE:
            counted["reserve"] += number
        elif sex is Sex.WOMAN:
            counted["women" if status is Status.ACCEPTED else "women_held"] += number
    return {party_id: Sitting(**counted) for party_id, counted in counts.items()}
