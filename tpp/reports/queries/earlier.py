"""What people took part in: asked for where nominees are selected."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from tpp.assessments.models import Outcome
from tpp.assessments.rules import Status as OutcomeStatus
from tpp.catalogue.models import Course, CourseVersion
from tpp.db import db
from tpp.enrolments.models import Enrolment
from tpp.offerings.models import CourseOffering
from tpp.selection.queries.earlier import Earlier


def took_part(person_ids: Sequence[int]) -> Iterable[Earlier]:
    """The places that these people had, as far as they are seen, the newest run first."""
    found = (
        select(
            Enrolment.person_id,
            Enrolment.offering_id,
            CourseOffering.code,
            Course.code.label("course"),
            Course.title,
            CourseOffering.starts_on,
            Enrolment.status,
            Outcome.status.label("outcome"),
        )
        .join(CourseOffering, CourseOffering.id == Enrolment.offering_id)
        .join(CourseVersion, CourseVersion.id == CourseOffering.course_version_id)
        .join(Course, Course.id == CourseVersion.course_id)
        .outerjoin(Outcome, Outcome.enrolment_id == Enrolment.id)
        .where(Enrolment.person_id.in_(person_ids))
        .order_by(CourseOffering.starts_on.desc(), CourseOffering.id.desc())
    )
    for row in db.session.execute(found):
        told = None if row.outcome in (None, OutcomeStatus.NOT_EVALUATED) else row.outcome
        yield Earlier(**{**row._mapping, "outcome": told})
