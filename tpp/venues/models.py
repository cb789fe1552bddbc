"""Venues with their rooms and equipment, and when some of it cannot be used."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.db import Code, Key, Version, Word, db
from tpp.parties.models import Party


class Venue(db.Model):
    """A school, base or ground at which runs are held."""

    id: Mapped[Key]
    name: Mapped[Word] = mapped_column(unique=True)
    place: Mapped[Word] = mapped_column(default="")
    """Town and country."""
    party_id: Mapped[int | None] = mapped_column(sa.ForeignKey("party.id"))
    """Whose ground it is, where that is known."""
    timezone: Mapped[Code]
    capacity: Mapped[int | None]
    """Trainees that it takes at once, all runs together; empty: not known."""
    version: Mapped[Version]

    party: Mapped[Party | None] = relationship()

    __table_args__ = (sa.CheckConstraint("capacity IS NULL OR capacity > 0", name="takes_some"),)


class Room(db.Model):
    """A room, workshop or ground in which one session is held at a time."""

    id: Mapped[Key]
    venue_id: Mapped[int] = mapped_column(sa.ForeignKey("venue.id"))
    name: Mapped[Word]
    capacity: Mapped[int | None]
    version: Mapped[Version]

    venue: Mapped[Venue] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("venue_id", "name"),
        sa.CheckConstraint("capacity IS NULL OR capacity > 0", name="takes_some"),
    )


class Equipment(db.Model):
    """Machines of one type at a venue, counted: five bulldozers."""

    id: Mapped[Key]
    venue_id: Mapped[int] = mapped_column(sa.ForeignKey("venue.id"))
    type: Mapped[Word]
    number: Mapped[int]
    version: Mapped[Version]

    venue: Mapped[Venue] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("venue_id", "type"),
        sa.CheckConstraint('"number" > 0', name="holds_some"),
    )


class OutOfService(db.Model):
    """So many machines of one type cannot be used from a day to a day, both included, in the venue's zone."""

    id: Mapped[Key]
    equipment_id: Mapped[int] = mapped_column(sa.ForeignKey("equipment.id"), index=True)
    number: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    reason: Mapped[Word] = mapped_column(default="")

    equipment: Mapped[Equipment] = relationship()

    __table_args__ = (
        sa.CheckConstraint('"number" > 0', name="some_are_out"),
        sa.CheckConstraint("ends_on >= starts_on", name="ends_after_it_begins"),
    )
