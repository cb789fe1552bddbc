"""Confirmed places."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.db import Key, db
from tpp.enrolments.rules import FLOW, Status
from tpp.history.models import HasFlow
from tpp.nominations.models import Nomination
from tpp.offerings.models import CourseOffering
from tpp.parties.models import Party
from tpp.people.models import Person
from tpp.scope import Scoped


class Enrolment(HasFlow, Scoped, db.Model):
    """A confirmed place of a person in a run. How well they did is not told here (see Outcome)."""

    id: Mapped[Key]
    nomination_id: Mapped[int] = mapped_column(unique=True)
    offering_id: Mapped[int] = mapped_column(sa.ForeignKey("course_offering.id"))
    party_id: Mapped[int] = mapped_column(sa.ForeignKey("party.id"), index=True)
    person_id: Mapped[int] = mapped_column(index=True)
    status: Mapped[Status] = mapped_column(default=Status.CONFIRMED)
    confirmed_at: Mapped[datetime]

    nomination: Mapped[Nomination] = relationship(
        primaryjoin=lambda: Enrolment.nomination_id == Nomination.id, foreign_keys=[nomination_id]
    )
    offering: Mapped[CourseOffering] = relationship()
    party: Mapped[Party] = relationship()
    person: Mapped[Person] = relationship(
        primaryjoin=lambda: Enrolment.person_id == Person.id, foreign_keys=[person_id]
    )

    flow = FLOW
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["nomination_id", "party_id", "offering_id", "person_id"],
            [
                "nomination.id",
                "nomination.party_id",
                "nomination.offering_id",
                "nomination.person_id",
            ],
        ),
        sa.UniqueConstraint("offering_id", "person_id"),
        sa.UniqueConstraint("id", "party_id", "offering_id", "person_id"),
        sa.Index(None, "offering_id", "status", "person_id"),  # women in fifty runs, from it alone
    )


class OfEnrolment(Scoped):
    """A row about one place: it names the same Party, run and person as the place does."""

    enrolment_id: Mapped[int] = mapped_column(index=True)
    party_id: Mapped[int]
    offering_id: Mapped[int] = mapped_column(index=True)
    person_id: Mapped[int]


def same_enrolment() -> sa.ForeignKeyConstraint:
    """The wall in the database: Party, run and person are those of the place."""
    return sa.ForeignKeyConstraint(
        ["enrolment_id", "party_id", "offering_id", "person_id"],
        ["enrolment.id", "enrolment.party_id", "enrolment.offering_id", "enrolment.person_id"],
    )
