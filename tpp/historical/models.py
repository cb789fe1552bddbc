"""Runs known only from public or old records. They hold numbers and sources, never persons."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.catalogue.models import Course
from tpp.catalogue.rules import Pillar
from tpp.db import Code, Key, Text, db
from tpp.historical.rules.sources import site_of
from tpp.offerings.rules import PartyRole
from tpp.parties.models import Party


class HistoricalRun(db.Model):
    """A run as its sources describe it. Empty means unknown, for every column."""

    id: Mapped[Key]
    run_id: Mapped[Code] = mapped_column(unique=True)
    year: Mapped[int | None] = mapped_column(index=True)
    start_text: Mapped[Code] = mapped_column(default="")
    end_text: Mapped[Code] = mapped_column(default="")
    """As exact as the source is: YYYY, YYYY-MM or YYYY-MM-DD."""
    starts_from: Mapped[date | None] = mapped_column(index=True)
    """First day on which it can have begun, for sorting."""
    ends_until: Mapped[date | None]
    course_words: Mapped[Text]
    level: Mapped[Text]
    course_id: Mapped[int | None] = mapped_column(sa.ForeignKey("course.id"), index=True)
    """The course of the catalogue, where its spelling is known."""
    modality: Mapped[Text]
    venue: Mapped[Text]
    host_words: Mapped[Text]
    supporter_words: Mapped[Text]
    sender_words: Mapped[Text]
    sender_countries_stated: Mapped[int | None]
    """How many sending countries the source counts, whether or not it names them."""
    trainers_count: Mapped[int | None]
    reported: Mapped[int | None]
    approximate: Mapped[int | None]
    planned: Mapped[int | None]
    unstated: Mapped[int | None]
    """Participants: four kinds of number that are never added up."""
    basis_words: Mapped[Text]
    women: Mapped[int | None]
    passed: Mapped[int | None]
    language: Mapped[Text]
    duration: Mapped[Text]
    confidence: Mapped[Code] = mapped_column(default="")
    notes: Mapped[Text]
    updated_at: Mapped[datetime]

    course: Mapped[Course | None] = relationship()
    parties: Mapped[list["HistoricalParty"]] = relationship(
        cascade="all, delete-orphan", order_by="HistoricalParty.position"
    )
    prose: Mapped[list["HistoricalProse"]] = relationship(
        cascade="all, delete-orphan", order_by="HistoricalProse.position"
    )
    sources: Mapped[list["HistoricalSource"]] = relationship(
        cascade="all, delete-orphan", order_by="HistoricalSource.position"
    )
    pillars: Mapped[list["HistoricalPillar"]] = relationship(
        cascade="all, delete-orphan", order_by="HistoricalPillar.position"
    )

    def with_role(self, role: PartyRole) -> list["HistoricalParty"]:
        return [party for party in self.parties if party.role == role]

    __table_args__ = tuple(
        sa.CheckConstraint(f"{number} >= 0", name=f"{number}_is_a_count")
        for number in ("reported", "approximate", "planned", "unstated", "women", "passed")
    )


class HistoricalPillar(db.Model):
    """One of the pillars of a run; an integrated run has several."""

    id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("historical_run.id"), index=True)
    pillar: Mapped[Pillar] = mapped_column(index=True)
    position: Mapped[int]

    __table_args__ = (sa.UniqueConstraint("run_id", "pillar"),)


class HistoricalParty(db.Model):
    """A Party that a source names, in one of its roles."""

    id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("historical_run.id"), index=True)
    role: Mapped[PartyRole]
    party_id: Mapped[int] = mapped_column(sa.ForeignKey("party.id"), index=True)
    position: Mapped[int]
    stated: Mapped[int | None]
    """How many people it sent, hosted or gave, where the source says."""

    party: Mapped[Party] = relationship()

    __table_args__ = (sa.UniqueConstraint("run_id", "role", "party_id"),)


class HistoricalProse(db.Model):
    """Words of a source that are kept without being understood; a person may read them better."""

    id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("historical_run.id"), index=True)
    cell: Mapped[Code]
    """The column of the file in which they stood."""
    position: Mapped[int]
    words: Mapped[Text]


class HistoricalSource(db.Model):
    """Where a run is known from: a link, or a citation in words."""

    id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("historical_run.id"), index=True)
    position: Mapped[int]
    url: Mapped[str | None] = mapped_column(sa.Text)
    words: Mapped[Text]

    @property
    def site(self) -> str:
        return site_of(self.url) if self.url else ""
