"""People with a record. A record belongs to the Party that keeps it: a country, or a mission."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.accounts.models import Account
from tpp.db import Code, Key, Version, Word, db
from tpp.parties.models import Party
from tpp.people.rules import (
    ContactKind,
    LanguageLevel,
    LicenceKind,
    NameKind,
    RankBand,
    Service,
    Sex,
)
from tpp.scope import HiddenFromRuns, Scoped

ENROLLED = sa.table("enrolment", sa.column("person_id"), sa.column("offering_id"))


class Person(Scoped, db.Model):
    """Somebody who is or was to be trained. The name is kept as given, in any order and script."""

    id: Mapped[Key]
    party_id: Mapped[int] = mapped_column(sa.ForeignKey("party.id"), index=True)
    """The Party that keeps this record: the sending country, organisation or mission."""
    nationality_id: Mapped[int] = mapped_column(sa.ForeignKey("party.id"), index=True)
    name: Mapped[Word]
    """In Latin script, as in the passport."""
    search_key: Mapped[str] = mapped_column(sa.String(500), index=True)
    """All names of the person, folded (rules.folded)."""
    sex: Mapped[Sex] = mapped_column(default=Sex.UNKNOWN)
    born_on: Mapped[date | None]
    service: Mapped[Service] = mapped_column(default=Service.UNKNOWN)
    rank: Mapped[Word] = mapped_column(default="")
    rank_band: Mapped[RankBand] = mapped_column(default=RankBand.UNKNOWN)
    serves_until: Mapped[date | None]
    """The last day of service, where it is known."""
    unit: Mapped[Word] = mapped_column(default="")
    service_number: Mapped[Code] = mapped_column(default="")
    language: Mapped[Code] = mapped_column(default="en")
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    """The record that stands for this one since somebody found both to be of one human being."""
    root_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    """The last record along ``merged_into_id``; none where this one stands for itself."""
    human_id: Mapped[int] = mapped_column(
        sa.Computed("coalesce(root_id, id)", persisted=True), index=True
    )
    """The same for all records of one human being: what is unique to a human is so by this."""
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), unique=True)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    version: Mapped[Version]

    __mapper_args__ = {"eager_defaults": False}
    """Many are written at once where the database need not tell what it computed of each."""

    party: Mapped[Party] = relationship(foreign_keys=[party_id])
    nationality: Mapped[Party] = relationship(foreign_keys=[nationality_id])
    account: Mapped[Account | None] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("id", "party_id"),
        sa.UniqueConstraint("id", "human_id"),
        sa.Index(None, "party_id", "name"),
        sa.Index(None, "name", "search_key"),  # a search by name reads this and fifty rows
    )

    @property
    def person_id(self) -> int:
        return self.id

    @property
    def is_merged(self) -> bool:
        return self.merged_into_id is not None

    @classmethod
    def of_persons(cls, ids: tuple[int, ...]) -> sa.ColumnElement[bool]:
        return cls.id.in_(ids)

    @classmethod
    def in_offerings(cls, ids: tuple[int, ...]) -> sa.ColumnElement[bool]:
        return cls.id.in_(sa.select(ENROLLED.c.person_id).where(ENROLLED.c.offering_id.in_(ids)))


class OfPerson(Scoped):
    """A row that belongs to one person, and so to the Party that keeps the person's record."""

    person_id: Mapped[int] = mapped_column(index=True)
    party_id: Mapped[int]


def same_person_and_party() -> sa.ForeignKeyConstraint:
    """The wall in the database: a row about a person cannot name another Party than the person's."""
    return sa.ForeignKeyConstraint(["person_id", "party_id"], ["person.id", "person.party_id"])


def human_of(context: Any) -> int:
    """A new row is of a record that stands for itself: only then the foreign key below holds."""
    return int(context.get_current_parameters()["person_id"])


def same_human() -> sa.ForeignKeyConstraint:
    """What is unique to a human being stays so when records are merged: the key follows the person."""
    ties = ["person.id", "person.human_id"]
    return sa.ForeignKeyConstraint(["person_id", "human_id"], ties, onupdate="CASCADE")


class PersonKey(HiddenFromRuns, Scoped, db.Model):
    """A word under which a person is looked for when somebody like them comes (rules.matching.keys)."""

    key: Mapped[Code] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True, index=True)

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["person_id", "party_id"], ["person.id", "person.party_id"], ondelete="CASCADE"
        ),
        {"sqlite_with_rowid": False},
    )


class PersonName(OfPerson, db.Model):
    """Another name of a person: in the native script, a former one, or as printed."""

    id: Mapped[Key]
    kind: Mapped[NameKind]
    text: Mapped[Word]
    language: Mapped[Code] = mapped_column(default="")
    """BCP 47; decides the typeface of the certificate."""

    __table_args__ = (same_person_and_party(),)

    @classmethod
    def in_offerings(cls, ids: tuple[int, ...]) -> sa.ColumnElement[bool]:
        return cls.person_id.in_(
            sa.select(ENROLLED.c.person_id).where(ENROLLED.c.offering_id.in_(ids))
        )


class ContactPoint(HiddenFromRuns, OfPerson, db.Model):
    """Where a person can be reached; a person may have none."""

    id: Mapped[Key]
    kind: Mapped[ContactKind]
    value: Mapped[Word]
    confirmed_on: Mapped[date | None]

    __table_args__ = (same_person_and_party(),)


class PersonLanguage(HiddenFromRuns, OfPerson, db.Model):
    """How well a person speaks a language. No row: not stated."""

    id: Mapped[Key]
    language: Mapped[Code]
    """BCP 47."""
    level: Mapped[LanguageLevel]

    __table_args__ = (same_person_and_party(), sa.UniqueConstraint("person_id", "language"))


class Licence(HiddenFromRuns, OfPerson, db.Model):
    """Whether a person holds a licence. No row: not stated."""

    id: Mapped[Key]
    kind: Mapped[LicenceKind]
    is_held: Mapped[bool]
    valid_until: Mapped[date | None]
    """The last day on which it is valid; None where that was not stated."""

    __table_args__ = (same_person_and_party(), sa.UniqueConstraint("person_id", "kind"))
