"""Nominal rolls: lists of nominees as an office uploaded them, row by row, until they are forgotten."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.accounts.models import Account
from tpp.db import Code, Key, Word, db
from tpp.history.models import HasFlow
from tpp.offerings.models import CourseOffering
from tpp.parties.models import Party
from tpp.people.models import same_person_and_party
from tpp.people.rules import Sex
from tpp.rolls.rules import FLOW, State, Status
from tpp.rolls.rules.days import Order
from tpp.scope import HiddenFromRuns, Scoped
from tpp.seats.models import NoPerson


class Roll(NoPerson, HiddenFromRuns, HasFlow, Scoped, db.Model):
    """A list of nominees for a run, uploaded by an office. Its rows are erased some days later."""

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(sa.ForeignKey("course_offering.id"), index=True)
    party_id: Mapped[int] = mapped_column(sa.ForeignKey("party.id"), index=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    office_id: Mapped[int] = mapped_column(sa.ForeignKey("office.id"))
    file_name: Mapped[Word] = mapped_column(default="")
    sha256: Mapped[Code] = mapped_column(default="")
    """Of the bytes as they were uploaded, to say that they came before."""
    encoding: Mapped[Code] = mapped_column(default="")
    """Of a text file; empty for a workbook."""
    since_1904: Mapped[bool] = mapped_column(default=False)
    """Numbers that stand for days count from 1904, as Excel for Macintosh did."""
    row_count: Mapped[int] = mapped_column(default=0)
    top: Mapped[list[Any]] = mapped_column(sa.JSON, default=list)
    """Number and cells of the first rows, the last of which is the headings, or was asked about."""
    has_headings: Mapped[bool] = mapped_column(default=True)
    teaches: Mapped[bool] = mapped_column(default=True)
    """Its headings look like headings: what they mean may be remembered."""
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Field and place of its column, from 0."""
    picture: Mapped[Code] = mapped_column(default="")
    """Of the office's records when the rows were matched (queries.picture)."""
    day_order: Mapped[Order | None]
    """Which comes first in 03/07/1990, where the office was asked."""
    read_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """When it was undone or abandoned."""
    erased_at: Mapped[datetime | None]
    people_made: Mapped[int] = mapped_column(default=0)
    nominations_made: Mapped[int] = mapped_column(default=0)
    women_made: Mapped[int] = mapped_column(default=0)
    status: Mapped[Status] = mapped_column(default=Status.READ, index=True)

    offering: Mapped[CourseOffering] = relationship()
    party: Mapped[Party] = relationship()
    account: Mapped[Account] = relationship()

    flow = FLOW
    __table_args__ = (
        sa.UniqueConstraint("id", "party_id", "offering_id"),
        sa.UniqueConstraint("id", "party_id"),
    )

    @property
    def heads(self) -> list[str]:
        """The heading of each column; empty words where the file has none."""
        cells = self.top[-1][1] if self.top else []
        return list(cells) if self.has_headings else [""] * len(cells)


class RollRow(NoPerson, HiddenFromRuns, Scoped, db.Model):
    """One row of a list: as it stands in the file, as it was corrected, and what it will do or did."""

    id: Mapped[Key]
    roll_id: Mapped[int]
    party_id: Mapped[int]
    offering_id: Mapped[int]
    number: Mapped[int]
    """Of the row in the file, from 1."""
    cells: Mapped[list[str]] = mapped_column(default=list)
    corrected: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Words by field, typed on screen over those of the file."""
    decision: Mapped[Code] = mapped_column(default="")
    overwrites: Mapped[bool] = mapped_column(default=False)
    """The facts of the row shall replace those of the known person's record."""
    state: Mapped[State] = mapped_column(default=State.UNREAD)
    sex: Mapped[Sex] = mapped_column(default=Sex.UNKNOWN)
    """As the row says, for counting women before anything is written."""
    lacks: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    """Rules of the course that keep the nomination a draft, by number, as far as a list can tell."""
    problems: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    matches: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    """Known people who may be this one, with the evidence."""
    person_id: Mapped[int | None]
    nomination_id: Mapped[int | None]
    made_person: Mapped[bool] = mapped_column(default=False)
    person_version: Mapped[int | None]
    nomination_version: Mapped[int | None]
    """Of the records when they were made: whether anything was built on them since."""

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["roll_id", "party_id", "offering_id"],
            ["roll.id", "roll.party_id", "roll.offering_id"],
        ),
        same_person_and_party(),
        sa.ForeignKeyConstraint(
            ["nomination_id", "party_id", "offering_id", "person_id"],
            [
                "nomination.id",
                "nomination.party_id",
                "nomination.offering_id",
                "nomination.person_id",
            ],
        ),
        sa.UniqueConstraint("roll_id", "number"),
        sa.Index(None, "roll_id", "state", "number"),
        sa.Index(None, "person_id"),
        sa.Index(None, "nomination_id"),
    )


class RollHeading(NoPerson, HiddenFromRuns, Scoped, db.Model):
    """What an office said that a heading stands for; empty where it stands for nothing.

    Each line belongs to the list that taught it, and goes with it when the list is given up or undone.
    """

    id: Mapped[Key]
    roll_id: Mapped[int]
    office_id: Mapped[int] = mapped_column(sa.ForeignKey("office.id"))
    party_id: Mapped[int] = mapped_column(sa.ForeignKey("party.id"))
    heading: Mapped[Word]
    field: Mapped[Code]

    __table_args__ = (
        sa.ForeignKeyConstraint(["roll_id", "party_id"], ["roll.id", "roll.party_id"]),
        sa.UniqueConstraint("roll_id", "heading"),
        sa.Index(None, "office_id"),
    )
