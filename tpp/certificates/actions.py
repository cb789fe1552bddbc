"""Issuing certificates: a row in the register first, its page afterwards.

The two steps are apart, because printing takes long and the register must not wait for it. Each may
be done again at any moment and does nothing twice.
"""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tpp import clock
from tpp.acting import Acting
from tpp.certificates.models import Certificate, CertificateFile, CertificateName
from tpp.certificates.queries import (
    Candidate,
    base_url,
    candidates,
    held,
    last_row,
    lines_of,
    live,
    names_to_print,
    page_of,
    replaced,
)
from tpp.certificates.rules import (
    Entry,
    Held,
    Names,
    Status,
    chain_hash,
    code_of,
    expires_on,
    names_hash,
    serial_of,
    variant_of,
    without_names,
    wording,
)
from tpp.certificates.sealing import maker
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.files.models import StoredFile
from tpp.history.models import record
from tpp.jobs.actions import ask
from tpp.jobs.models import Job
from tpp.jobs.rules import ENDED
from tpp.offerings.models import CourseOffering
from tpp.outbox.actions import write as write_mail
from tpp.people.models import Person
from tpp.people.queries import email_of

REGISTER_LOCK = 7_305_012
"""Key of the PostgreSQL advisory lock that keeps numbers and chain in one line."""


@dataclass
class Registered:
    """The certificates of these places, new and older ones, and what stopped the others."""

    certificates: list[Certificate] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)


@transaction()
def register(
    run: CourseOffering, places: Collection[int] | None = None, *, by: Acting
) -> Registered:
    """Enter the certificates of these places (all, where none are named) into the register.

    Number, printed words and chain are fixed from here on. A place whose certificate is in force
    keeps it; whoever cannot get one is named with the reason.
    """
    hold_register(db.session())
    people, there, older = candidates(run, places), live(run), replaced(run)
    names, facts, last = names_to_print(people.values()), held(run), last_row()
    done, fresh = Registered(), list[New]()
    for place, candidate in people.items():
        if place in there:
            done.certificates.append(there[place])
            continue
        try:
            who = names[candidate.person_id]
            new = entered(run, facts, candidate, who, last, older.get(place))
        except Refused as refusal:
            done.refused[place] = refusal.message
            continue
        last = new.certificate.number, new.certificate.hash
        fresh.append(new)
    keep(fresh, by=by)
    done.certificates += [new.certificate for new in fresh]
    return done


def hold_register(session: Session) -> None:
    """One at a time from here to the end of the transaction (on SQLite every writer is alone)."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(REGISTER_LOCK)))


@dataclass
class New:
    """A row for the register and the names that stand beside it."""

    certificate: Certificate
    names: Names
    salt: str


def entered(
    run: CourseOffering,
    facts: Held,
    candidate: Candidate,
    names: Names,
    last: tuple[int, str],
    supersedes: int | None,
) -> New:
    """The row of one certificate after the ``last``, not written yet; Refused with what stops it."""
    number, issued_on = last[0] + 1, clock.today(run.timezone)
    variant = variant_of(candidate.outcome, candidate.override_asked)
    qualification = candidate.qualification or ""
    entry = Entry(serial_of(number, issued_on.year), code_of(secrets.token_bytes(16)), issued_on)
    words = wording(facts, names, variant, qualification, entry, base_url())
    salt = secrets.token_hex(16)
    line = {
        "number": number,
        "serial": entry.serial,
        "code": entry.code,
        "enrolment_id": candidate.enrolment_id,
        "party_id": candidate.party_id,
        "offering_id": run.id,
        "person_id": candidate.person_id,
        "qualification": qualification,
        "kind": str(variant),
        "design": words.design,
        "words": without_names(words),
        "names_hash": names_hash(salt, names.to_json()),
        "issued_on": issued_on,
        "expires_on": expires_on(issued_on, run.course_version.validity_months),
        "issued_at": clock.now(),
        "supersedes_id": supersedes,
        "previous_hash": last[1],
    }
    row = Certificate(**line, hash=chain_hash(line), status=Status.ISSUED)
    return New(row, names, salt)


def keep(fresh: Sequence[New], *, by: Acting) -> None:
    """Write the rows, their names beside them, and a line of the logbook for each."""
    db.session.add_all([new.certificate for new in fresh])
    db.session.flush()
    names = [
        {"certificate_id": new.certificate.id, "salt": new.salt, "names": new.names.to_json()}
        | whose(new.certificate)
        for new in fresh
    ]
    if names:
        db.session.execute(sa.insert(CertificateName), names)
    for certificate in (new.certificate for new in fresh):
        after = {"number": certificate.number, "kind": certificate.kind}
        record(certificate, "issued", by=by, after=after)


def whose(certificate: Certificate) -> dict[str, int]:
    return {
        "enrolment_id": certificate.enrolment_id,
        "party_id": certificate.party_id,
        "offering_id": certificate.offering_id,
        "person_id": certificate.person_id,
    }


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


# Asking for it


@transaction()
def ask_to_issue(run: CourseOffering, *, by: Acting) -> Job:
    """Ask for the certificates of everybody in the run whom nothing stops.

    Asked again before that has ended, it is the same job; asked later, one for whoever is ready then.
    """
    maker()  # without a key to sign with, nothing is begun
    lock(run)
    ready = [line.candidate.enrolment_id for line in lines_of(run) if line.is_ready]
    if not ready:
        raise Refused("Nobody in this run is waiting for a certificate that can be issued.")
    arguments = {
        "run": run.code,
        "offering_id": run.id,
        "places": ready,
        "back": f"/runs/{run.code}/certificates",
    }
    asked = f"certificates.issue:{run.id}:"
    key = f"{asked}{ended_since(asked)}"
    return ask("certificates.issue", key=key, arguments=arguments, by=by, total=len(ready))


def ended_since(asked: str) -> int:
    """How often such work was asked for and has ended."""
    statement = sa.select(sa.func.count()).where(
        Job.key.startswith(asked, autoescape=True), Job.status.in_(ENDED)
    )
    return db.session.scalar(statement) or 0


@transaction()
def ask_to_print(certificate: Certificate, *, by: Acting) -> Job:
    """Ask for the page of a certificate that stands in the register without one."""
    key, arguments = f"certificates.print:{certificate.id}", {"certificates": [certificate.id]}
    return ask("certificates.print", key=key, arguments=arguments, by=by, total=1)
