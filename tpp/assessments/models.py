"""What a trainee showed, competency by competency, and what was decided of it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.assessments.rules import FLOW, Conduct, Part, Result, Status
from tpp.catalogue.models import Competency, WrittenTest
from tpp.catalogue.rules.sheets import Level
from tpp.db import Key, Text, Word, db
from tpp.enrolments.models import OfEnrolment, same_enrolment
from tpp.history.models import HasFlow


class AssessmentResult(OfEnrolment, db.Model):
    """One attempt of one person at one competency. Never changed: the next attempt is a new row.

    A second assessor's word, and the decision between two, are rows of the same attempt.
    """

    id: Mapped[Key]
    competency_id: Mapped[int] = mapped_column(sa.ForeignKey("competency.id"), index=True)
    attempt: Mapped[int] = mapped_column(default=1)
    part: Mapped[Part] = mapped_column(default=Part.FIRST)
    mark_percent: Mapped[int | None]
    level: Mapped[Level | None]
    tasks: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Level by task; what was observed earlier in the same attempt stands here again."""
    result: Mapped[Result]
    """By the sheet of the course version when it was assessed."""
    remark: Mapped[Text]
    """Read by the trainee; of a decision, why it was taken. No health information."""
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))

    competency: Mapped[Competency] = relationship()

    __table_args__ = (
        same_enrolment(),
        sa.UniqueConstraint("enrolment_id", "competency_id", "attempt", "part"),
        sa.CheckConstraint("mark_percent BETWEEN 0 AND 100", name="mark_is_a_percentage"),
    )


class WrittenResult(OfEnrolment, db.Model):
    """The points of one person in one written test. Never changed: a correction is the next number."""

    id: Mapped[Key]
    test_id: Mapped[int] = mapped_column(sa.ForeignKey("written_test.id"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    points: Mapped[int | None]
    """Whole points; empty where what was entered before is taken back."""
    reason: Mapped[Text]
    """Why earlier points were corrected."""
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))

    test: Mapped[WrittenTest] = relationship()

    __table_args__ = (
        same_enrolment(),
        sa.UniqueConstraint("enrolment_id", "test_id", "number"),
        sa.CheckConstraint("points >= 0", name="points_are_not_negative"),
    )


class ConductRecord(OfEnrolment, db.Model):
    """Whether somebody kept to the rules of the course: the decision, never what happened."""

    id: Mapped[Key]
    conduct: Mapped[Conduct]
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))

    __table_args__ = (same_enrolment(),)


class Outcome(HasFlow, OfEnrolment, db.Model):
    """What was decided of a person in a run, and on which evidence."""

    id: Mapped[Key]
    status: Mapped[Status] = mapped_column(default=Status.NOT_EVALUATED)
    qualification: Mapped[Word] = mapped_column(default="")
    evidence: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The figures that the rule saw: sessions held and attended, competencies passed, thresholds."""
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    override_asked: Mapped[Status | None]
    """An outcome against the rule, waiting for a second person."""
    override_asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    override_reason: Mapped[Text]

    flow = FLOW
    __table_args__ = (same_enrolment(), sa.UniqueConstraint("enrolment_id"))
