"""Mail about what happened to a certificate, written with the deed. Why it happened is not in it."""

from typing import Any

from tpp.acting import Acting
from tpp.certificates.models import Certificate
from tpp.certificates.queries.corrections import predecessor
from tpp.certificates.queries.holders import Holder, holder_of
from tpp.enrolments.queries.joining import office_accounts
from tpp.outbox.actions import write as write_mail

TEMPLATE = "certificate-changed"


def tell(certificate: Certificate, what: str, *, by: Acting, about: int = 0) -> None:
    """Tell the holder and the office that a certificate was suspended, reinstated, revoked, not changed."""
    tell_holder_of(certificate, what, about=about)
    tell_office(certificate, what, by=by, about=about)


def tell_holder_of(
    certificate: Certificate, what: str, *, about: int = 0, number: str = ""
) -> None:
    """A mail to the holder, where there is an address. Invented people have none that may be written to."""
    holder = holder_of(certificate)
    if holder.address and not certificate.offering.is_demonstration:
        words = told(certificate, what, holder) | {"new": number}
        key = key_of(certificate, what, about)
        write_mail(key, holder.address, TEMPLATE, holder.language, **words)


def tell_office(
    certificate: Certificate, what: str, *, by: Acting, about: int = 0, number: str = ""
) -> None:
    """A mail to everybody in the office that nominated the holder, but to who did it.

    Nobody nominated those who taught.
    """
    if certificate.offering.is_demonstration or certificate.party_id is None:
        return
    holder = holder_of(certificate)
    words = told(certificate, what, holder) | {"new": number, "for_office": True}
    words |= {"is_told": holder.address is not None}
    for account in office_accounts(certificate.party_id):
        if account.id != by.account_id:
            key = f"{key_of(certificate, what, about)}:{account.id}"
            write_mail(key, account.email, TEMPLATE, account.language, **words)


def tell_of_replacement(certificate: Certificate) -> bool:
    """Where this certificate stands in the place of another, its holder is told so; says whether it does."""
    old = predecessor(certificate)
    if old is None:
        return False
    tell_holder_of(
        old, "superseded" if old.status == "superseded" else "reissued", number=certificate.serial
    )
    return True


def told(certificate: Certificate, what: str, holder: Holder) -> dict[str, Any]:
    return {
        "what": what,
        "name": holder.name,
        "course": certificate.words["course"],
        "serial": certificate.serial,
        "certificate": certificate.id,
        "for_office": False,
        "is_told": True,
    }


def key_of(certificate: Certificate, what: str, about: int) -> str:
    """One mail for each change of state, or for each request."""
    return f"certificate-{what}:{certificate.serial}:{about or certificate.version}"
