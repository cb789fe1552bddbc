"""Dated runs of courses: who does what in them, when they meet, and who teaches."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.accounts.models import Account
from tpp.catalogue.models import CourseVersion
from tpp.catalogue.rules import Delivery
from tpp.db import Code, Key, Text, Version, Word, db
from tpp.history.models import HasFlow
from tpp.offerings.rules import FLOW, LIVE, OFF, Duty, PartyRole, StaffRole, Status
from tpp.parties.models import Party
from tpp.venues.models import Equipment, Room, Venue


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
    venue_id: Mapped[int | None] = mapped_column(sa.ForeignKey("venue.id"), index=True)
    """The same venue in the list of venues, where it is kept there; the words above stay as printed."""
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
    site: Mapped[Venue | None] = relationship()
    """Its venue in the list of venues."""

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


class TraineeGroup(db.Model):
    """Trainees of a run who are taught together, such as Group A; who is in it, enrolments know."""

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(sa.ForeignKey("course_offering.id"))
    name: Mapped[Word]
    version: Mapped[Version]

    offering: Mapped[CourseOffering] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("offering_id", "name"),
        sa.UniqueConstraint("id", "offering_id"),
    )


class Session(db.Model):
    """A timed block of a run. Without a group it is for everybody in the run."""

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(sa.ForeignKey("course_offering.id"))
    title: Mapped[Word]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    room: Mapped[Word] = mapped_column(default="")
    """In words, where it is no room of the list."""
    room_id: Mapped[int | None] = mapped_column(sa.ForeignKey("room.id"))
    language: Mapped[Code] = mapped_column(default="")
    """The language in which it is held, by its code; empty: those of the run."""
    group_id: Mapped[int | None]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[Text]
    sequence: Mapped[int] = mapped_column(default=0)
    """SEQUENCE of iCalendar: raised by every change of time, place, words or people, and by cancelling."""
    version: Mapped[Version]

    offering: Mapped[CourseOffering] = relationship()
    listed_room: Mapped[Room | None] = relationship()
    group: Mapped[TraineeGroup | None] = relationship(
        primaryjoin=lambda: Session.group_id == TraineeGroup.id,
        foreign_keys=lambda: Session.group_id,
    )

    __table_args__ = (
        sa.UniqueConstraint("id", "offering_id"),
        sa.ForeignKeyConstraint(
            ["group_id", "offering_id"], ["trainee_group.id", "trainee_group.offering_id"]
        ),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_it_begins"),
        sa.Index(None, "offering_id", "starts_at"),
        sa.Index(None, "room_id", "starts_at"),
    )

    @property
    def uid(self) -> str:
        """What calendars know it by: the same as long as it lives, whatever changes."""
        return f"session-{self.id}@training-register"

    @property
    def where(self) -> str:
        """The name of its room, of the list or in words."""
        return self.listed_room.name if self.listed_room else self.room


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

    __table_args__ = (
        sa.UniqueConstraint("offering_id", "account_id"),
        sa.UniqueConstraint("id", "offering_id"),
        sa.UniqueConstraint("id", "offering_id", "account_id"),
    )


class SessionStaff(db.Model):
    """That somebody of the run's team teaches, assists or interprets in one session."""

    id: Mapped[Key]
    offering_id: Mapped[int]
    session_id: Mapped[int]
    staffing_id: Mapped[int] = mapped_column(index=True)
    duty: Mapped[Duty] = mapped_column(default=Duty.TEACHES)

    session: Mapped[Session] = relationship(
        primaryjoin=lambda: SessionStaff.session_id == Session.id,
        foreign_keys=lambda: SessionStaff.session_id,
    )
    staffing: Mapped[Staffing] = relationship(
        primaryjoin=lambda: SessionStaff.staffing_id == Staffing.id,
        foreign_keys=lambda: SessionStaff.staffing_id,
    )

    __table_args__ = (
        sa.UniqueConstraint("session_id", "staffing_id"),
        sa.ForeignKeyConstraint(
            ["session_id", "offering_id"], ["session.id", "session.offering_id"]
        ),
        sa.ForeignKeyConstraint(
            ["staffing_id", "offering_id"], ["staffing.id", "staffing.offering_id"]
        ),
    )


class SessionStation(db.Model):
    """So many machines of one type that a session needs."""

    id: Mapped[Key]
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("session.id"))
    equipment_id: Mapped[int] = mapped_column(sa.ForeignKey("equipment.id"), index=True)
    number: Mapped[int]

    session: Mapped[Session] = relationship()
    equipment: Mapped[Equipment] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("session_id", "equipment_id"),
        sa.CheckConstraint('"number" > 0', name="needs_some"),
    )


class StaffAbsence(db.Model):
    """Days on which one of the trainers, or all whom a State sent, cannot teach. Why is not kept."""

    id: Mapped[Key]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    party_id: Mapped[int | None] = mapped_column(sa.ForeignKey("party.id"), index=True)
    """Everybody on a team whom this State sent."""
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """Both included, as days in the zone of the run that would meet."""
    set_by: Mapped[Word]
    set_on: Mapped[date]

    account: Mapped[Account | None] = relationship()
    party: Mapped[Party | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint("ends_on >= starts_on", name="ends_after_it_begins"),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (party_id IS NULL)", name="of_one_or_of_a_state"
        ),
    )


class TrainerQualification(db.Model):
    """What a trainer may teach: recorded by the programme, by whom and when."""

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    qualification: Mapped[Word]
    until_on: Mapped[date | None]
    """The last day on which it holds; empty: no end."""
    set_by: Mapped[Word]
    set_on: Mapped[date]

    account: Mapped[Account] = relationship()

    __table_args__ = (sa.UniqueConstraint("account_id", "qualification"),)
