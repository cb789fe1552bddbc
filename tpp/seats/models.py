"""Seats by country: what is offered to each sending Party, and the ledger of every change."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.db import Key, Text, Version, Word, db
from tpp.history.models import HasFlow
from tpp.offerings.models import CourseOffering
from tpp.parties.models import Party
from tpp.scope import HiddenFromRuns, Scoped
from tpp.seats.rules import FLOW, Deed, GroupKind, Picture, Status


class NoPerson:
    """Mixed into a Scoped table that holds no person: somebody who sees only themselves sees none."""

    @classmethod
    def of_persons(cls, ids: tuple[int, ...]) -> sa.ColumnElement[bool]:
        return sa.false()


class SeatAllocation(NoPerson, HiddenFromRuns, HasFlow, Scoped, db.Model):
    """The seats of one sending Party in one run. The counts are the sums of its ledger."""

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(sa.ForeignKey("course_offering.id"), index=True)
    party_id: Mapped[int] = mapped_column(sa.ForeignKey("party.id"), index=True)
    status: Mapped[Status] = mapped_column(default=Status.OFFERED)
    offered: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    filled: Mapped[int] = mapped_column(default=0)
    released: Mapped[int] = mapped_column(default=0)

    offering: Mapped[CourseOffering] = relationship()
    party: Mapped[Party] = relationship()

    flow = FLOW
    __table_args__ = (
        sa.UniqueConstraint("offering_id", "party_id"),
        sa.UniqueConstraint("id", "party_id", "offering_id"),
        sa.CheckConstraint(
            "held >= 0 AND filled >= 0 AND held + filled <= offered", name="not_overfilled"
        ),
    )

    @property
    def picture(self) -> Picture:
        return Picture(self.offered, self.held, self.filled, self.released)


class SeatGroup(db.Model):
    """Seats of a run that share a machine station or a language, whichever country sits in them.

    Of no country: an office is shown its name and how many seats it has, not who is in it. Held and
    filled are the sums of the ledger.
    """

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(sa.ForeignKey("course_offering.id"))
    kind: Mapped[GroupKind]
    name: Mapped[Word]
    seats: Mapped[int]
    held: Mapped[int] = mapped_column(default=0)
    filled: Mapped[int] = mapped_column(default=0)
    version: Mapped[Version]

    offering: Mapped[CourseOffering] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("offering_id", "kind", "name"),
        sa.UniqueConstraint("id", "offering_id"),
        sa.CheckConstraint(
            "held >= 0 AND filled >= 0 AND held + filled <= seats", name="not_overfilled"
        ),
    )

    @property
    def picture(self) -> Picture:
        return Picture(self.seats, self.held, self.filled)


def same_run(column: str) -> sa.ForeignKeyConstraint:
    """The wall in the database: a row of a run can only name a group of the same run."""
    return sa.ForeignKeyConstraint(
        [column, "offering_id"], ["seat_group.id", "seat_group.offering_id"]
    )


class SeatEntry(NoPerson, HiddenFromRuns, Scoped, db.Model):
    """One line of the seat ledger: append-only; the sum of the lines is the picture."""

    id: Mapped[Key]
    allocation_id: Mapped[int]
    offering_id: Mapped[int] = mapped_column(index=True)
    party_id: Mapped[int]
    station_id: Mapped[int | None] = mapped_column(index=True)
    language_group_id: Mapped[int | None] = mapped_column(index=True)
    """The groups of the run whose held and filled counts move with this line."""
    deed: Mapped[Deed]
    offered: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    filled: Mapped[int] = mapped_column(default=0)
    released: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    office_id: Mapped[int | None] = mapped_column(sa.ForeignKey("office.id"))
    reason: Mapped[Text]

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["allocation_id", "party_id", "offering_id"],
            ["seat_allocation.id", "seat_allocation.party_id", "seat_allocation.offering_id"],
        ),
        same_run("station_id"),
        same_run("language_group_id"),
        sa.Index(None, "allocation_id"),
    )
