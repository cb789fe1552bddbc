"""Who signs in, and for which office they act."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_login import UserMixin
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.accounts.rules.appointments import FLOW, Status
from tpp.acting import Role
from tpp.db import Code, Key, Text, Word, db
from tpp.history.models import HasFlow
from tpp.parties.models import Party


class Account(UserMixin, db.Model):
    """A person who signs in; what they may do comes from their offices."""

    id: Mapped[Key]
    email: Mapped[Word] = mapped_column(unique=True)
    """Lower case."""
    name: Mapped[Word]
    password_hash: Mapped[Word] = mapped_column(default="")
    totp_secret: Mapped[Word] = mapped_column(default="")
    """Base32; empty until a second factor is enrolled and checked once."""
    totp_last_step: Mapped[int | None]
    """The last 30-second step whose code was used: a code works once."""
    language: Mapped[Code] = mapped_column(default="en")
    timezone: Mapped[Code] = mapped_column(default="UTC")
    made_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    is_demonstration: Mapped[bool] = mapped_column(default=False)

    @property
    def is_active(self) -> bool:
        """For Flask-Login: a disabled account does not sign in."""
        return self.disabled_at is None

    @property
    def has_second_factor(self) -> bool:
        return bool(self.totp_secret)


class Office(db.Model):
    """An office of a Party, or of the programme; it keeps its work when people rotate."""

    id: Mapped[Key]
    role: Mapped[Role]
    party_id: Mapped[int | None] = mapped_column(sa.ForeignKey("party.id"), index=True)
    name: Mapped[Word]
    closed_at: Mapped[datetime | None]

    party: Mapped[Party | None] = relationship()


class OfficeHolder(db.Model):
    """That an account may act for an office, from when until when."""

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    office_id: Mapped[int] = mapped_column(sa.ForeignKey("office.id"), index=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]

    account: Mapped[Account] = relationship()
    office: Mapped[Office] = relationship()

    __table_args__ = (
        sa.Index(
            "uq_office_holder_now",
            "account_id",
            "office_id",
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        ),
    )


class SignedIn(db.Model):
    """One signed-in browser. The cookie holds a random word; only its hash stands here."""

    id: Mapped[Key]
    token_hash: Mapped[Code] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    office_id: Mapped[int | None] = mapped_column(sa.ForeignKey("office.id"))
    since: Mapped[datetime]
    seen_at: Mapped[datetime]
    until: Mapped[datetime]
    contents: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the web keeps for this browser: language, notices, the second factor's state."""
    browser: Mapped[Word] = mapped_column(default="")
    """What the browser says of itself in a few words, so that its owner knows it again."""

    account: Mapped[Account] = relationship()


class Appointment(HasFlow, db.Model):
    """That an administrator wants somebody in an office of the programme; a second one decides."""

    id: Mapped[Key]
    office_id: Mapped[int] = mapped_column(sa.ForeignKey("office.id"), index=True)
    email: Mapped[Word]
    name: Mapped[Word]
    language: Mapped[Code] = mapped_column(default="en")
    reason: Mapped[Text]
    status: Mapped[Status] = mapped_column(default=Status.WAITING, index=True)
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    asked_at: Mapped[datetime]

    office: Mapped[Office] = relationship()
    asked_by: Mapped[Account | None] = relationship()

    flow = FLOW


class Invitation(db.Model):
    """A link by mail that makes an account holder of an office, or sets a forgotten password."""

    id: Mapped[Key]
    token_hash: Mapped[Code] = mapped_column(unique=True)
    email: Mapped[Word]
    name: Mapped[Word]
    office_id: Mapped[int | None] = mapped_column(sa.ForeignKey("office.id"))
    """None for a link that only sets a new password."""
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    invited_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    written_at: Mapped[datetime]
    until: Mapped[datetime]
    used_at: Mapped[datetime | None]
    language: Mapped[Code] = mapped_column(default="en")

    office: Mapped[Office | None] = relationship()
    account: Mapped[Account | None] = relationship(foreign_keys=[account_id])
