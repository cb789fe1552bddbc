"""What a trainee showed, competency by competency, and what was decided of it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.assessments.rules import FLOW, Result, Status
from tpp.catalogue.models import Competency
from tpp.db import Key, Text, Word, db
from tpp.enrolments.models import OfEnrolment, same_enrolment
from tpp.history.models import HasFlow


class AssessmentResult(OfEnrolment, db.Model):
    """One attempt of one person at one competency. Never changed: the next attempt is a new row."""

    id: Mapped[Key]
    competency_id: Mapped[int] = mapped_column(sa.ForeignKey("competency.id"), index=True)
    attempt: Mapped[int] = mapped_column(default=1)
    mark_percent: Mapped[int]
    result: Mapped[Result]
    """By the pass mark of the course version when it was assessed."""
    remark: Mapped[Text]
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))

    competency: Mapped[Competency] = relationship()

    __table_args__ = (
        same_enrolment(),
        sa.UniqueConstraint("enrolment_id", "competency_id", "attempt"),
        sa.CheckConstraint("mark_percent BETWEEN 0 AND 100", name="mark_is_a_percentage"),
    )


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
