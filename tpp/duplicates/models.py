"""Pairs of records that may be of one human being, and the merges of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.db import Key, db
from tpp.duplicates.rules import FLOW, Side, Status
from tpp.history.models import HasFlow
from tpp.people.models import Person
from tpp.scope import HiddenFromRuns, Scope, Scoped, Sight
from tpp.seats.models import NoPerson


class OfTwoParties(NoPerson, HiddenFromRuns, Scoped):
    """A row about two records: for the programme, and for an office that keeps both of them."""

    party_id: Mapped[int]
    other_party_id: Mapped[int]

    @property
    def is_across(self) -> bool:
        """Are the records kept by two Parties? Then neither office may know of the other's."""
        return self.party_id != self.other_party_id

    @classmethod
    def of_parties(cls, ids: tuple[int, ...]) -> sa.ColumnElement[bool]:
        if not hasattr(cls, "other_party_id"):  # SQLAlchemy tries it on the base first
            return sa.column("party_id").in_(ids) & sa.column("other_party_id").in_(ids)
        return cls.party_id.in_(ids) & cls.other_party_id.in_(ids)

    @classmethod
    def admits(cls, scope: Scope, row: Mapping[str, Any]) -> bool:
        within = super().admits(scope, row)
        if scope.sight is Sight.PARTY and "other_party_id" in row:
            return within and row["other_party_id"] in scope.ids
        return within and scope.sight in (Sight.ALL, Sight.PARTY)

    def is_within(self, scope: Scope) -> bool:
        whose = {"party_id": self.party_id, "other_party_id": self.other_party_id}
        return self.admits(scope, whose)


def of(person: str, party: str) -> sa.ForeignKeyConstraint:
    """The wall in the database: the Party named is the one that keeps the record; both go together."""
    return sa.ForeignKeyConstraint(
        [person, party], ["person.id", "person.party_id"], ondelete="CASCADE"
    )


class PersonPair(OfTwoParties, HasFlow, db.Model):
    """Two records that may be of one human being: found by the register, decided by a human."""

    id: Mapped[Key]
    first_id: Mapped[int] = mapped_column()
    second_id: Mapped[int] = mapped_column(index=True)
    status: Mapped[Status] = mapped_column(default=Status.OPEN)
    score: Mapped[float]
    """From 0 to 1 (people.rules.matching)."""
    alike: Mapped[int]
    """Likeness of the names, in per cent."""
    evidence: Mapped[list[str]] = mapped_column(default=list)
    """Signs (people.rules.Sign)."""
    found_at: Mapped[datetime]

    first: Mapped[Person] = relationship(
        primaryjoin=lambda: PersonPair.first_id == Person.id, foreign_keys=[first_id]
    )
    second: Mapped[Person] = relationship(
        primaryjoin=lambda: PersonPair.second_id == Person.id, foreign_keys=[second_id]
    )

    flow = FLOW
    __table_args__ = (
        of("first_id", "party_id"),
        of("second_id", "other_party_id"),
        sa.UniqueConstraint("first_id", "second_id"),
        sa.UniqueConstraint("id", "first_id", "party_id", "second_id", "other_party_id"),
        sa.CheckConstraint("first_id < second_id", name="in_order"),
        sa.Index(None, "status", "score"),
    )


class PersonMerge(OfTwoParties, db.Model):
    """That one record stands for another one: what it took over from it, so that it can be undone."""

    id: Mapped[Key]
    pair_id: Mapped[int] = mapped_column(index=True)
    first_id: Mapped[int] = mapped_column(index=True)
    second_id: Mapped[int] = mapped_column(index=True)
    keep: Mapped[Side]
    """The record that stays."""
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the record that stays said before, by the facts that it took over; and ``after``, since."""
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    office_id: Mapped[int | None] = mapped_column(sa.ForeignKey("office.id"))
    undone_at: Mapped[datetime | None]

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["pair_id", "first_id", "party_id", "second_id", "other_party_id"],
            [
                "person_pair.id",
                "person_pair.first_id",
                "person_pair.party_id",
                "person_pair.second_id",
                "person_pair.other_party_id",
            ],
        ),
    )

    @property
    def kept_id(self) -> int:
        return self.first_id if self.keep is Side.FIRST else self.second_id

    @property
    def lost_id(self) -> int:
        return self.second_id if self.keep is Side.FIRST else self.first_id
