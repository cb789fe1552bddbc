"""Papers and decisions of nominees, and who may read the papers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import joinedload

from tpp import clock
from tpp.accounts.models import Account, Office, OfficeHolder
from tpp.accounts.queries.offices import IN_OFFICE
from tpp.acting import Acting, Role
from tpp.catalogue.rules.eligibility import ClearanceKind, DocumentKind
from tpp.db import db
from tpp.files.queries import NEEDS
from tpp.nominations.models import (
    Clearance,
    DocumentGrant,
    DocumentWithdrawal,
    Nomination,
    NomineeDocument,
)
from tpp.nominations.queries.rows import sent_to
from tpp.nominations.rules.grants import Status

DECIDES_GRANTS = (Role.COORDINATOR, Role.ADMINISTRATOR)
"""As the permission table says; a test holds the two together."""


def stands() -> ColumnElement[bool]:
    """Was this paper not taken back?"""
    return ~exists().where(DocumentWithdrawal.document_id == NomineeDocument.id)


NEEDS[NomineeDocument.__tablename__] = stands


def is_taken_back(document: NomineeDocument) -> bool:
    found = select(DocumentWithdrawal.id).where(DocumentWithdrawal.document_id == document.id)
    return db.session.scalar(found) is not None


def documents_of_one(nomination: Nomination) -> list[NomineeDocument]:
    """Every paper of a nominee, the newest first, with who may read it; those taken back among them."""
    found = (
        select(NomineeDocument)
        .options(joinedload(NomineeDocument.file), joinedload(NomineeDocument.taken_back))
        .where(NomineeDocument.nomination_id == nomination.id)
        .order_by(NomineeDocument.id.desc())
    )
    papers = list(db.session.scalars(found))
    return with_grants(papers) if papers else []


def documents_by_kind(nomination: Nomination) -> dict[DocumentKind, NomineeDocument]:
    """The paper of each kind that stands: the newest that was not taken back."""
    newest_last = reversed(documents_of_one(nomination))
    return {it.kind: it for it in newest_last if it.taken_back is None}


def one_document(acting: Acting, document_id: int) -> NomineeDocument | None:
    """One paper of a nomination that this office may see, with who may read it; none that was taken back."""
    document = one_ever(acting, document_id)
    return with_grants([document])[0] if document and document.taken_back is None else None


def one_ever(acting: Acting, document_id: int) -> NomineeDocument | None:
    """One paper of a nomination that this office may see, also where it was taken back."""
    found = (
        select(NomineeDocument)
        .join(Nomination, Nomination.id == NomineeDocument.nomination_id)
        .options(joinedload(NomineeDocument.file), joinedload(NomineeDocument.taken_back))
        .where(NomineeDocument.id == document_id, *sent_to(acting))
    )
    return db.session.scalar(found)


def with_grants(papers: Sequence[NomineeDocument]) -> list[NomineeDocument]:
    live = live_grants(papers[0].offering_id, clock.now())
    for paper in papers:
        paper.granted_to = live
    return list(papers)


def live_grants(offering_id: int, now: datetime) -> frozenset[int]:
    """Accounts that may read the papers of a run's nominees now."""
    found = select(DocumentGrant.account_id).where(
        DocumentGrant.offering_id == offering_id,
        DocumentGrant.status == Status.GRANTED,
        DocumentGrant.until > now,
    )
    return frozenset(db.session.scalars(found))


def open_grant(offering_id: int, account_id: int | None) -> DocumentGrant | None:
    """What this account asked for in a run and was not answered yet, or was given and still lasts."""
    found = select(DocumentGrant).where(
        DocumentGrant.offering_id == offering_id, DocumentGrant.account_id == account_id
    )
    now = clock.now()
    return next(
        (
            it
            for it in db.session.scalars(found.order_by(DocumentGrant.id.desc()))
            if it.status is Status.ASKED or it.is_live(now)
        ),
        None,
    )


def who_decides_grants() -> list[Account]:
    """Everybody in an open office whose role may decide on a grant (``Ability.GRANT_DECIDE``)."""
    found = (
        select(Account)
        .join(OfficeHolder, OfficeHolder.account_id == Account.id)
        .join(Office, Office.id == OfficeHolder.office_id)
        .where(Office.role.in_(DECIDES_GRANTS), Office.closed_at.is_(None), *IN_OFFICE)
        .order_by(Account.id)
    )
    return list(db.session.scalars(found).unique())


def grants() -> list[DocumentGrant]:
    """What was asked for, what waits first, then the newest."""
    found = select(DocumentGrant).options(
        joinedload(DocumentGrant.offering), joinedload(DocumentGrant.account)
    )
    waits = DocumentGrant.status != Status.ASKED
    return list(db.session.scalars(found.order_by(waits, DocumentGrant.id.desc()).limit(200)))


def one_grant(_acting: Acting, grant_id: int) -> DocumentGrant | None:
    return db.session.get(DocumentGrant, grant_id)


def clearances_of_one(nomination: Nomination) -> list[tuple[Clearance, str]]:
    """Every decision on a nominee with the office that wrote it down, the newest first."""
    found = (
        select(Clearance, Office.name)
        .outerjoin(Office, Office.id == Clearance.office_id)
        .where(Clearance.nomination_id == nomination.id)
        .order_by(Clearance.id.desc())
    )
    return [(line, name or "") for line, name in db.session.execute(found)]


def standing(lines: Sequence[tuple[Clearance, str]]) -> dict[ClearanceKind, Any]:
    """The decision of each kind that stands: the newest."""
    return {line.kind: (line, office) for line, office in reversed(lines)}
