"""The logbook, and the only code that changes a status."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tpp import clock
from tpp.acting import Acting
from tpp.db import Code, Key, Version, db
from tpp.flow import Flow


class Entry(db.Model):
    """One line of the logbook: who, as which office, when, what, before and after, why.

    Append-only and hash-chained. Names never stand here: the reason is kept outside the chain (its
    salted hash is inside), so that it can be erased and the chain stays whole.
    """

    id: Mapped[Key]
    """Gapless, from 1, in the order of the chain."""
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    role: Mapped[Code]
    thing: Mapped[Code]
    thing_id: Mapped[int]
    party_id: Mapped[int | None]
    """The Party whose private row this was, for showing a thing's history within the scope."""
    offering_id: Mapped[int | None] = mapped_column(index=True)
    deed: Mapped[Code]
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str | None]
    reason_salt: Mapped[Code]
    reason_hash: Mapped[Code]
    previous_hash: Mapped[Code]
    hash: Mapped[Code] = mapped_column(unique=True)

    __table_args__ = (Index(None, "thing", "thing_id"), Index(None, "at"))


def record(
    thing: Any,
    deed: str,
    *,
    by: Acting,
    reason: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write a deed into the logbook; the line is sealed into the chain when the transaction commits."""
    pending: list[Callable[[], dict[str, Any]]] = db.session().info.setdefault("entries", [])
    at = clock.now()

    def line() -> dict[str, Any]:
        return {
            "at": at,
            "account_id": by.account_id,
            "office_id": by.office_id,
            "role": by.role,
            "thing": thing.__tablename__,
            "thing_id": thing.id,
            "party_id": getattr(thing, "party_id", None),
            "offering_id": getattr(thing, "offering_id", None),
            "deed": deed,
            "before": before or {},
            "after": after or {},
            "reason": reason,
        }

    pending.append(line)


class HasFlow:
    """For rows with a status: it moves along ``flow`` and nowhere else."""

    flow: ClassVar[Flow]
    version: Mapped[Version]

    if TYPE_CHECKING:
        status: Any

    def move(self, step: str, *, by: Acting, reason: str = "") -> None:
        """The only code that changes a status; Refused where the table has no such step."""
        before, after = self.status, self.flow.after(step, self.status)
        self.status = after
        self.version = (self.version or 0) + 1
        record(self, step, by=by, reason=reason, before={"status": before}, after={"status": after})
