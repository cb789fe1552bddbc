"""Calls for nominations: for which runs, until when, which Parties are asked, what is written to them."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.calls.rules import Kind, text_in
from tpp.db import Code, Key, Text, Version, Word, db
from tpp.offerings.models import CourseOffering
from tpp.parties.models import Party
from tpp.scope import HiddenFromRuns, Scoped
from tpp.seats.models import NoPerson


class NominationCall(db.Model):
    """An invitation to nominate for one run or several. Open is told by the days."""

    id: Mapped[Key]
    title: Mapped[Word]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    """First and last whole day, each in the zone of the run."""
    texts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What offices should know, by language; the first one serves those who read none of them."""
    reminders: Mapped[Word] = mapped_column(default="")
    """Days before the closing on which offices that have not answered are reminded: 14, 7, 2."""
    reminders_set_by: Mapped[Word] = mapped_column(default="")
    """Who set them; empty while they are the default."""
    reminders_set_on: Mapped[date | None]
    letters_sent_at: Mapped[datetime | None]
    """When the letters were first sent to the offices."""
    last_reminder: Mapped[Code] = mapped_column(default="")
    """The occasion of the last reminder: the register looks every two seconds whether one is due."""
    made_at: Mapped[datetime]
    version: Mapped[Version]

    runs: Mapped[list["CalledRun"]] = relationship(
        back_populates="call", order_by="CalledRun.offering_id"
    )

    __table_args__ = (sa.CheckConstraint("closes_on >= opens_on", name="closes_after_it_opens"),)

    def text_in(self, language: str) -> str:
        return text_in(self.texts, language)


class CalledRun(db.Model):
    """A run for which a call asks; a run is in one call at a time, which can be extended."""

    id: Mapped[Key]
    call_id: Mapped[int] = mapped_column(sa.ForeignKey("nomination_call.id"), index=True)
    offering_id: Mapped[int] = mapped_column(sa.ForeignKey("course_offering.id"), unique=True)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime] = mapped_column(index=True)
    """The days of the call in the zone of this run."""

    call: Mapped[NominationCall] = relationship(back_populates="runs")
    offering: Mapped[CourseOffering] = relationship()

    __table_args__ = (sa.CheckConstraint("closes_at > opens_at", name="closes_after_it_opens"),)

    def is_open(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at


class AskedParty(NoPerson, HiddenFromRuns, Scoped, db.Model):
    """That the offices of a Party are asked by a call, and whether they said that they name nobody."""

    id: Mapped[Key]
    call_id: Mapped[int] = mapped_column(sa.ForeignKey("nomination_call.id"))
    party_id: Mapped[int] = mapped_column(sa.ForeignKey("party.id"), index=True)
    asked_at: Mapped[datetime]
    no_nominees_at: Mapped[datetime | None]
    """When the office said that it names nobody this time."""
    reason: Mapped[Text]
    """Why not, in the office's words."""
    version: Mapped[Version]

    call: Mapped[NominationCall] = relationship()
    party: Mapped[Party] = relationship()

    __table_args__ = (sa.UniqueConstraint("call_id", "party_id"),)


class CallLetter(db.Model):
    """What the programme changed in a letter of a call before it went, in one language."""

    id: Mapped[Key]
    call_id: Mapped[int] = mapped_column(sa.ForeignKey("nomination_call.id"))
    kind: Mapped[Kind]
    language: Mapped[Code]
    subject: Mapped[Word] = mapped_column(default="")
    opening: Mapped[Text]
    """The first paragraph. Empty words stand for the usual ones."""

    __table_args__ = (sa.UniqueConstraint("call_id", "kind", "language"),)


class CallAddressee(NoPerson, HiddenFromRuns, Scoped, db.Model):
    """A letter of a call to one account, for one Party; how it fared is told by the outbox."""

    id: Mapped[Key]
    call_id: Mapped[int] = mapped_column(sa.ForeignKey("nomination_call.id"))
    party_id: Mapped[int] = mapped_column(sa.ForeignKey("party.id"), index=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    kind: Mapped[Kind]
    key: Mapped[Word]
    """Of the mail in the outbox; one account has one letter of a kind."""
    written_at: Mapped[datetime]

    __table_args__ = (
        sa.UniqueConstraint("key", "party_id"),
        sa.Index(None, "call_id", "kind"),
    )
