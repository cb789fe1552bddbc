"""Reading the trainers' pool. Whose rows are seen is settled by the scope of the request."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload

from tpp.acting import Acting
from tpp.assessments.models import Outcome
from tpp.assessments.rules import Status as OutcomeStatus
from tpp.catalogue.models import Course, CourseVersion
from tpp.catalogue.rules import CourseKind
from tpp.db import db
from tpp.offerings.models import CourseOffering, Staffing
from tpp.offerings.rules import LIVE
from tpp.people.models import Person, PersonLanguage
from tpp.people.queries import named_like
from tpp.people.rules import LanguageLevel
from tpp.pool.models import PoolInvitation, PoolMembership
from tpp.pool.rules import Answer, Status

WITH_PERSON = (
    joinedload(PoolMembership.course),
    joinedload(PoolMembership.person).joinedload(Person.nationality),
)


@dataclass(frozen=True)
class Wanted:
    """What a list of the pool is narrowed to."""

    text: str = ""
    course_id: int | None = None
    language: str = ""
    country_id: int | None = None
    status: Status | None = None
    active_since: date | None = None


def members(wanted: Wanted) -> Select[PoolMembership]:
    """Who fits, by name."""
    found = select(PoolMembership).join(Person, Person.id == PoolMembership.person_id)
    found = found.options(*WITH_PERSON)
    if wanted.text:
        found = named_like(found, wanted.text)
    if wanted.course_id:
        found = found.where(PoolMembership.course_id == wanted.course_id)
    if wanted.country_id:
        found = found.where(Person.nationality_id == wanted.country_id)
    if wanted.status:
        found = found.where(PoolMembership.status == wanted.status)
    if wanted.language:
        found = found.where(speaks(wanted.language))
    if wanted.active_since:
        found = found.where(taught_since(wanted.active_since))
    return found.order_by(Person.name, PoolMembership.id)


def speaks(language: str) -> Any:
    return exists().where(
        PersonLanguage.person_id == PoolMembership.person_id,
        PersonLanguage.language == language,
        PersonLanguage.level != LanguageLevel.NONE,
    )


def taught_since(day: date) -> Any:
    return exists().where(
        Staffing.account_id == Person.account_id,
        CourseOffering.id == Staffing.offering_id,
        CourseOffering.ends_on >= day,
    )


def last_taught(accounts: Collection[int]) -> dict[int, date]:
    """The last day of the last run in which each account was in the team."""
    found = (
        select(Staffing.account_id, func.max(CourseOffering.ends_on))
        .join(CourseOffering, CourseOffering.id == Staffing.offering_id)
        .where(Staffing.account_id.in_(accounts))
        .group_by(Staffing.account_id)
    )
    return dict(db.session.execute(found).all())


def courses() -> list[Course]:
    """Courses of which somebody is in the pool."""
    known = select(PoolMembership.course_id)
    return list(
        db.session.scalars(select(Course).where(Course.id.in_(known)).order_by(Course.title))
    )


def countries() -> list[Any]:
    """Nationalities of the members that may be seen."""
    found = select(PoolMembership).options(*WITH_PERSON)
    parties = {it.person.nationality for it in db.session.scalars(found)}
    return sorted(parties, key=lambda it: it.name)


def one_membership(acting: Acting, membership_id: int) -> PoolMembership | None:
    found = select(PoolMembership).options(*WITH_PERSON)
    return db.session.scalar(found.where(PoolMembership.id == membership_id))


def one_invitation(acting: Acting, invitation_id: int) -> PoolInvitation | None:
    return db.session.scalar(select(PoolInvitation).where(PoolInvitation.id == invitation_id))


def invitations_of(membership: PoolMembership) -> list[PoolInvitation]:
    found = select(PoolInvitation).options(joinedload(PoolInvitation.offering))
    found = found.where(PoolInvitation.membership_id == membership.id)
    return list(db.session.scalars(found.order_by(PoolInvitation.id.desc())))


def memberships_of(acting: Acting) -> list[PoolMembership]:
    """The person's own, by the scope of a trainee."""
    found = select(PoolMembership).options(*WITH_PERSON)
    return list(db.session.scalars(found.order_by(PoolMembership.id)))


def proposals() -> Select[*tuple[Any, ...]]:
    """Who completed a training of trainers and is not in the pipeline of that course yet."""
    known = exists().where(
        PoolMembership.person_id == Person.id, PoolMembership.course_id == Course.id
    )
    return (
        select(
            Outcome.id.label("outcome_id"),
            Person.id,
            Person.name,
            CourseOffering.code,
            Course.title,
            CourseOffering.ends_on,
        )
        .join(Person, Person.id == Outcome.person_id)
        .join(CourseOffering, CourseOffering.id == Outcome.offering_id)
        .join(CourseVersion, CourseVersion.id == CourseOffering.course_version_id)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(Outcome.status == OutcomeStatus.COMPLETED)
        .where(Course.kind == CourseKind.TRAINING_OF_TRAINERS, ~known)
        .order_by(CourseOffering.ends_on.desc(), Person.name, Outcome.id)
    )


def one_proposal(acting: Acting, outcome_id: int) -> Outcome | None:
    """The outcome that proposes somebody, where it still does."""
    proposed = proposals().with_only_columns(Outcome.id).order_by(None)
    found = select(Outcome).where(Outcome.id == outcome_id, Outcome.id.in_(proposed))
    return db.session.scalar(found)


def runs_to_teach(day: date) -> list[CourseOffering]:
    """Runs that have not begun, the next one first."""
    found = select(CourseOffering).options(
        joinedload(CourseOffering.course_version).joinedload(CourseVersion.course)
    )
    found = found.where(CourseOffering.status.in_(LIVE), CourseOffering.starts_on > day)
    return list(db.session.scalars(found.order_by(CourseOffering.starts_on, CourseOffering.id)))


def has_open(person_id: int, run: CourseOffering) -> bool:
    """Is the person asked to teach in the run, and the matter not settled?"""
    whose = (PoolInvitation.person_id == person_id, PoolInvitation.offering_id == run.id)
    is_open = PoolInvitation.status.in_((Answer.INVITED, Answer.ACCEPTED))
    return db.session.scalar(select(PoolInvitation.id).where(*whose, is_open)) is not None


def expired(now: datetime) -> list[PoolInvitation]:
    due = (PoolInvitation.status == Answer.INVITED, PoolInvitation.until <= now)
    return list(db.session.scalars(select(PoolInvitation).where(*due).order_by(PoolInvitation.id)))
