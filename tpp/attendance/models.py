"""Who was there: one record a session and place; a correction is a new record."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tpp.attendance.rules import Mark
from tpp.db import Key, Text, db
from tpp.enrolments.models import OfEnrolment, same_enrolment


class AttendanceRecord(OfEnrolment, db.Model):
    """One mark of one person in one session. Never changed: a correction points at the older one."""

    id: Mapped[Key]
    session_id: Mapped[int] = mapped_column(index=True)
    mark: Mapped[Mark]
    minutes_late: Mapped[int | None]
    corrects_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("attendance_record.id"), unique=True
    )
    reason: Mapped[Text]
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))

    __table_args__ = (
        same_enrolment(),
        sa.ForeignKeyConstraint(
            ["session_id", "offering_id"], ["session.id", "session.offering_id"]
        ),
        sa.Index(
            "uq_attendance_record_first",
            "session_id",
            "enrolment_id",
            unique=True,
            sqlite_where=sa.text("corrects_id IS NULL"),
            postgresql_where=sa.text("corrects_id IS NULL"),
        ),
    )
