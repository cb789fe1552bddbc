"""Stored files: written once under the sha256 of their bytes."""

from datetime import datetime

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
