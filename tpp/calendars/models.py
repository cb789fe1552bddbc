"""Secret addresses under which a calendar program reads what its owner may see."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.accounts.models import Account, Office
from tpp.calendars.rules import Kind
from tpp.db import Code, Key, db
from tpp.offerings.models import CourseOffering


class CalendarFeed(db.Model):
    """A feed of one account as one office. It shows what that office may see whenever it is read."""

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    office_id: Mapped[int] = mapped_column(sa.ForeignKey("office.id"))
    kind: Mapped[Kind]
    run_id: Mapped[int | None] = mapped_column(sa.ForeignKey("course_offering.id"))
    word_hash: Mapped[Code] = mapped_column(unique=True)
    """Of 160 random bits, which are shown once."""
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()
    office: Mapped[Office] = relationship()
    run: Mapped[CourseOffering | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint("(kind = 'run') = (run_id IS NOT NULL)", name="run_where_it_is_of_one"),
    )
