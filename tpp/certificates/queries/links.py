"""Links that open one certificate without an account, and who is to be told of a last day."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from tpp import clock
from tpp.certificates.models import (
    Certificate,
    CertificateLink,
    CertificateName,
    ExpiryNotice,
)
from tpp.certificates.queries.pages import file_of
from tpp.certificates.rules import Status
from tpp.certificates.rules.links import Notice, word_hash
from tpp.db import db
from tpp.files.models import StoredFile
from tpp.outbox.models import Message
from tpp.scope import EVERYTHING, seeing


class Opened(NamedTuple):
    """What a link opens."""

    certificate: Certificate
    names: dict[str, Any]
    file: StoredFile | None
    until: Any
    successor: str | None


def is_open() -> sa.ColumnElement[bool]:
    return sa.and_(CertificateLink.revoked_at.is_(None), CertificateLink.until > clock.now())


def opened(word: str) -> Opened | None:
    """The certificate of an open link; None for one that was guessed, is over or was taken back."""
    later = sa.orm.aliased(Certificate)
    with seeing(EVERYTHING):  # one row, found by 128 random bits that stand in its holder's mail
        found = db.session.execute(
            sa.select(Certificate, CertificateName.names, CertificateLink.until, later.serial)
            .options(joinedload(Certificate.offering))
            .join(CertificateLink, CertificateLink.certificate_id == Certificate.id)
            .join(CertificateName, CertificateName.certificate_id == Certificate.id)
            .outerjoin(later, later.supersedes_id == Certificate.id)
            .where(CertificateLink.word_hash == word_hash(word), is_open())
        ).first()
        if found is None:
            return None
        return Opened(found[0], found[1], file_of(found[0]), found[2], found[3])


def links_of(certificate: Certificate) -> Sequence[CertificateLink]:
    """Every link that was sent, the newest first."""
    statement = sa.select(CertificateLink).where(CertificateLink.certificate_id == certificate.id)
    return db.session.scalars(statement.order_by(CertificateLink.id.desc())).all()


def open_links(certificate: Certificate) -> Sequence[CertificateLink]:
    statement = sa.select(CertificateLink).where(
        CertificateLink.certificate_id == certificate.id, is_open()
    )
    return db.session.scalars(statement).all()


# Telling of a last day


def notice() -> Notice:
    """How early holders are told: as was set last, else as the register begins."""
    newest = db.session.scalar(sa.select(ExpiryNotice).order_by(ExpiryNotice.id.desc()).limit(1))
    return Notice(newest.days, newest.set_by, newest.set_on) if newest else Notice()


NOTICE = "certificate-expires:"
"""Before the number, the key of the mail: one a certificate, however often it is looked for."""


def expiring(today: date, days: int, most: int) -> Sequence[Certificate]:
    """Certificates in force that end within so many days and whose holder was not told yet."""
    told = sa.exists().where(Message.key == sa.literal(NOTICE) + Certificate.serial)
    replaced = sa.orm.aliased(Certificate)
    later = sa.exists().where(replaced.supersedes_id == Certificate.id)
    statement = (
        sa.select(Certificate)
        .where(
            Certificate.status == Status.ISSUED,
            Certificate.expires_on.between(today, today + timedelta(days=days)),
            ~told,
            ~later,
        )
        .order_by(Certificate.expires_on, Certificate.id)
        .limit(most)
    )
    return db.session.scalars(statement).all()
