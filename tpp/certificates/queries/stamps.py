"""Time stamps: which file is served, and which certificates still want one."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from tpp.certificates.models import (
    Certificate,
    CertificateFile,
    CertificateProof,
    CertificateStamp,
)
from tpp.certificates.rules import Status
from tpp.db import db


def stamp_of(certificate: Certificate) -> CertificateStamp | None:
    """The certificate's page with a time stamp, where there is one."""
    statement = (
        sa.select(CertificateStamp)
        .options(joinedload(CertificateStamp.file))
        .where(CertificateStamp.certificate_id == certificate.id)
    )
    return db.session.scalar(statement)


def unstamped(most: int) -> list[int]:
    """Certificates in force with a page and no time stamp, the oldest first."""
    stamped = sa.exists().where(CertificateStamp.certificate_id == Certificate.id)
    statement = (
        sa.select(Certificate.id)
        .join(CertificateFile, CertificateFile.certificate_id == Certificate.id)
        .where(Certificate.status == Status.ISSUED, ~stamped)
        .order_by(Certificate.id)
        .limit(most)
    )
    return list(db.session.scalars(statement))


def proof_of(certificate: Certificate) -> CertificateProof | None:
    """What the stamp is checked by, where somebody was asked for it."""
    statement = sa.select(CertificateProof).options(joinedload(CertificateProof.file))
    return db.session.scalar(statement.where(CertificateProof.certificate_id == certificate.id))


def unproven(most: int) -> list[int]:
    """Certificates in force with a time stamp of which nobody was asked yet, the oldest first."""
    proven = sa.exists().where(CertificateProof.certificate_id == Certificate.id)
    statement = (
        sa.select(Certificate.id)
        .join(CertificateStamp, CertificateStamp.certificate_id == Certificate.id)
        .where(Certificate.status == Status.ISSUED, ~proven)
        .order_by(Certificate.id)
        .limit(most)
    )
    return list(db.session.scalars(statement))
