"""What a certificate replaced, what replaced it, and what is asked about it."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from tpp.acting import Acting
from tpp.certificates.models import Certificate, CertificateRequest
from tpp.certificates.queries.register import LIVE
from tpp.certificates.rules.corrections import Answer, Wish
from tpp.db import db
from tpp.history.models import Entry


def one_request(acting: Acting, request_id: int) -> CertificateRequest | None:
    """A request about a certificate that this office may see; the scope narrows it."""
    statement = sa.select(CertificateRequest).where(CertificateRequest.id == request_id)
    return db.session.scalar(statement)


def requests_about(certificate: Certificate) -> Sequence[CertificateRequest]:
    """Everything that was asked of this certificate, the newest first."""
    return db.session.scalars(
        sa.select(CertificateRequest)
        .options(joinedload(CertificateRequest.asked_by))
        .options(joinedload(CertificateRequest.decided_by))
        .where(CertificateRequest.certificate_id == certificate.id)
        .order_by(CertificateRequest.id.desc())
    ).all()


def open_request(certificate: Certificate, wish: Wish) -> CertificateRequest | None:
    """The request of this kind that waits for an answer."""
    return db.session.scalar(
        sa.select(CertificateRequest).where(
            CertificateRequest.certificate_id == certificate.id,
            CertificateRequest.wish == wish,
            CertificateRequest.status == Answer.ASKED,
        )
    )


def requests_waiting() -> Sequence[CertificateRequest]:
    """Every request that waits for a second person, the oldest first."""
    return db.session.scalars(
        sa.select(CertificateRequest)
        .options(joinedload(CertificateRequest.certificate))
        .options(joinedload(CertificateRequest.asked_by))
        .where(CertificateRequest.status == Answer.ASKED)
        .order_by(CertificateRequest.id)
    ).all()


def predecessor(certificate: Certificate) -> Certificate | None:
    """The certificate in whose place this one was issued."""
    if certificate.supersedes_id is None:
        return None
    return db.session.scalar(
        sa.select(Certificate).where(Certificate.id == certificate.supersedes_id)
    )


def successor(certificate: Certificate) -> Certificate | None:
    """The certificate that was issued in place of this one."""
    return db.session.scalar(
        sa.select(Certificate).where(Certificate.supersedes_id == certificate.id)
    )


def in_force(certificate: Certificate) -> Certificate | None:
    """The certificate that holds for the same place and qualification, or work, now."""
    same = (
        (Certificate.staffing_id == certificate.staffing_id, Certificate.kind == certificate.kind)
        if certificate.of_team
        else (
            Certificate.enrolment_id == certificate.enrolment_id,
            Certificate.qualification == certificate.qualification,
        )
    )
    return db.session.scalar(sa.select(Certificate).where(*same, Certificate.status.in_(LIVE)))


def last_deed(certificate: Certificate) -> Entry | None:
    """The newest line of the logbook about this certificate."""
    return db.session.scalar(
        sa.select(Entry)
        .where(Entry.thing == Certificate.__tablename__, Entry.thing_id == certificate.id)
        .order_by(Entry.id.desc())
        .limit(1)
    )


def by_serial(serial: str) -> Certificate | None:
    """The certificate with this printed number, or plain number of the register."""
    wanted = serial.strip().upper()
    which = Certificate.serial == wanted
    if wanted.isascii() and wanted.isdecimal() and len(wanted) < 10:
        which = Certificate.number == int(wanted)
    return db.session.scalar(sa.select(Certificate).where(which))
