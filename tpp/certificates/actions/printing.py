"""The page of a certificate that stands in the register, stored once."""

from tpp import clock
from tpp.acting import Acting
from tpp.certificates.actions.registering import whose
from tpp.certificates.models import Certificate, CertificateFile
from tpp.certificates.queries import (
    page_of,
)
from tpp.db import db, lock, transaction
from tpp.files.models import StoredFile
from tpp.jobs.actions import ask
from tpp.jobs.models import Job
from tpp.outbox.actions import write as write_mail
from tpp.people.models import Person
from tpp.people.queries import email_of


@transaction()
def attach(certificate: Certificate, stored: StoredFile) -> CertificateFile:
    """The page of this certificate is stored: from now on it can be downloaded, and its holder knows."""
    lock(certificate)
    page = page_of(certificate)
    if page is not None:
        return page
    page = CertificateFile(
        certificate_id=certificate.id,
        **whose(certificate),
        file_id=stored.id,
        stored_at=clock.now(),
    )
    db.session.add(page)
    tell_holder(certificate)
    return page


def tell_holder(certificate: Certificate) -> None:
    """A mail with the way to the certificate, where the person has an address."""
    person = db.session.get(Person, certificate.person_id)
    address = person and email_of(person)
    if not person or not address:
        return
    write_mail(
        f"certificate-issued:{certificate.serial}",
        address,
        "certificate-issued",
        person.language,
        name=person.name,
        course=certificate.words["course"],
        serial=certificate.serial,
    )


@transaction()
def ask_to_print(certificate: Certificate, *, by: Acting) -> Job:
    """Ask for the page of a certificate that stands in the register without one."""
    key, arguments = f"certificates.print:{certificate.id}", {"certificates": [certificate.id]}
    return ask("certificates.print", key=key, arguments=arguments, by=by, total=1)
