"""The work that waits for the programme office, run by run: what a number on its first screen counts."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select, func, select

from tpp.assessments.models import Outcome
from tpp.calls.models import CalledRun
from tpp.catalogue.models import Course, CourseVersion
from tpp.certificates.models import Award, AwardLine, Certificate, CertificateRequest
from tpp.certificates.queries.naming import OVER, people_in_doubt
from tpp.certificates.rules import VARIANTS
from tpp.certificates.rules import Status as CertificateStatus
from tpp.certificates.rules.awards import OPEN as OPEN_AWARD
from tpp.certificates.rules.awards import Status as AwardStatus
from tpp.certificates.rules.corrections import Answer
from tpp.db import db
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import SEATED
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.nominations.models import DocumentGrant, Nomination
from tpp.nominations.rules import TO_DECIDE
from tpp.nominations.rules import Status as NominationStatus
from tpp.nominations.rules.grants import Status as GrantStatus
from tpp.offerings.models import CourseOffering
from tpp.offerings.rules import LIVE
from tpp.offerings.rules import Status as RunStatus
from tpp.parties.models import Party
from tpp.seats.models import SeatAllocation
from tpp.seats.rules import Status as SeatStatus

CLOSES_WITHIN = timedelta(days=14)
"""A call that closes within this time is named on the first screen."""

RUN = (
    CourseOffering.code,
    CourseOffering.place,
    CourseOffering.timezone,
    CourseOffering.starts_on,
    CourseOffering.ends_on,
    Course.title,
)


def of_runs(counted: Any, *columns: Any) -> Select[Any]:
    """Lines about runs, with what names a run first."""
    return (
        select(*RUN, *columns)
        .select_from(counted)
        .join(CourseOffering, CourseOffering.id == counted.offering_id)
        .join(CourseVersion, CourseVersion.id == CourseOffering.course_version_id)
        .join(Course, Course.id == CourseVersion.course_id)
    )


def read(lines: Select[Any]) -> Sequence[Any]:
    return db.session.execute(lines).all()


def to_decide() -> Sequence[Any]:
    """Nominations that wait for a decision, by run; the one that waits longest first."""
    number, oldest = func.count().label("number"), func.min(Nomination.submitted_at).label("oldest")
    lines = of_runs(Nomination, number, oldest).where(Nomination.status.in_(TO_DECIDE))
    return read(lines.group_by(*RUN).order_by(oldest))


def calls_closing(now: datetime) -> Sequence[Any]:
    """Calls that close soon, with the seats offered and the people named so far."""
    sent = (
        select(func.count(Nomination.id))
        .where(
            Nomination.offering_id == CourseOffering.id,
            Nomination.status != NominationStatus.DRAFT,
        )
        .scalar_subquery()
    )
    columns = (
        CalledRun.call_id,
        CalledRun.closes_at,
        CourseOffering.seats_offered,
        sent.label("sent"),
    )
    is_soon = CalledRun.closes_at.between(now, now + CLOSES_WITHIN)
    lines = of_runs(CalledRun, *columns).where(is_soon, CourseOffering.status.in_(LIVE))
    return read(lines.order_by(CalledRun.closes_at))


def seats_unfilled() -> Sequence[Any]:
    """Seats that are neither held nor filled in confirmed runs, by run and country."""
    free = SeatAllocation.offered - SeatAllocation.held - SeatAllocation.filled
    columns = (
        free.label("number"),
        CourseOffering.release_on,
        Party.code.label("party_code"),
        Party.name.label("party"),
    )
    lines = of_runs(SeatAllocation, *columns).join(Party, Party.id == SeatAllocation.party_id)
    is_open = (
        CourseOffering.status == RunStatus.CONFIRMED,
        SeatAllocation.status != SeatStatus.DECLINED,
    )
    return read(lines.where(*is_open, free > 0).order_by(CourseOffering.starts_on, Party.name))


def to_approve(account_id: int | None) -> Sequence[Any]:
    """Certificates that somebody else recommended, by run: nobody approves what they recommended."""
    number = func.count().label("number")
    lines = of_runs(AwardLine, number).join(Award, Award.id == AwardLine.award_id)
    waiting = lines.where(
        Award.status == AwardStatus.RECOMMENDED,
        Award.recommended_by_id.is_distinct_from(account_id),
    )
    return read(waiting.group_by(*RUN).order_by(func.min(Award.recommended_at)))


def to_recommend() -> Sequence[Any]:
    """People whose outcome earns a certificate that they neither have nor are recommended for, by run."""
    has_one = sa.exists().where(
        Certificate.enrolment_id == Outcome.enrolment_id,
        Certificate.status != CertificateStatus.SUPERSEDED,
    )
    lines = of_runs(Outcome, func.count().label("number"))
    is_listed = sa.exists().where(
        AwardLine.enrolment_id == Outcome.enrolment_id,
        Award.id == AwardLine.award_id,
        Award.status.in_(OPEN_AWARD),
    )
    waiting = lines.where(Outcome.status.in_(VARIANTS), ~has_one, ~is_listed)
    return read(waiting.group_by(*RUN).order_by(CourseOffering.ends_on))


def names_to_correct() -> Sequence[Any]:
    """People whose name was said to be wrong, and who wait for a certificate, by run."""
    number = func.count(Enrolment.person_id.distinct()).label("number")
    has_one = sa.exists().where(Certificate.enrolment_id == Enrolment.id)
    lines = of_runs(Enrolment, number).where(
        Enrolment.person_id.in_(people_in_doubt()),
        Enrolment.status.in_(SEATED),
        CourseOffering.status.not_in(OVER),
        ~has_one,
    )
    return read(lines.group_by(*RUN).order_by(CourseOffering.ends_on))


def overrides_waiting() -> Sequence[Any]:
    """Outcomes against the rule that wait for a second person, by run."""
    number = func.count().label("number")
    lines = of_runs(Outcome, number).where(Outcome.override_asked.is_not(None))
    return read(lines.group_by(*RUN).order_by(CourseOffering.ends_on))


def grants_waiting(account_id: int | None) -> Sequence[Any]:
    """Requests to read papers that somebody else made, by run: nobody decides on their own."""
    number = func.count().label("number")
    lines = of_runs(DocumentGrant, number).where(
        DocumentGrant.status == GrantStatus.ASKED, DocumentGrant.account_id != account_id
    )
    return read(lines.group_by(*RUN).order_by(CourseOffering.starts_on))


def asked_of_certificates(account_id: int | None) -> int:
    """Corrections, revocations and re-issues that somebody else asked for: nobody decides on their own."""
    statement = sa.select(sa.func.count(CertificateRequest.id)).where(
        CertificateRequest.status == Answer.ASKED,
        sa.or_(
            CertificateRequest.asked_by_id != account_id, CertificateRequest.asked_by_id.is_(None)
        ),
    )
    return db.session.scalar(statement) or 0


def arriving(today: date) -> Sequence[Any]:
    """People with a place who are not here yet, in runs that begin today or began yesterday."""
    number = func.count().label("number")
    days = CourseOffering.starts_on.between(today - timedelta(days=1), today)
    lines = of_runs(Enrolment, number).where(Enrolment.status == PlaceStatus.CONFIRMED, days)
    return read(lines.group_by(*RUN).order_by(CourseOffering.starts_on))
