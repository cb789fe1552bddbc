"""The trainers' pool: who may teach what, and invitations to teach in a run."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.catalogue.models import Course
from tpp.db import Key, db
from tpp.history.models import HasFlow
from tpp.offerings.models import CourseOffering
from tpp.offerings.rules import StaffRole
from tpp.people.models import OfPerson, Person, same_person_and_party
from tpp.pool.rules import FLOW, INVITATION, OPEN, Answer, Status
from tpp.scope import HiddenFromRuns

IS_OPEN = sa.text(f"status IN {tuple(map(str, OPEN))}")


class PoolMembership(HasFlow, HiddenFromRuns, OfPerson, db.Model):
    """How far somebody is on the way to leading a course."""

    id: Mapped[Key]
    course_id: Mapped[int] = mapped_column(sa.ForeignKey("course.id"), index=True)
    graduated_in_id: Mapped[int] = mapped_column(sa.ForeignKey("course_offering.id"))
    """The run of a training of trainers that was completed."""
    status: Mapped[Status] = mapped_column(default=Status.GRADUATE, index=True)
    level: Mapped[Status] = mapped_column(default=Status.GRADUATE)
    """The status before a pause; to it somebody comes back."""
    since: Mapped[datetime]
    """When the status last changed."""

    person: Mapped[Person] = relationship(
        primaryjoin=lambda: PoolMembership.person_id == Person.id,
        foreign_keys=lambda: PoolMembership.person_id,
    )
    course: Mapped[Course] = relationship()
    graduated_in: Mapped[CourseOffering] = relationship()

    flow = FLOW
    __table_args__ = (
        same_person_and_party(),
        sa.UniqueConstraint("person_id", "course_id"),
        sa.UniqueConstraint("id", "person_id", "party_id"),
    )


class PoolInvitation(HasFlow, HiddenFromRuns, OfPerson, db.Model):
    """That a member of the pool is asked to teach in a run."""

    id: Mapped[Key]
    membership_id: Mapped[int] = mapped_column(index=True)
    offering_id: Mapped[int] = mapped_column(sa.ForeignKey("course_offering.id"), index=True)
    role: Mapped[StaffRole]
    status: Mapped[Answer] = mapped_column(default=Answer.INVITED, index=True)
    invited_at: Mapped[datetime]
    until: Mapped[datetime]
    """The answer is due then."""
    answered_at: Mapped[datetime | None]
    free_until: Mapped[date | None]
    """The last day on which whoever said yes is free; empty: the whole run."""

    membership: Mapped[PoolMembership] = relationship(
        primaryjoin=lambda: PoolInvitation.membership_id == PoolMembership.id,
        foreign_keys=lambda: PoolInvitation.membership_id,
    )
    offering: Mapped[CourseOffering] = relationship()

    flow = INVITATION
    __table_args__ = (
        same_person_and_party(),
        sa.ForeignKeyConstraint(
            ["membership_id", "person_id", "party_id"],
            ["pool_membership.id", "pool_membership.person_id", "pool_membership.party_id"],
        ),
        sa.Index(
            "uq_pool_invitation_open",
            "person_id",
            "offering_id",
            unique=True,
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
    )
