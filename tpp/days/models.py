"""What a team writes of the days of its run, and what went wrong in it."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.accounts.models import Account
from tpp.days.rules import IncidentKind
from tpp.db import Key, Text, db
from tpp.offerings.models import CourseOffering
from tpp.scope import Scope, Scoped, Sight


class DailyNote(db.Model):
    """A note of one day of a run. Never changed: a correction is a new one that points at the older."""

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(sa.ForeignKey("course_offering.id"), index=True)
    day: Mapped[date]
    text: Mapped[Text]
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    corrects_id: Mapped[int | None] = mapped_column(sa.ForeignKey("daily_note.id"), unique=True)

    offering: Mapped[CourseOffering] = relationship()
    account: Mapped[Account | None] = relationship()


class ForFew(Scoped):
    """A table that no office and no team reads: only who sees everything, or whom an action lets."""

    @classmethod
    def of_parties(cls, ids: tuple[int, ...]) -> sa.ColumnElement[bool]:
        return sa.false()

    in_offerings = of_persons = of_parties

    @classmethod
    def admits(cls, scope: Scope, row: Any) -> bool:
        return scope.sight is Sight.ALL


class Incident(ForFew, db.Model):
    """Something that went wrong in a run. Its run is ``run_id``: no line of the run's history tells of it."""

    id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("course_offering.id"), index=True)
    party_id: Mapped[int | None] = mapped_column(sa.ForeignKey("party.id"))  # type: ignore[assignment]
    """Always empty: an incident is of a run, and of no country."""
    kind: Mapped[IncidentKind]
    happened_at: Mapped[datetime]
    what: Mapped[Text]
    done: Mapped[Text]
    """What was done at once."""
    people: Mapped[Text]
    """Who was concerned, where that has to be kept."""
    at: Mapped[datetime]
    reporter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))

    run: Mapped[CourseOffering] = relationship()
    reporter: Mapped[Account | None] = relationship()


class IncidentStep(ForFew, db.Model):
    """What was done about an incident afterwards."""

    id: Mapped[Key]
    incident_id: Mapped[int] = mapped_column(sa.ForeignKey("incident.id"), index=True)
    party_id: Mapped[int | None] = mapped_column(sa.ForeignKey("party.id"))  # type: ignore[assignment]
    text: Mapped[Text]
    at: Mapped[datetime]
    writer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))

    incident: Mapped[Incident] = relationship()
    writer: Mapped[Account | None] = relationship()
