"""Conflicts that somebody decided to live with."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tpp.conflicts.rules import Kind
from tpp.db import Code, Key, Text, db


class ConflictAcceptance(db.Model):
    """A conflict that a coordinator accepted. It holds as long as neither side changes."""

    id: Mapped[Key]
    kind: Mapped[Kind]
    key: Mapped[Code] = mapped_column(unique=True)
    """Which conflict: its kind and its sides, as a digest."""
    state: Mapped[Code]
    """How both sides were, as a digest: another one brings the conflict back."""
    reason: Mapped[Text]
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    office_id: Mapped[int] = mapped_column(sa.ForeignKey("office.id"))
    at: Mapped[datetime]
