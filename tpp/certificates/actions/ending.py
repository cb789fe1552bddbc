"""Suspending, reinstating, and taking the names away. Revoking needs two people: see correcting."""

from tpp.acting import Acting
from tpp.certificates.actions.telling import tell
from tpp.certificates.models import Certificate
from tpp.certificates.queries import names_on
from tpp.certificates.queries.corrections import last_deed, requests_about
from tpp.certificates.rules.corrections import check_reason
from tpp.db import lock, transaction
from tpp.history.models import record


@transaction()
def suspend(certificate: Certificate, reason: str, *, by: Acting) -> Certificate:
    """Not in force until somebody reinstates it; the holder and the office are told, not the reason."""
    return moved(certificate, "suspended", reason, by)


@transaction()
def reinstate(certificate: Certificate, reason: str, *, by: Acting) -> Certificate:
    """In force again, until the day on which it expires."""
    return moved(certificate, "reinstated", reason, by)


def moved(certificate: Certificate, step: str, reason: str, by: Acting) -> Certificate:
    """One step and its mail; the same button pressed twice by the same person is one step."""
    reason = check_reason(reason)
    lock(certificate)
    last = last_deed(certificate)
    if last and (last.deed, last.account_id) == (step, by.account_id):
        return certificate
    certificate.move(step, by=by, reason=reason)
    tell(certificate, step, by=by)
    return certificate


@transaction()
def erase_names(certificate: Certificate, *, by: Acting, reason: str = "") -> None:
    """Take the person's names out; number, course and state stay, and the chain stays whole."""
    lock(certificate)
    names = names_on(certificate)
    if not names.names:
        return
    names.names = {}
    for asked in requests_about(certificate):
        asked.names = {}
    record(certificate, "names_erased", by=by, reason=reason)
