"""The catalogue: courses as designs, their versions, and what each demands."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.catalogue.rules import CourseKind, Delivery, Pillar
from tpp.catalogue.rules.eligibility import Criterion
from tpp.catalogue.rules.sheets import CompetencyKind, Level, WrittenKind
from tpp.db import Code, Key, Word, db


class Course(db.Model):
    """The design of a training; what is held is a CourseOffering of one of its versions."""

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    title: Mapped[Word]
    pillar: Mapped[Pillar] = mapped_column(index=True)
    level: Mapped[Word] = mapped_column(default="")
    kind: Mapped[CourseKind] = mapped_column(default=CourseKind.COURSE)
    delivery: Mapped[Delivery] = mapped_column(default=Delivery.IN_PERSON)
    known_since: Mapped[int | None]
    """First year in which a run of it is publicly known."""
    is_offered: Mapped[bool] = mapped_column(default=True)


class CourseVersion(db.Model):
    """What a course teaches and demands, as it stood; a version used by a run is never edited."""

    id: Mapped[Key]
    course_id: Mapped[int] = mapped_column(sa.ForeignKey("course.id"), index=True)
    number: Mapped[int]
    objectives: Mapped[list[str]] = mapped_column(default=list)
    languages: Mapped[list[str]] = mapped_column(default=list)
    duration_days: Mapped[int | None]
    qualification: Mapped[Word] = mapped_column(default="")
    """What a certificate of completion says that the person is now."""
    attendance_share_percent: Mapped[int] = mapped_column(default=80)
    """Share of the sessions held that must be attended, in %."""
    pass_mark_percent: Mapped[int] = mapped_column(default=60)
    """Mark from which a competency counts as passed, in %."""
    validity_months: Mapped[int | None]
    completion: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Which competencies complete the course and whether conduct counts, with who set it and when; empty
    where every competency has to be passed and nothing else is asked."""
    moderation_margin_percent: Mapped[int | None]
    """A mark this near to the pass mark, or a failure, needs a second assessor; empty: none does."""
    set_by: Mapped[Word]
    set_on: Mapped[date]
    """Who set the thresholds above, and when: they are settings, not United Nations policy."""
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)

    course: Mapped[Course] = relationship()

    __table_args__ = (sa.UniqueConstraint("course_id", "number"),)


class Competency(db.Model):
    """One thing that a graduate can do, assessed by itself."""

    id: Mapped[Key]
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("course_version.id"), index=True)
    position: Mapped[int]
    code: Mapped[Code]
    title: Mapped[Word]
    machine: Mapped[Word] = mapped_column(default="")
    """The machine type it is shown on; empty for the rest. Which machines a run has, the run says."""
    kind: Mapped[CompetencyKind] = mapped_column(default=CompetencyKind.MARK)
    pass_mark_percent: Mapped[int | None]
    """Its own pass mark; empty: that of the version."""
    pass_level: Mapped[Level | None]
    """The step of the practical scale that passes."""
    tasks: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    """What is observed, in order: code, title, and whether it is critical."""
    tasks_needed: Mapped[int | None]
    """How many tasks have to be passed, the critical ones among them; empty: all."""
    attempts_allowed: Mapped[int | None]
    assessors: Mapped[int] = mapped_column(default=1)
    is_critical: Mapped[bool] = mapped_column(default=False)
    """Without it nobody completes, whatever number of competencies the rule asks for."""

    version: Mapped[CourseVersion] = relationship()

    __table_args__ = (sa.UniqueConstraint("version_id", "code"),)


class WrittenTest(db.Model):
    """A test of a course version that a class writes: before the course, after it, or in between."""

    id: Mapped[Key]
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("course_version.id"), index=True)
    position: Mapped[int]
    code: Mapped[Code]
    title: Mapped[Word]
    kind: Mapped[WrittenKind] = mapped_column(default=WrittenKind.OTHER)
    points: Mapped[int]
    """The most that can be reached, in whole points."""
    needed_percent: Mapped[int | None]
    """Share of the points without which nobody completes; empty: it counts for the gain alone."""

    version: Mapped[CourseVersion] = relationship()

    __table_args__ = (sa.UniqueConstraint("version_id", "code"),)


class TrainerDemand(db.Model):
    """What whoever teaches a course version must be: a setting of this register, no policy."""

    id: Mapped[Key]
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("course_version.id"))
    qualification: Mapped[Word]
    set_by: Mapped[Word]
    set_on: Mapped[date]

    version: Mapped[CourseVersion] = relationship()

    __table_args__ = (sa.UniqueConstraint("version_id", "qualification"),)


class EligibilityRule(db.Model):
    """One thing that a course version asks of a nominee: a setting of this register, no policy."""

    id: Mapped[Key]
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("course_version.id"), index=True)
    position: Mapped[int]
    criterion: Mapped[Criterion]
    parameters: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_required: Mapped[bool] = mapped_column(default=True)
    """Else desirable: it is shown and stands in nobody's way."""
    is_example: Mapped[bool] = mapped_column(default=False)
    """Loaded so that the register can be tried; the programme replaces it."""
    set_by: Mapped[Word]
    set_on: Mapped[date]

    version: Mapped[CourseVersion] = relationship()

    __table_args__ = (sa.UniqueConstraint("version_id", "position"),)
