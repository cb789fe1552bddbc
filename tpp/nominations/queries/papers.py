"""Papers and decisions of nominees, and who may read the papers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tpp import clock
from tpp.accounts.models import Office
from tpp.acting import Acting
from tpp.catalogue.rules.eligibility import ClearanceKind, DocumentKind
from tpp.db import db
from tpp.nominations.models import Clearance, DocumentGrant, Nomination, NomineeDocument
from tpp.nominations.queries.rows import sent_to
from tpp.nominations.rules.grants import Status


def documents_of_one(nomination: Nomination) -> list[NomineeDocument]:
    """Every paper of a nominee, the newest first, with who may read it."""
    found = (
        select(NomineeDocument)
        .options(joinedload(NomineeDocument.file))
        .where(NomineeDocument.nomination_id == nomination.id)
        .order_by(NomineeDocument.id.desc())
    )
    papers = list(db.session.scalars(found))
    return with_grants(papers) if papers else []


def documents_by_kind(nomination: Nomination) -> dict[DocumentKind, NomineeDocument]:
    """The paper of each kind that stands: the newest."""
    return {it.kind: it for it in reversed(documents_of_one(nomination))}


def one_document(acting: Acting, document_id: int) -> NomineeDocument | None:
    """One paper of a nomination that this office may see, with who may read it."""
    found = (
        select(NomineeDocument)
        .join(Nomination, Nomination.id == NomineeDocument.nomination_id)
        .options(joinedload(NomineeDocument.file))
        .where(NomineeDocument.id == document_id, *sent_to(acting))
    )
    document = db.session.scalar(found)
    return with_grants([document])[0] if document else None


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
