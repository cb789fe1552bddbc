"""Dated runs of courses: who does what in them, when they meet, and who teaches."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.accounts.models import Account
from tpp.catalogue.models import CourseVersion
from tpp.catalogue.rules import Delivery
from tpp.db import Code, Key, Text, Version, Word, db
from tpp.history.models import HasFlow
from tpp.offerings.rules import FLOW, LIVE, OFF, PartyRole, StaffRole, Status
from tpp.parties.models import Party


class TrainingEvent(db.Model):
    """Something above runs: an integrated event of several courses at one place and time."""

    id: Mapped[Key]
    title: Mapped[Word]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]


class CourseOffering(HasFlow, db.Model):
    """A dated run of a course version. Open, running and over are told by its dates, not stored."""

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    course_version_id: Mapped[int] = mapped_column(sa.ForeignKey("course_version.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("training_event.id"))
    venue: Mapped[Word]
    place: Mapped[Word] = mapped_column(default="")
    """Town and country as they are printed."""
    timezone: Mapped[Code]
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date]
    """First and last day, in the run's zone."""
    delivery: Mapped[Delivery] = mapped_column(default=Delivery.IN_PERSON)
    languages: Mapped[list[str]] = mapped_column(default=list)
    machines: Mapped[list[str]] = mapped_column(default=list)
    """Machine types that this run has; competencies on other machines are not assessed in it."""
    seats: Mapped[int]
    seats_offered: Mapped[int] = mapped_column(default=0)
    """Sum of what its allocations offer; kept by the seat ledger."""
    women_floor_percent: Mapped[int | None]
    women_floor_set_by: Mapped[Word] = mapped_column(default="")
    women_floor_set_on: Mapped[date | None]
    release_on: Mapped[date | None]
    """The day on which unused seats are given back."""
    release_set_by: Mapped[Word] = mapped_column(default="")
    """Who chose that day; empty while it is the default of the register."""
    release_set_on: Mapped[date | None]
    hours: Mapped[int | None]
    """Hours of instruction, as printed on the certificate."""
    note: Mapped[Text]
    reason: Mapped[Text]
    """Why it was postponed or cancelled."""
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    status: Mapped[Status] = mapped_column(default=Status.DRAFT, index=True)
    once: Mapped[Code | None] = mapped_column(unique=True)
    """The form that planned it: sent twice, it plans one run."""

    course_version: Mapped[CourseVersion] = relationship()
    event: Mapped[TrainingEvent | None] = relationship()

    flow = FLOW
    __table_args__ = (
        sa.CheckConstraint("seats > 0", name="has_seats"),
        sa.CheckConstraint("seats_offered >= 0 AND seats_offered <= seats", name="not_overbooked"),
        sa.CheckConstraint("ends_on >= starts_on", name="ends_after_it_begins"),
    )

    @property
    def is_live(self) -> bool:
        """May its seats and nominations move?"""
        return self.status in LIVE

    @property
    def takes_place(self) -> bool:
        """Or did; neither postponed nor cancelled."""
        return self.status not in OFF

    @property
    def offering_id(self) -> int:
        return self.id


class Participation(db.Model):
    """What a Party does in a run: hosts, supports or sends."""

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(sa.ForeignKey("course_offering.id"), index=True)
    party_id: Mapped[int] = mapped_column(sa.ForeignKey("party.id"))
    role: Mapped[PartyRole]

    party: Mapped[Party] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("offering_id", "party_id", "role"),
        sa.Index(None, "party_id", "role"),
    )


class Contribution(db.Model):
    """What a Party planned to give to a run and what it gave; empty means not reported."""

    id: Mapped[Key]
    participation_id: Mapped[int] = mapped_column(sa.ForeignKey("participation.id"), index=True)
    what: Mapped[Word]
    unit: Mapped[Code] = mapped_column(default="")
    planned: Mapped[int | None]
    actual: Mapped[int | None]

    participation: Mapped[Participation] = relationship()

    @property
    def offering_id(self) -> int:
        return self.participation.offering_id


class Session(db.Model):
    """A timed block of a run."""

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(sa.ForeignKey("course_offering.id"), index=True)
    title: Mapped[Word]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    room: Mapped[Word] = mapped_column(default="")
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[Text]
    version: Mapped[Version]

    offering: Mapped[CourseOffering] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("id", "offering_id"),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_it_begins"),
    )


class Staffing(db.Model):
    """That somebody leads, teaches, assists, interprets or observes in a run."""

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(sa.ForeignKey("course_offering.id"), index=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    role: Mapped[StaffRole]
    party_id: Mapped[int | None] = mapped_column(sa.ForeignKey("party.id"))
    """The State that sent the trainer."""

    offering: Mapped[CourseOffering] = relationship()
    account: Mapped[Account] = relationship()
    party: Mapped[Party | None] = relationship()

    __table_args__ = (sa.UniqueConstraint("offering_id", "account_id"),)
