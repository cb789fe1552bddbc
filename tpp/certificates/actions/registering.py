"""Entering certificates into the register: number, printed words and chain are fixed here."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tpp import clock
from tpp.acting import Acting
from tpp.certificates.models import Award, Certificate, CertificateName
from tpp.certificates.queries import (
    Candidate,
    base_url,
    candidates,
    held,
    last_row,
    names_to_print,
    replaced,
)
from tpp.certificates.queries.awards import in_force
from tpp.certificates.queries.terms import Terms, terms_of
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
from tpp.db import db, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.offerings.models import CourseOffering

REGISTER_LOCK = 7_305_012
"""Key of the PostgreSQL advisory lock that keeps numbers and chain in one line."""


@dataclass
class Registered:
    """The certificates of these places, new and older ones, and what stopped the others."""

    certificates: list[Certificate] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)


USUAL = Terms()
"""The day of entry, and nobody who signs."""


@transaction()
def register(
    run: CourseOffering,
    places: Collection[int] | None = None,
    *,
    by: Acting,
    award: Award | None = None,
) -> Registered:
    """Enter the certificates of these places (all, where none are named) into the register.

    With an ``award``, what that recommendation asks for and a second person approved; without one,
    what the outcomes carry: the register's own way to the successor of a certificate. Number, printed
    words and chain are fixed from here on. What is in force already stays; whoever cannot get one is
    named with the reason.
    """
    hold_register(db.session())
    people, there, older = candidates(run, places), in_force(run, places), replaced(run)
    names, facts, last = names_to_print(people.values()), held(run), last_row()
    done, fresh = Registered(), list[New]()
    for candidate, terms in terms_of(run, people, award):
        place, who = candidate.enrolment_id, names[candidate.person_id]
        earned = place, candidate.qualification or ""
        if certificate := there.get(earned):
            done.certificates.append(certificate)
            continue
        try:
            terms.check(candidate, who)
            new = entered(run, facts, candidate, who, last, older.get(earned), terms)
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
    terms: Terms = USUAL,
) -> New:
    """The row of one certificate after the ``last``, not written yet; Refused with what stops it."""
    number, issued_on = last[0] + 1, terms.printed_on(clock.today(run.timezone))
    variant = variant_of(candidate.outcome, candidate.override_asked)
    qualification = candidate.qualification or ""
    entry = Entry(serial_of(number, issued_on.year), code_of(secrets.token_bytes(16)), issued_on)
    words = terms.signed(wording(facts, names, variant, qualification, entry, base_url()))
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
