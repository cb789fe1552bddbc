"""Who of a run gets which certificate, and what stands between a person and theirs."""

from collections.abc import Collection
from typing import NamedTuple, Protocol

import sqlalchemy as sa
from flask import current_app

from tpp.assessments.models import Outcome
from tpp.assessments.rules import Status as OutcomeStatus
from tpp.certificates.models import Certificate, CertificateFile
from tpp.certificates.queries.register import LIVE
from tpp.certificates.rules import (
    DRAFT,
    Held,
    Names,
    Status,
    latin_tag,
    variant_of,
    wording,
)
from tpp.db import db
from tpp.designs.queries import design_for
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import CAME
from tpp.errors import Refused
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import COUNTS
from tpp.parties.models import Party
from tpp.people.models import Person, PersonName
from tpp.people.rules import NameKind


def base_url() -> str:
    return str(current_app.config["BASE_URL"])


class Candidate(NamedTuple):
    """Somebody who came to a run, with what was decided and what would be printed."""

    enrolment_id: int
    party_id: int
    person_id: int
    name: str
    language: str
    party: str
    outcome: OutcomeStatus | None
    qualification: str | None
    override_asked: OutcomeStatus | None


def candidates(run: CourseOffering, places: Collection[int] | None = None) -> dict[int, Candidate]:
    """Everybody who came to the run, by place, in the order of countries and names."""
    statement = (
        sa.select(
            Enrolment.id,
            Enrolment.party_id,
            Enrolment.person_id,
            Person.name,
            Person.language,
            Party.name,
            Outcome.status,
            Outcome.qualification,
            Outcome.override_asked,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .join(Party, Party.id == Enrolment.party_id)
        .outerjoin(Outcome, Outcome.enrolment_id == Enrolment.id)
        .where(Enrolment.offering_id == run.id, Enrolment.status.in_(CAME))
        .order_by(Party.name, Person.name, Enrolment.id)
    )
    if places is not None:
        statement = statement.where(Enrolment.id.in_(places))
    return {row[0]: Candidate(*row) for row in db.session.execute(statement)}


class HasName(Protocol):
    """Somebody whose name may be printed."""

    @property
    def person_id(self) -> int: ...

    @property
    def name(self) -> str: ...

    @property
    def language(self) -> str: ...


def names_to_print(people: Collection[HasName]) -> dict[int, Names]:
    """The names of each person as a certificate prints them, by person."""
    wanted = (NameKind.PRINTED, NameKind.NATIVE)
    statement = (
        sa.select(PersonName.person_id, PersonName.kind, PersonName.text, PersonName.language)
        .where(
            PersonName.person_id.in_([it.person_id for it in people]), PersonName.kind.in_(wanted)
        )
        .order_by(PersonName.id)
    )
    found = {(who, kind): (text, tag) for who, kind, text, tag in db.session.execute(statement)}
    return {it.person_id: names_of(it, found) for it in people}


def names_of(person: HasName, found: dict[tuple[int, NameKind], tuple[str, str]]) -> Names:
    latin = latin_tag(person.language)
    name, tag = found.get((person.person_id, NameKind.PRINTED), (person.name, latin))
    native, native_tag = found.get((person.person_id, NameKind.NATIVE), ("", ""))
    if not native or native == name:
        return Names(name, tag or latin)
    return Names(name, tag or latin, native, native_tag or person.language)


def held(run: CourseOffering) -> Held:
    design = design_for(run.course_version)
    return Held(
        course=run.course_version.course.title,
        starts_on=run.starts_on,
        ends_on=run.ends_on,
        venue=run.venue,
        place=run.place,
        hours=run.hours,
        languages=run.languages,
        is_demonstration=run.is_demonstration,
        design=design.key,
        second=design.second,
    )


def obstacle(candidate: Candidate, names: Names, run: Held) -> Refused | None:
    """What stops this person's certificate; None where nothing does."""
    try:
        variant = variant_of(candidate.outcome, candidate.override_asked)
        wording(run, names, variant, candidate.qualification or "", DRAFT, base_url())
    except Refused as refusal:
        return refusal
    return None


def live(run: CourseOffering) -> dict[int, Certificate]:
    """The certificate in force of each place of the run that has one."""
    statement = sa.select(Certificate).where(
        Certificate.offering_id == run.id, Certificate.status.in_(LIVE)
    )
    return {it.enrolment_id: it for it in db.session.scalars(statement)}


def replaced(run: CourseOffering) -> dict[tuple[int, str], int]:
    """The superseded certificate of each place and qualification whose successor is to be entered."""
    later = sa.orm.aliased(Certificate)
    found = sa.select(Certificate.enrolment_id, Certificate.qualification, Certificate.id).where(
        Certificate.offering_id == run.id,
        Certificate.status == Status.SUPERSEDED,
        ~sa.exists().where(later.supersedes_id == Certificate.id),
    )
    return {(place, kind): number for place, kind, number in db.session.execute(found)}


def printed(run: CourseOffering) -> set[int]:
    """The certificates of the run whose page is stored."""
    statement = sa.select(CertificateFile.certificate_id).where(
        CertificateFile.offering_id == run.id
    )
    return set(db.session.scalars(statement))


COUNTS["certificates"] = lambda run_id: (
    sa.select(sa.func.count(Certificate.id))
    .where(Certificate.offering_id == run_id, Certificate.status.in_(LIVE))
    .scalar_subquery()
)
