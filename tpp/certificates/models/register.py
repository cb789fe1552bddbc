"""The register of certificates: one row a certificate, chained, never changed but for its status."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.certificates.models.holders import OfHolder, one_holder
from tpp.certificates.rules import FLOW, Status
from tpp.db import Code, Key, Word, db
from tpp.files.models import StoredFile
from tpp.history.models import HasFlow
from tpp.offerings.models import CourseOffering

ISSUED = sa.text("status = 'issued'")


class Certificate(HasFlow, OfHolder, db.Model):
    """One certificate. Its number is gapless, its words frozen, its row chained to the one before.

    Names stand outside the chain (CertificateName), their salted hash inside: erasing a person's data
    keeps the chain whole.
    """

    id: Mapped[Key]
    number: Mapped[int] = mapped_column(unique=True)
    """Gapless from 1 over the whole register."""
    serial: Mapped[Code] = mapped_column(unique=True)
    """The number as printed: TPP-2026-000417."""
    code: Mapped[Code] = mapped_column(unique=True)
    """128 random bits in the address and QR; the only way to the verification page."""
    qualification: Mapped[Word]
    kind: Mapped[Code]
    """What it says of its holder: a ``Variant``."""
    design: Mapped[Code]
    words: Mapped[dict[str, Any]]
    """Every printed word but the names."""
    names_hash: Mapped[Code]
    issued_on: Mapped[date]
    """In the run's zone."""
    expires_on: Mapped[date | None]
    issued_at: Mapped[datetime]
    supersedes_id: Mapped[int | None] = mapped_column(sa.ForeignKey("certificate.id"), unique=True)
    previous_hash: Mapped[Code]
    hash: Mapped[Code] = mapped_column(unique=True)
    status: Mapped[Status] = mapped_column(default=Status.ISSUED)

    offering: Mapped[CourseOffering] = relationship(
        primaryjoin=lambda: Certificate.offering_id == CourseOffering.id,
        foreign_keys=lambda: [Certificate.offering_id],
    )

    flow = FLOW
    __table_args__ = (
        *one_holder(),
        sa.UniqueConstraint("id", "party_id", "person_id", "offering_id"),
        sa.UniqueConstraint("id", "staffing_id", "account_id", "offering_id"),
        sa.Index(
            "uq_certificate_live",
            "enrolment_id",
            "qualification",
            unique=True,
            sqlite_where=ISSUED,
            postgresql_where=ISSUED,
        ),
        sa.Index(
            "uq_certificate_live_of_team",
            "staffing_id",
            "kind",
            unique=True,
            sqlite_where=ISSUED,
            postgresql_where=ISSUED,
        ),
    )


class OfCertificate(OfHolder):
    """A row about one certificate: of the same run and holder."""

    certificate_id: Mapped[int] = mapped_column(unique=True)


def same_certificate() -> tuple[sa.Constraint, ...]:
    """The wall in the database: run and holder are those of the certificate."""
    owners = ("party_id", "person_id"), ("staffing_id", "account_id")
    ties = [["id", *names, "offering_id"] for names in owners]
    return (
        *one_holder(),
        *(
            sa.ForeignKeyConstraint(
                ["certificate_id", *names[1:]], [f"certificate.{name}" for name in names]
            )
            for names in ties
        ),
    )


class CertificateName(OfCertificate, db.Model):
    """The names printed on a certificate; erased when the person's data is."""

    id: Mapped[Key]
    salt: Mapped[Code]
    names: Mapped[dict[str, Any]]

    __table_args__ = same_certificate()


class CertificateFile(OfCertificate, db.Model):
    """The page of a certificate: stored once, never replaced."""

    id: Mapped[Key]
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"))
    stored_at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship()

    __table_args__ = same_certificate()
