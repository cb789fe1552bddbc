"""Timetables of course versions, times at which nothing is taught, and what was laid on a run."""

from datetime import date, datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.catalogue.models import CourseVersion
from tpp.db import Code, Key, Version, Word, db
from tpp.offerings.models import CourseOffering
from tpp.parties.models import Party
from tpp.timetables.rules import Block, Free
from tpp.venues.models import Venue


class TimetableTemplate(db.Model):
    """How a version of a course is usually taught, day by day; kept by the programme."""

    id: Mapped[Key]
    course_version_id: Mapped[int] = mapped_column(sa.ForeignKey("course_version.id"), index=True)
    title: Mapped[Word]
    set_by: Mapped[Word]
    set_on: Mapped[date]
    withdrawn_at: Mapped[datetime | None]
    version: Mapped[Version]

    course_version: Mapped[CourseVersion] = relationship()


class TimetableBlock(db.Model):
    """One block of it, on the n-th day of training, with what it needs."""

    id: Mapped[Key]
    template_id: Mapped[int] = mapped_column(sa.ForeignKey("timetable_template.id"), index=True)
    day: Mapped[int]
    starts: Mapped[time]
    ends: Mapped[time]
    title: Mapped[Word]
    language: Mapped[Code] = mapped_column(default="")
    room: Mapped[Word] = mapped_column(default="")
    """A room by the name that it has at the venue, or in words."""
    machine: Mapped[Word] = mapped_column(default="")
    machines: Mapped[int] = mapped_column(default=0)
    """How many machines of that type."""

    template: Mapped[TimetableTemplate] = relationship()

    __table_args__ = (
        sa.CheckConstraint("ends > starts", name="ends_after_it_begins"),
        sa.CheckConstraint("day > 0", name="counted_from_one"),
        sa.CheckConstraint("machines >= 0", name="needs_some_or_none"),
    )

    @property
    def block(self) -> Block:
        return Block(
            self.day,
            self.starts,
            self.ends,
            self.title,
            self.language,
            self.room,
            self.machine,
            self.machines,
        )


class FreeTime(db.Model):
    """When nothing is taught: a setting of one run, or the usual one of a venue or of who hosts."""

    id: Mapped[Key]
    offering_id: Mapped[int | None] = mapped_column(sa.ForeignKey("course_offering.id"), index=True)
    venue_id: Mapped[int | None] = mapped_column(sa.ForeignKey("venue.id"), index=True)
    host_id: Mapped[int | None] = mapped_column(sa.ForeignKey("party.id"), index=True)
    title: Mapped[Word]
    day: Mapped[date | None]
    weekday: Mapped[int | None]
    """Monday is 0."""
    starts: Mapped[time | None]
    ends: Mapped[time | None]
    set_by: Mapped[Word]
    set_on: Mapped[date]

    venue: Mapped[Venue | None] = relationship()
    host: Mapped[Party | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint(
            "(CASE WHEN offering_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN venue_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN host_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="of_one_thing",
        ),
        sa.CheckConstraint("weekday IS NULL OR weekday BETWEEN 0 AND 6", name="weekday_is_one"),
        sa.CheckConstraint("(starts IS NULL) = (ends IS NULL)", name="both_times_or_none"),
    )

    @property
    def free(self) -> Free:
        return Free(self.title, self.day, self.weekday, self.starts, self.ends)


class TimetableDeed(db.Model):
    """A form that laid, copied or shifted sessions of a run: sent twice, it does so once."""

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(sa.ForeignKey("course_offering.id"), index=True)
    once: Mapped[Code] = mapped_column(unique=True)
    deed: Mapped[Code]
    sessions: Mapped[int]
    at: Mapped[datetime]

    offering: Mapped[CourseOffering] = relationship()
