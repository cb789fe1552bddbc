"""Mail about what happened to a certificate, written with the deed. Why it happened is not in it."""

from typing import Any

from tpp.acting import Acting
from tpp.certificates.models import Certificate
from tpp.certificates.queries.corrections import predecessor
from tpp.db import db
from tpp.enrolments.queries.joining import office_accounts
from tpp.outbox.actions import write as write_mail
from tpp.people.models import Person
from tpp.people.queries import email_of

TEMPLATE = "certificate-changed"


def tell(certificate: Certificate, what: str, *, by: Acting, about: int = 0) -> None:
    """Tell the holder and the office that a certificate was suspended, reinstated, revoked, not changed."""
    tell_holder_of(certificate, what, about=about)
    tell_office(certificate, what, by=by, about=about)


def tell_holder_of(
    certificate: Certificate, what: str, *, about: int = 0, number: str = ""
) -> None:
    """A mail to the person, where there is an address. Invented people have none that may be written to."""
    person = db.session.get_one(Person, certificate.person_id)
    address = email_of(person)
    if address and not certificate.offering.is_demonstration:
        words = told(certificate, what, person) | {"new": number}
        write_mail(key_of(certificate, what, about), address, TEMPLATE, person.language, **words)


def tell_office(
    certificate: Certificate, what: str, *, by: Acting, about: int = 0, number: str = ""
) -> None:
    """A mail to everybody in the office that nominated the holder, but to who did it."""
    if certificate.offering.is_demonstration:
        return
    person = db.session.get_one(Person, certificate.person_id)
    words = told(certificate, what, person) | {"new": number, "for_office": True}
    words |= {"is_told": email_of(person) is not None}
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


def told(certificate: Certificate, what: str, person: Person) -> dict[str, Any]:
    return {
        "what": what,
        "name": person.name,
        "course": certificate.words["course"],
        "serial": certificate.serial,
        "certificate": certificate.id,
        "for_office": False,
        "is_told": True,
    }


def key_of(certificate: Certificate, what: str, about: int) -> str:
    """One mail for each change of state, or for each request."""
    return f"certificate-{what}:{certificate.serial}:{about or certificate.version}"
