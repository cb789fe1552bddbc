"""The training of one person, as far as this office may see it."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select

from tpp.acting import Acting
from tpp.assessments.models import Outcome
from tpp.catalogue.models import Course, CourseVersion
from tpp.certificates.models import Certificate
from tpp.db import db
from tpp.enrolments.models import Enrolment
from tpp.nominations.models import Nomination
from tpp.nominations.queries import sent_to
from tpp.offerings.models import CourseOffering
from tpp.parties.models import Party

TOLD = (
    Nomination.id,
    Nomination.status.label("nomination"),
    Nomination.reserve_rank,
    Nomination.submitted_at,
    Nomination.offer_until,
    Nomination.reason,
    Nomination.mission_id,
    Enrolment.id.label("enrolment_id"),
    Enrolment.status.label("place"),
    Outcome.status.label("outcome"),
    Outcome.qualification,
    CourseOffering.id.label("offering_id"),
    CourseOffering.code,
    CourseOffering.place.label("venue"),
    CourseOffering.starts_on,
    CourseOffering.ends_on,
    CourseOffering.timezone,
    CourseOffering.status.label("run"),
    Course.title,
)


def training_of(acting: Acting, person_ids: Collection[int]) -> Sequence[Any]:
    """Every run for which the person was put forward, the latest first, and how far it went."""
    lines = (
        select(*TOLD)
        .join(CourseOffering, CourseOffering.id == Nomination.offering_id)
        .join(CourseVersion, CourseVersion.id == CourseOffering.course_version_id)
        .join(Course, Course.id == CourseVersion.course_id)
        .outerjoin(Enrolment, Enrolment.nomination_id == Nomination.id)
        .outerjoin(Outcome, Outcome.enrolment_id == Enrolment.id)
        .where(Nomination.person_id.in_(person_ids), *sent_to(acting))
        .order_by(CourseOffering.starts_on.desc(), Nomination.id.desc())
    )
    return db.session.execute(lines).all()


def certificates_of(person_ids: Collection[int]) -> dict[int, list[Certificate]]:
    """The certificates on the records of a person by place, the newest first."""
    found = select(Certificate).where(Certificate.person_id.in_(person_ids))
    by_place: dict[int, list[Certificate]] = {}
    for certificate in db.session.scalars(found.order_by(Certificate.number.desc())):
        if certificate.enrolment_id:
            by_place.setdefault(certificate.enrolment_id, []).append(certificate)
    return by_place


def missions_in(lines: Sequence[Any], language: str) -> dict[int, str]:
    """The missions that sent the person, by name."""
    ids = {line.mission_id for line in lines if line.mission_id}
    if not ids:
        return {}
    missions = db.session.scalars(select(Party).where(Party.id.in_(ids)))
    return {party.id: party.name_in(language) for party in missions}
