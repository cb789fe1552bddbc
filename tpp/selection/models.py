"""Settings of the selection."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tpp.db import Key, Text, Word, db


class ReofferingOrder(db.Model):
    """In which order rules say to whom seats are re-offered: the newest row stands.

    A setting of this register, with an author and a date; not United Nations policy.
    """

    id: Mapped[Key]
    criteria: Mapped[list[str]]
    set_by: Mapped[Word]
    set_on: Mapped[date]
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    reason: Mapped[Text]
