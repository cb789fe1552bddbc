"""Confirmed places, and all that lies between the confirmation and the first session."""

import secrets
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.db import Code, Key, Version, Word, db
from tpp.enrolments.rules import FLOW, Status, joining
from tpp.enrolments.rules.arrivals import Deed
from tpp.enrolments.rules.travel import State
from tpp.files.models import StoredFile
from tpp.history.models import HasFlow
from tpp.nominations.models import Nomination
from tpp.offerings.models import CourseOffering
from tpp.parties.models import Party
from tpp.people.models import Person, human_of, same_human, same_person_and_party
from tpp.scope import HiddenFromRuns, Scoped


def new_word() -> str:
    return secrets.token_hex(10)


class Enrolment(HasFlow, Scoped, db.Model):
    """A confirmed place of a person in a run. How well they did is not told here (see Outcome)."""

    id: Mapped[Key]
    nomination_id: Mapped[int] = mapped_column(unique=True)
    offering_id: Mapped[int] = mapped_column(sa.ForeignKey("course_offering.id"))
    party_id: Mapped[int] = mapped_column(sa.ForeignKey("party.id"), index=True)
    person_id: Mapped[int] = mapped_column(index=True)
    human_id: Mapped[int] = mapped_column(default=human_of)
    status: Mapped[Status] = mapped_column(default=Status.CONFIRMED)
    confirmed_at: Mapped[datetime]
    word: Mapped[Code] = mapped_column(unique=True, default=new_word)
    """Random: what the QR of the joining letter says, sealed, of this place."""

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
        same_person_and_party(),
        same_human(),
        sa.UniqueConstraint("offering_id", "human_id"),
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


class GroupPlace(OfEnrolment, db.Model):
    """That the holder of a place is taught in one group of the run."""

    id: Mapped[Key]
    group_id: Mapped[int] = mapped_column(index=True)

    __table_args__ = (
        same_enrolment(),
        sa.ForeignKeyConstraint(
            ["group_id", "offering_id"], ["trainee_group.id", "trainee_group.offering_id"]
        ),
        sa.UniqueConstraint("enrolment_id", "group_id"),
    )


class JoiningInstructions(HasFlow, db.Model):
    """One version of what those who come to a run must know. A version that went out is not changed."""

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(sa.ForeignKey("course_offering.id"))
    number: Mapped[int]
    """From 1, within the run."""
    status: Mapped[joining.Status] = mapped_column(default=joining.Status.DRAFT)
    reports_at: Mapped[datetime | None]
    texts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Language -> section -> plain text."""
    run_version: Mapped[int | None]
    """The run as it was when this went out: later changes of the plan are told from it."""
    sent_at: Mapped[datetime | None]

    offering: Mapped[CourseOffering] = relationship()

    flow = joining.FLOW
    __table_args__ = (sa.UniqueConstraint("offering_id", "number"),)


class JoiningLetter(HiddenFromRuns, OfEnrolment, db.Model):
    """The letter of one person in one version: stored once, never replaced."""

    id: Mapped[Key]
    instructions_id: Mapped[int] = mapped_column(sa.ForeignKey("joining_instructions.id"))
    language: Mapped[Code]
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"))
    made_at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship()
    instructions: Mapped[JoiningInstructions] = relationship()

    __table_args__ = (same_enrolment(), sa.UniqueConstraint("enrolment_id", "instructions_id"))


class TravelPlan(db.Model):
    """The steps before the journey that a run has instead of the usual ones: a setting with an author."""

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(sa.ForeignKey("course_offering.id"), unique=True)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    set_by: Mapped[Word]
    set_on: Mapped[date]
    version: Mapped[Version]


class TravelMark(HiddenFromRuns, OfEnrolment, db.Model):
    """How far one person is with one step. No row: open. Trainers never see it."""

    id: Mapped[Key]
    step: Mapped[Code]
    state: Mapped[State]
    arrives_at: Mapped[datetime | None]
    flight: Mapped[Word] = mapped_column(default="")
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    office_id: Mapped[int | None] = mapped_column(sa.ForeignKey("office.id"))
    version: Mapped[Version]

    __table_args__ = (same_enrolment(), sa.UniqueConstraint("enrolment_id", "step"))


class Arrival(OfEnrolment, db.Model):
    """A line of the arrival desk, never changed: somebody came, did not come, or that was a slip."""

    id: Mapped[Key]
    deed: Mapped[Deed]
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    office_id: Mapped[int | None] = mapped_column(sa.ForeignKey("office.id"))

    __table_args__ = (same_enrolment(),)
