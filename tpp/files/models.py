"""Stored files: written once under the sha256 of their bytes."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tpp.db import Code, Key, db


class StoredFile(db.Model):
    """That these bytes are in the store. What they are for stands in the row that points here."""

    id: Mapped[Key]
    sha256: Mapped[Code] = mapped_column(unique=True)
    size: Mapped[int]
    """Bytes."""
    media_type: Mapped[Code]
    stored_at: Mapped[datetime]


class ErasedFile(db.Model):
    """That bytes are to go from the store, for no row needs them any more, and when they were gone.

    Equal bytes that somebody sends in later are stored anew, and this row goes.
    """

    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"), primary_key=True)
    asked_at: Mapped[datetime]
    gone_at: Mapped[datetime | None] = mapped_column(index=True)
