"""The ledger of long work: written in the transaction that asks for it, carried out by a worker."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tpp.db import Code, Key, Text, Word, db
from tpp.history.models import HasFlow
from tpp.jobs.rules import FLOW, Status


class Job(HasFlow, db.Model):
    """A piece of long work. It may be started several times; it must do nothing twice."""

    id: Mapped[Key]
    kind: Mapped[Code]
    """Names the task that carries it out."""
    key: Mapped[Word] = mapped_column(unique=True)
    """Asking twice for work with one key gives one job."""
    arguments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Ids only, no personal data."""
    status: Mapped[Status] = mapped_column(default=Status.QUEUED, index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    problems: Mapped[list[str]] = mapped_column(default=list)
    """What could not be done, in words for the person who asked."""
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    error: Mapped[Text]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    office_id: Mapped[int | None] = mapped_column(sa.ForeignKey("office.id"))
    role: Mapped[Code]
    """In which role it was asked for; the work is done in that name."""
    asked_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    """While this lies ahead a worker has it; past it, the next sweep sends it again."""
    lease: Mapped[Code] = mapped_column(default="")

    flow = FLOW
