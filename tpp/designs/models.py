"""Designs of certificates, what came of trying them, and which courses use them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.catalogue.models import CourseVersion
from tpp.db import Code, Key, Word, db
from tpp.designs.rules import FLOW, Status
from tpp.files.models import StoredFile
from tpp.history.models import HasFlow


class CertificateDesign(HasFlow, db.Model):
    """One version of a design: the programme's words, colours and logo on the page that there is.

    A draft can be changed; from the day on which it is put to use nothing of it changes but its status.
    """

    id: Mapped[Key]
    family: Mapped[int] = mapped_column(index=True)
    """The same for all versions of one design."""
    number: Mapped[int]
    key: Mapped[Code] = mapped_column(unique=True)
    """By which certificates name it for ever."""
    name: Mapped[Word]
    texts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By language and field; empty for the design that comes with the register."""
    ink: Mapped[Code]
    accent: Mapped[Code]
    second: Mapped[Code | None]
    """A second language for the page of every run that is held in another one."""
    logo_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    logo_width: Mapped[float] = mapped_column(default=0)
    logo_height: Mapped[float] = mapped_column(default=0)
    """In units of the picture's own; only their relation counts."""
    made_at: Mapped[datetime]
    status: Mapped[Status] = mapped_column(default=Status.DRAFT)

    logo: Mapped[StoredFile | None] = relationship()

    flow = FLOW
    __table_args__ = (sa.UniqueConstraint("family", "number"),)

    @property
    def is_packaged(self) -> bool:
        """Is it the design that comes with the register?"""
        return not self.texts


class DesignTrial(db.Model):
    """A design, printed with the longest and the shortest names in every script, to be looked at."""

    id: Mapped[Key]
    design_id: Mapped[int] = mapped_column(sa.ForeignKey("certificate_design.id"), index=True)
    fingerprint: Mapped[Code]
    """Of everything that could be seen: a design that was changed since is to be tried again."""
    page_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    picture_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    problem: Mapped[Word] = mapped_column(default="")
    """Why there is no page."""
    at: Mapped[datetime]

    page: Mapped[StoredFile | None] = relationship(foreign_keys=[page_id])
    picture: Mapped[StoredFile | None] = relationship(foreign_keys=[picture_id])


class DesignChoice(db.Model):
    """Which design the runs of a course version print; one row says which all others do."""

    id: Mapped[Key]
    course_version_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("course_version.id"), unique=True
    )
    is_for_others: Mapped[bool] = mapped_column(default=False)
    design_id: Mapped[int] = mapped_column(sa.ForeignKey("certificate_design.id"), index=True)

    course_version: Mapped[CourseVersion | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint("is_for_others = (course_version_id IS NULL)", name="one_or_all"),
        sa.Index(
            "uq_design_choice_for_others",
            "is_for_others",
            unique=True,
            sqlite_where=sa.text("is_for_others"),
            postgresql_where=sa.text("is_for_others"),
        ),
    )
