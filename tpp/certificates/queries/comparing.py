"""Which certificate a file is of, for whoever holds the file."""

from collections.abc import Sequence

import sqlalchemy as sa

from tpp.certificates.models import Certificate
from tpp.certificates.queries.pages import of_file
from tpp.certificates.queries.register import page_of
from tpp.certificates.queries.stamps import proof_of, stamp_of
from tpp.certificates.rules.comparing import MOST_CODES
from tpp.db import db
from tpp.files.models import StoredFile
from tpp.scope import EVERYTHING, seeing

NO_CODE = "0" * 26
"""Looked up in place of what cannot be a code, so that every miss is the same work."""


def code_of_page(sha256: str) -> str:
    """The code of the certificate whose stored page has this fingerprint; NO_CODE where none has."""
    with seeing(EVERYTHING):  # one row, found by the whole of its file
        certificate = of_file(sha256)
        return certificate.code if certificate else NO_CODE


def first_known(codes: Sequence[str]) -> str:
    """The first of these codes that the register knows, else NO_CODE; the same question for any number."""
    asked = [*codes[:MOST_CODES], *[NO_CODE] * (MOST_CODES - len(codes))]
    with seeing(EVERYTHING):  # codes alone, of those that stand in a file that somebody holds
        statement = sa.select(Certificate.code).where(Certificate.code.in_(asked))
        known = set(db.session.scalars(statement))
    return next((code for code in codes if code in known), NO_CODE)


def issued_files(certificate: Certificate) -> list[StoredFile]:
    """The files of a certificate, that with a time stamp first; never handed out from here."""
    with seeing(EVERYTHING):  # of one certificate whose code is known already
        kept = (proof_of(certificate), stamp_of(certificate), page_of(certificate))
        return [it.file for it in kept if it and it.file]
