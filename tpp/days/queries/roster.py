"""Who is in a run, as its team knows them: name, own script, country."""

from typing import NamedTuple

import sqlalchemy as sa

from tpp.attendance.queries import party_names
from tpp.db import db
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import CAME
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.offerings.models import CourseOffering
from tpp.people.models import ContactPoint, Person, PersonName
from tpp.people.rules import ContactKind, NameKind, Sex
from tpp.scope import EVERYTHING, seeing

LISTED = CAME | {PlaceStatus.CONFIRMED}


class OnRoster(NamedTuple):
    """Somebody in a run, without anything of vetting, papers or other runs."""

    enrolment_id: int
    person_id: int
    party_id: int
    status: PlaceStatus
    name: str
    rank: str
    unit: str
    sex: Sex
    native: str = ""
    native_language: str = ""
    party: str = ""


def roster(run: CourseOffering, language: str = "en") -> list[OnRoster]:
    """Everybody who came or is expected, by country and name."""
    rows = db.session.execute(
        sa.select(
            Enrolment.id,
            Enrolment.person_id,
            Enrolment.party_id,
            Enrolment.status,
            Person.name,
            Person.rank,
            Person.unit,
            Person.sex,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.offering_id == run.id, Enrolment.status.in_(LISTED))
    ).all()
    natives = native_names([row.person_id for row in rows])
    parties = party_names({row.party_id for row in rows}, language)
    made = [
        OnRoster(*row, *natives.get(row.person_id, ("", "")), parties[row.party_id]) for row in rows
    ]
    return sorted(made, key=lambda it: (it.party, it.name.casefold(), it.enrolment_id))


def native_names(person_ids: list[int]) -> dict[int, tuple[str, str]]:
    """The newest name in the own script, with its language, by person."""
    found = (
        sa.select(PersonName.person_id, PersonName.text, PersonName.language)
        .where(PersonName.person_id.in_(person_ids), PersonName.kind == NameKind.NATIVE)
        .order_by(PersonName.id)
    )
    return {person: (text, language) for person, text, language in db.session.execute(found)}


def telephones(run: CourseOffering) -> dict[int, list[str]]:
    """Telephone numbers of those in the run, by person: for its lead and the programme, and no others."""
    found = (
        sa.select(ContactPoint.person_id, ContactPoint.value)
        .join(Enrolment, Enrolment.person_id == ContactPoint.person_id)
        .where(
            Enrolment.offering_id == run.id,
            Enrolment.status.in_(LISTED),
            ContactPoint.kind == ContactKind.PHONE,
        )
        .order_by(ContactPoint.id)
    )
    made: dict[int, list[str]] = {}
    with seeing(EVERYTHING):  # a lead does not see contacts otherwise; the look is in the logbook
        for person, number in db.session.execute(found):
            made.setdefault(person, []).append(number)
    return made
