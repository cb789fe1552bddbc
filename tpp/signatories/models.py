"""Who signs certificates."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.db import Key, Version, db
from tpp.files.models import StoredFile
from tpp.signatories.rules import Said, said_in


class Signatory(db.Model):
    """Somebody who signs certificates: as printed in each language, from which day to which.

    Nothing of it but the last day ever changes: other words or another signature are a new row, which
    replaces this one. So what a certificate was signed with stays what it was.
    """

    id: Mapped[Key]
    names: Mapped[dict[str, Any]]
    """As printed, by language."""
    titles: Mapped[dict[str, Any]]
    image_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    """The signature as a picture, cleaned; without one a rule is printed to sign on."""
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    """The last day on which certificates are signed so."""
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("signatory.id"), unique=True)
    made_at: Mapped[datetime]
    version: Mapped[Version]

    image: Mapped[StoredFile | None] = relationship()

    __table_args__ = (sa.CheckConstraint("until_on >= from_on", name="period"),)

    def said_in(self, language: str) -> Said:
        """Name and title in this language, else in one that there is."""
        return said_in(self.names, self.titles, language)

    @property
    def image_key(self) -> str | None:
        """What a certificate's words name the signature by: the fingerprint of the picture."""
        return self.image.sha256 if self.image else None
