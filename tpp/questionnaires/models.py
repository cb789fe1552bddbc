"""Questionnaires by course version, and what was answered in a run: counts, never who.

Nothing here names a person. A code opens the questionnaire once and is gone when it was used; answers are
added to counts, so that no sheet and no order of sheets is kept (decision 33).
"""

import secrets
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.catalogue.models import CourseVersion
from tpp.db import Code, Key, Text, Version, db
from tpp.history.models import HasFlow
from tpp.offerings.models import CourseOffering
from tpp.questionnaires.rules import FLOW, Kind, Status


class Questionnaire(db.Model):
    """What a course version asks at its end. The highest number is in force; one that was given out stays
    as it was."""

    id: Mapped[Key]
    course_version_id: Mapped[int] = mapped_column(sa.ForeignKey("course_version.id"))
    number: Mapped[int]
    """From 1, within the course version."""
    made_at: Mapped[datetime]
    version: Mapped[Version]

    course_version: Mapped[CourseVersion] = relationship()

    __table_args__ = (sa.UniqueConstraint("course_version_id", "number"),)


class Question(db.Model):
    """One question in several languages."""

    id: Mapped[Key]
    questionnaire_id: Mapped[int] = mapped_column(sa.ForeignKey("questionnaire.id"), index=True)
    position: Mapped[int]
    key: Mapped[Code]
    """The same as long as the question is the same: by it runs are compared."""
    kind: Mapped[Kind]
    texts: Mapped[dict[str, Any]]
    """Language -> words."""
    choices: Mapped[dict[str, Any]]
    """Language -> choices in their order."""

    __table_args__ = (sa.UniqueConstraint("questionnaire_id", "key"),)


class QuestionnaireRound(HasFlow, db.Model):
    """That a run was asked: until when, how many got a code, how many answered."""

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(sa.ForeignKey("course_offering.id"), unique=True)
    questionnaire_id: Mapped[int] = mapped_column(sa.ForeignKey("questionnaire.id"), index=True)
    opened_on: Mapped[date]
    closes_on: Mapped[date]
    """The last day on which answers are taken, in the run's zone."""
    least: Mapped[int]
    """Answers before any are shown, as it was set when the run was asked."""
    by_mail: Mapped[int] = mapped_column(default=0)
    on_paper: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)
    status: Mapped[Status] = mapped_column(default=Status.OPEN)

    offering: Mapped[CourseOffering] = relationship()
    questionnaire: Mapped[Questionnaire] = relationship()

    flow = FLOW


class AnswerCode(db.Model):
    """A code that was not used yet. Whose it is stands nowhere; it goes when it is used.

    Kept in the order of its hashes, not of its making, so that nothing tells which mail it was written in.
    """

    hash: Mapped[Code] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("questionnaire_round.id"), index=True)
    is_paper: Mapped[bool]

    __table_args__ = ({"sqlite_with_rowid": False},)


class AnswerTally(db.Model):
    """How many gave one answer to one question of a run."""

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("questionnaire_round.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"), primary_key=True)
    value: Mapped[Code] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)

    __table_args__ = ({"sqlite_with_rowid": False},)


class AnswerText(db.Model):
    """What somebody wrote, under a random key: the order is that of the keys."""

    key: Mapped[Code] = mapped_column(primary_key=True, default=lambda: secrets.token_hex(12))
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("questionnaire_round.id"), index=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"))
    text: Mapped[Text]

    __table_args__ = ({"sqlite_with_rowid": False},)
