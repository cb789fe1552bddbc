"""What leaves the register: mail, written in the business transaction and sent afterwards."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from tpp.db import Code, Key, Text, Word, db
from tpp.outbox.rules import Fate, fate


class Message(db.Model):
    """One mail to one address. It is sent once, however often the sending is tried."""

    id: Mapped[Key]
    key: Mapped[Word] = mapped_column(unique=True)
    """What this mail is about; a second mail about the same thing is not written."""
    to: Mapped[Word]
    language: Mapped[Code] = mapped_column(default="en")
    template: Mapped[Code]
    words: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the template says; emptied when the mail is sent."""
    written_at: Mapped[datetime]
    next_try_at: Mapped[datetime | None] = mapped_column(index=True)
    """When it is to be tried; none once it was sent or given up."""
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    problem: Mapped[Text]

    @property
    def fate(self) -> Fate:
        return fate(self.sent_at is not None, self.next_try_at is not None, self.problem)
