"""Receipts: which deeds of devices were done. A deed has one receipt, however often it is sent."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tpp.db import Code, Key, db


class Receipt(db.Model):
    """One deed that was done at the wish of a device. Append-only."""

    id: Mapped[Key]
    uuid: Mapped[str] = mapped_column(sa.String(36), unique=True)
    """Made by the device: whoever sends it again gets the answer, and nothing is done again."""
    kind: Mapped[Code]
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    made_at: Mapped[datetime]
    """By the clock of the device."""
    at: Mapped[datetime]
    came: Mapped[dict[str, Any]]
    """What the device was told: ids and numbers only, no personal data."""
