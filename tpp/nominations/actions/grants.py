"""Reading the papers of a run's nominees: asked for by one person, decided by another."""

from tpp import clock
from tpp.acting import Acting
from tpp.db import db, lock, transaction
from tpp.history.models import record
from tpp.nominations import queries
from tpp.nominations.actions.telling import tell_who_decides
from tpp.nominations.models import DocumentGrant
from tpp.nominations.rules import grants
from tpp.nominations.rules.grants import Status
from tpp.offerings.models import CourseOffering


@transaction()
def ask_for_documents(run: CourseOffering, *, by: Acting, reason: str) -> DocumentGrant:
    """Ask to read the papers of a run's nominees; somebody else decides.

    The same asked twice is asked once.
    """
    lock(run)
    standing = queries.open_grant(run.id, by.account_id)
    if standing is not None and (standing.status, standing.reason) == (Status.ASKED, reason):
        return standing
    grants.check_asked(reason, standing is not None)
    grant = DocumentGrant(
        offering_id=run.id,
        account_id=by.account_id,
        reason=reason,
        status=Status.ASKED,
        asked_at=clock.now(),
    )
    db.session.add(grant)
    db.session.flush()
    record(grant, "asked", by=by, reason=reason)
    tell_who_decides(grant, by=by)
    return grant


@transaction()
def decide_grant(
    grant: DocumentGrant,
    step: str,
    *,
    by: Acting,
    reason: str = "",
    days: int = grants.USUAL_DAYS,
) -> None:
    """Give, refuse or end a grant; whoever asked may only withdraw it.

    Pressed a second time by the same person, it changes nothing.
    """
    lock(grant)
    if (grant.status, grant.decided_by_id) == (step, by.account_id):
        return
    if step != "withdrawn":
        grants.check_second_person(grant.account_id, by.account_id)
    until = grants.end_of(clock.now(), days) if step == "granted" else grant.until
    grant.move(step, by=by, reason=reason)
    grant.until, grant.decided_at, grant.decided_by_id = until, clock.now(), by.account_id
