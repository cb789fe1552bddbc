"""Stored pages: the words to print them from, which are stored, and which file is served."""

from collections.abc import Collection

import sqlalchemy as sa

from tpp.certificates.models import (
    Certificate,
    CertificateFile,
    CertificateName,
    CertificateProof,
    CertificateStamp,
)
from tpp.certificates.rules import Words
from tpp.db import db
from tpp.files.models import StoredFile


def words_of_these(certificates: Collection[Certificate]) -> dict[int, Words]:
    """Every printed word of each, names included, as they were frozen."""
    wanted = {it.id: it.words for it in certificates}
    statement = sa.select(CertificateName.certificate_id, CertificateName.names).where(
        CertificateName.certificate_id.in_(wanted)
    )
    rows = db.session.execute(statement)
    return {number: Words.from_json({**wanted[number], **names}) for number, names in rows}


def printed_of(certificates: Collection[Certificate]) -> set[int]:
    """Those of these certificates whose page is stored."""
    statement = sa.select(CertificateFile.certificate_id).where(
        CertificateFile.certificate_id.in_([it.id for it in certificates])
    )
    return set(db.session.scalars(statement))


def file_of(certificate: Certificate) -> StoredFile | None:
    """The file that is served: that with most, the stamp with its proof, the stamp, or the page."""
    number = sa.func.coalesce(
        CertificateProof.file_id, CertificateStamp.file_id, CertificateFile.file_id
    )
    statement = (
        sa.select(StoredFile)
        .select_from(CertificateFile)
        .outerjoin(
            CertificateStamp, CertificateStamp.certificate_id == CertificateFile.certificate_id
        )
        .outerjoin(
            CertificateProof, CertificateProof.certificate_id == CertificateFile.certificate_id
        )
        .join(StoredFile, StoredFile.id == number)
        .where(CertificateFile.certificate_id == certificate.id)
    )
    return db.session.scalar(statement)


def of_file(sha256: str) -> Certificate | None:
    """The certificate of which this file is a page, with or without a time stamp."""
    found = sa.select(StoredFile.id).where(StoredFile.sha256 == sha256).scalar_subquery()
    pages = sa.select(CertificateFile.certificate_id).where(CertificateFile.file_id == found)
    stamped = sa.select(CertificateStamp.certificate_id).where(CertificateStamp.file_id == found)
    proven = sa.select(CertificateProof.certificate_id).where(CertificateProof.file_id == found)
    statement = sa.select(Certificate).where(Certificate.id.in_(pages.union(stamped, proven)))
    return db.session.scalar(statement)
