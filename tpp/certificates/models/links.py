"""What hangs on a certificate beside its page: links by mail, a time stamp, the days of a notice."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.certificates.models.holders import OfHolder, OwnInRuns
from tpp.certificates.models.register import OfCertificate, same_certificate
from tpp.db import Code, Key, Text, Word, db
from tpp.files.models import StoredFile


class CertificateLink(OwnInRuns, OfHolder, db.Model):
    """A link by mail that opens one certificate without an account, for a while."""

    id: Mapped[Key]
    certificate_id: Mapped[int] = mapped_column(index=True)
    word_hash: Mapped[Code] = mapped_column(unique=True)
    """Of 128 random bits, which stand in the mail alone."""
    made_at: Mapped[datetime]
    until: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    __table_args__ = same_certificate()


class CertificateStamp(OfCertificate, db.Model):
    """The page with the time stamp of an authority: a second stored file, served from then on.

    It begins with the bytes of the first one, which stays stored and known.
    """

    id: Mapped[Key]
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"))
    stamped_at: Mapped[datetime]
    """When, as the authority says."""
    authority: Mapped[Word]
    """The name in the authority's own certificate."""

    file: Mapped[StoredFile] = relationship()

    __table_args__ = same_certificate()


class CertificateProof(OfCertificate, db.Model):
    """The stamped page with what its stamp is checked by years later: a further stored file.

    Without a file: the authority's chain names nobody who says what was revoked, and it stays B-T.
    """

    id: Mapped[Key]
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    lists: Mapped[int] = mapped_column(default=0)
    answers: Mapped[int] = mapped_column(default=0)
    """Lists of what was revoked, and answers about single certificates, in the file."""
    made_at: Mapped[datetime]

    file: Mapped[StoredFile | None] = relationship()

    __table_args__ = same_certificate()


class ExpiryNotice(db.Model):
    """How many days before its last day a holder is told of it: the newest row stands.

    A setting of this register, with an author and a date; not United Nations policy.
    """

    id: Mapped[Key]
    days: Mapped[int]
    set_by: Mapped[Word]
    set_on: Mapped[date]
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    reason: Mapped[Text]
