"""The register: its rows, their names and pages, and what the public is told of one."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from tpp.acting import Acting
from tpp.certificates.models import Certificate, CertificateFile, CertificateName
from tpp.certificates.queries.renewing import renewal, renewed
from tpp.certificates.rules import (
    FIRST,
    Status,
    Words,
)
from tpp.db import db
from tpp.history.models import Entry
from tpp.scope import EVERYTHING, seeing

LIVE = (Status.ISSUED, Status.SUSPENDED)


def visible_to(acting: Acting) -> sa.Select[Any]:
    """The certificates of whoever this office may see; the scope of the request narrows them."""
    return sa.select(Certificate).order_by(Certificate.number.desc())


def one_certificate(acting: Acting, certificate_id: int) -> Certificate | None:
    return db.session.scalar(visible_to(acting).where(Certificate.id == certificate_id))


def last_row() -> tuple[int, str]:
    """Number and hash of the last certificate of the whole register."""
    with seeing(EVERYTHING):  # numbers run over the whole register, whoever issues
        statement = sa.select(Certificate.number, Certificate.hash)
        found = db.session.execute(statement.order_by(Certificate.number.desc()).limit(1)).first()
    return (found[0], found[1]) if found else (0, FIRST)


def names_on(certificate: Certificate) -> CertificateName:
    statement = sa.select(CertificateName).where(CertificateName.certificate_id == certificate.id)
    return db.session.scalars(statement).one()


def words_of(certificate: Certificate) -> Words:
    """Every printed word, names included, as they were frozen."""
    return Words.from_json({**certificate.words, **names_on(certificate).names})


def page_of(certificate: Certificate) -> CertificateFile | None:
    """The stored page, where it is printed already."""
    statement = (
        sa.select(CertificateFile)
        .options(joinedload(CertificateFile.file))
        .where(CertificateFile.certificate_id == certificate.id)
    )
    return db.session.scalar(statement)


def whole_register(after: int = 0, most: int | None = None) -> Iterator[Any]:
    """Every row in the order of numbers, with its names and its stored page: ``most`` ``after`` so many."""
    statement = (
        sa.select(Certificate, CertificateName, CertificateFile)
        .outerjoin(CertificateName, CertificateName.certificate_id == Certificate.id)
        .outerjoin(CertificateFile, CertificateFile.certificate_id == Certificate.id)
        .options(joinedload(CertificateFile.file))
        .order_by(Certificate.number)
        .offset(after)
        .limit(most)
        .execution_options(yield_per=200)
    )
    yield from db.session.execute(statement)


def numbers_not_in_force(first: int, count: int) -> list[int] | None:
    """Numbers of certificates from ``first`` on that do not stand; None where nobody was given one."""
    with seeing(EVERYTHING):  # numbers and states alone: of whom they are is not told
        of_these = sa.and_(Certificate.number >= first, Certificate.number < first + count)
        if not db.session.scalar(sa.select(sa.exists().where(of_these))):
            return None
        statement = sa.select(Certificate.number).where(
            of_these, Certificate.status != Status.ISSUED
        )
        return list(db.session.scalars(statement.order_by(Certificate.number)))


class Answer(NamedTuple):
    """What the public is told of one certificate."""

    certificate: Certificate
    names: dict[str, Any]
    since: datetime | None
    successor: Certificate | None
    renewed: Certificate | None
    renewal: Certificate | None


def verified(code: str) -> Answer | None:
    """The certificate with this code, for anybody who has it."""
    with seeing(EVERYTHING):  # one row, found by 128 random bits that only its holder gives away
        certificate = db.session.scalar(
            sa.select(Certificate)
            .options(joinedload(Certificate.offering))
            .where(Certificate.code == code)
        )
        if certificate is None:
            return None
        successor = db.session.scalar(
            sa.select(Certificate).where(Certificate.supersedes_id == certificate.id)
        )
        names, since = names_on(certificate).names, changed_at(certificate)
        others = (to_tell(certificate, it(certificate)) for it in (renewed, renewal))
        return Answer(certificate, names, since, successor, *others)


def to_tell(certificate: Certificate, other: Certificate | None) -> Certificate | None:
    """Another certificate of the same human being, where the same Party keeps both: nobody may learn
    from this page that a record was merged with another Party's."""
    return other if other and other.party_id == certificate.party_id else None


def changed_at(certificate: Certificate) -> datetime | None:
    """When the status that stands was given; None while it is the first."""
    if certificate.status is Status.ISSUED:
        return None
    return db.session.scalar(
        sa.select(Entry.at)
        .where(
            Entry.thing == Certificate.__tablename__,
            Entry.thing_id == certificate.id,
            Entry.deed == str(certificate.status),
        )
        .order_by(Entry.id.desc())
        .limit(1)
    )


class Owned(NamedTuple):
    """One certificate in its holder's list."""

    certificate: Certificate
    names: dict[str, Any]
    is_printed: bool
    successor: str | None


def owned(acting: Acting) -> list[Owned]:
    """One's own: what is on one's records and, of somebody who teaches, for the work in runs.

    Which of the two a role sees, its scope says.
    """
    by_account = Certificate.account_id == acting.account_id
    return owned_where(Certificate.person_id.in_(acting.person_ids) | by_account)


def of_persons(person_ids: Collection[int]) -> list[Owned]:
    """Every certificate on the records of one person, newest first."""
    return owned_where(Certificate.person_id.in_(person_ids))


def owned_where(whose: sa.ColumnElement[bool]) -> list[Owned]:
    """Certificates of one human being, newest first.

    Superseded ones come with the one that replaced them.
    """
    later = aliased(Certificate)
    statement = (
        sa.select(Certificate, CertificateName.names, CertificateFile.id, later.serial)
        .options(joinedload(Certificate.offering))
        .join(CertificateName, CertificateName.certificate_id == Certificate.id)
        .outerjoin(CertificateFile, CertificateFile.certificate_id == Certificate.id)
        .outerjoin(later, later.supersedes_id == Certificate.id)
        .where(whose)
        .order_by(Certificate.number.desc())
    )
    rows = db.session.execute(statement)
    return [Owned(row[0], row[1], row[2] is not None, row[3]) for row in rows]
