"""What was asked about certificates after their issue, and what a second person answered."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.accounts.models import Account
from tpp.certificates.models.holders import OfHolder, OwnInRuns
from tpp.certificates.models.register import Certificate, same_certificate
from tpp.certificates.rules.corrections import REQUEST_FLOW, Answer, Wish
from tpp.db import Key, Text, db
from tpp.history.models import HasFlow

OPEN = sa.text("status = 'asked'")


class CertificateRequest(HasFlow, OwnInRuns, OfHolder, db.Model):
    """That somebody asks for a correction, revocation or re-issue; another coordinator decides."""

    id: Mapped[Key]
    certificate_id: Mapped[int] = mapped_column(index=True)
    wish: Mapped[Wish]
    status: Mapped[Answer] = mapped_column(default=Answer.ASKED)
    names: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The names as they should be printed; emptied when the request has ended."""
    reason: Mapped[Text]
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    answer: Mapped[Text]
    """Why it was refused."""

    certificate: Mapped[Certificate] = relationship(
        primaryjoin=lambda: CertificateRequest.certificate_id == Certificate.id,
        foreign_keys=[certificate_id],
    )
    asked_by: Mapped[Account | None] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[Account | None] = relationship(foreign_keys=[decided_by_id])

    flow = REQUEST_FLOW
    __table_args__ = (
        *same_certificate(),
        sa.Index(
            "uq_certificate_request_open",
            "certificate_id",
            "wish",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )
