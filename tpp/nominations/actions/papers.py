"""Papers, decisions of others, overridden rules: append-only lines beside a nomination."""

from datetime import date
from typing import Any

from tpp import clock
from tpp.acting import Acting
from tpp.catalogue.rules.eligibility import ClearanceKind, DocumentKind
from tpp.db import db, transaction
from tpp.errors import Refused
from tpp.files import actions as files
from tpp.files.models import StoredFile
from tpp.history.models import record
from tpp.nominations import queries
from tpp.nominations.models import (
    Clearance,
    DocumentWithdrawal,
    Nomination,
    NomineeDocument,
    RuleOverride,
)
from tpp.nominations.rules import papers
from tpp.nominations.rules.eligibility import Check, ClearanceOutcome, check_override


def about(nomination: Nomination, by: Acting) -> dict[str, Any]:
    """Whose the line is, and who wrote it when."""
    return {
        "nomination_id": nomination.id,
        "offering_id": nomination.offering_id,
        "party_id": nomination.party_id,
        "account_id": by.account_id,
        "office_id": by.office_id,
        "at": clock.now(),
    }


@transaction()
def add_document(
    nomination: Nomination, kind: DocumentKind, stored: StoredFile, *, by: Acting
) -> NomineeDocument:
    """Keep a paper that lies in the store already; one of the same kind before it stays in the history."""
    [nomination] = queries.locked([nomination])
    papers.check_still_counts(nomination.status)
    standing = queries.documents_by_kind(nomination).get(kind)
    if standing is not None and standing.file_id == stored.id:
        return standing
    document = NomineeDocument(**about(nomination, by), kind=kind, file_id=stored.id)
    db.session.add(document)
    db.session.flush()
    files.check_is_kept(stored)
    record(nomination, "document_added", by=by, after={"kind": kind})
    return document


@transaction()
def take_back(document: NomineeDocument, *, by: Acting) -> None:
    """The office takes a paper back before a decision: the row stays, the file is erased.

    Pressed a second time, it changes nothing.
    """
    nomination = db.session.get_one(Nomination, document.nomination_id)
    [nomination] = queries.locked([nomination])
    if queries.is_taken_back(document):
        return
    papers.check_may_take_back(nomination.status)
    line = DocumentWithdrawal(
        **about(nomination, by), document_id=document.id, by_name=by.office_name
    )
    db.session.add(line)
    db.session.flush()
    files.erase(document.file)
    record(nomination, "document_taken_back", by=by, after={"kind": document.kind})


@transaction()
def record_reading(document: NomineeDocument, *, by: Acting) -> None:
    """Somebody outside the nominee's office opened a paper."""
    nomination = db.session.get_one(Nomination, document.nomination_id)
    record(nomination, "document_read", by=by, after={"kind": document.kind})


@transaction()
def record_clearance(
    nomination: Nomination,
    kind: ClearanceKind,
    outcome: ClearanceOutcome,
    *,
    by: Acting,
    certifier: str = "",
    decided_on: date | None = None,
    reference: str = "",
) -> Clearance:
    """Write down what somebody else decided; what was written before stays in the history."""
    [nomination] = queries.locked([nomination])
    papers.check_still_counts(nomination.status)
    papers.check_decision(outcome, certifier, decided_on, clock.now().date())
    decided = {"certifier": certifier, "decided_on": decided_on, "reference": reference}
    line = Clearance(**about(nomination, by), kind=kind, decision=outcome, **decided)
    db.session.add(line)
    db.session.flush()
    record(nomination, "decided", by=by, after={"kind": kind, "outcome": outcome})
    return line


@transaction()
def override(nomination: Nomination, rule_id: int, *, by: Acting, reason: str) -> None:
    """Let a nominee pass a required rule that is not met, or not known to be."""
    [nomination] = queries.locked([nomination])
    papers.check_still_counts(nomination.status)
    judged = judged_by(nomination, rule_id)
    check_override(judged, reason)
    if judged.overridden is not None:
        raise Refused("This rule is overridden already.")
    write_override(nomination, judged, stands=True, by=by, reason=reason)


@transaction()
def undo_override(nomination: Nomination, rule_id: int, *, by: Acting, reason: str) -> None:
    """The rule counts again."""
    if not reason.strip():
        raise Refused("Give a reason: it is kept in the history and shown to the office.", "reason")
    [nomination] = queries.locked([nomination])
    judged = judged_by(nomination, rule_id)
    if (nomination.id, rule_id) not in queries.overrides_of([nomination.id]):
        raise Refused("This rule is not overridden.")
    write_override(nomination, judged, stands=False, by=by, reason=reason)


def judged_by(nomination: Nomination, rule_id: int) -> Check:
    for judged in queries.checks_of([nomination])[nomination.id]:
        if judged.rule_id == rule_id:
            return judged
    raise Refused("The course of this run has no such rule. Open the nomination again.")


def write_override(
    nomination: Nomination, judged: Check, *, stands: bool, by: Acting, reason: str
) -> None:
    words = {"rule_id": judged.rule_id, "stands": stands, "reason": reason}
    db.session.add(RuleOverride(**about(nomination, by), **words, by_name=by.office_name))
    deed = "overridden" if stands else "override_undone"
    told = {"rule": judged.criterion, "verdict": judged.verdict}
    record(nomination, deed, by=by, reason=reason, after=told)
