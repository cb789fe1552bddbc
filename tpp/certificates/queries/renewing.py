"""Re-certification: a later certificate for the same course and qualification renews an earlier one.

Computed, not stored: records of one person may be merged after both were issued.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tpp.catalogue.models import CourseVersion
from tpp.certificates.models import Certificate
from tpp.certificates.rules import Status
from tpp.db import db
from tpp.offerings.models import CourseOffering
from tpp.people.models import Person

own, run = aliased(Person), aliased(CourseOffering)
version, held = aliased(CourseVersion), aliased(CourseVersion)


def renewed(certificate: Certificate) -> Certificate | None:
    """The certificate of an earlier run that this one renews: the last one before it."""
    earlier = same_course(certificate).where(Certificate.number < certificate.number)
    return db.session.scalar(earlier.order_by(Certificate.number.desc()).limit(1))


def renewal(certificate: Certificate) -> Certificate | None:
    """The certificate of a later run that renews this one: the newest, which counts today."""
    later = same_course(certificate).where(Certificate.number > certificate.number)
    return db.session.scalar(later.order_by(Certificate.number.desc()).limit(1))


def same_course(certificate: Certificate) -> sa.Select[Any]:
    """Certificates in force of the same human being for the same course and qualification.

    Of another run, for what replaces a certificate within a run renews nothing. Records that were
    merged are of one human being.
    """
    return (
        sa.select(Certificate)
        .join(Person, Person.id == Certificate.person_id)
        .join(own, own.human_id == Person.human_id)
        .join(CourseOffering, CourseOffering.id == Certificate.offering_id)
        .join(version, version.id == CourseOffering.course_version_id)
        .join(held, held.course_id == version.course_id)
        .join(run, run.course_version_id == held.id)
        .where(
            own.id == certificate.person_id,
            run.id == certificate.offering_id,
            Certificate.offering_id != certificate.offering_id,
            Certificate.qualification == certificate.qualification,
            Certificate.kind == certificate.kind,
            Certificate.status == Status.ISSUED,
        )
    )
