"""Entering certificates into the register: number, printed words and chain are fixed here."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tpp import clock
from tpp.acting import Acting
from tpp.certificates.models import Award, Certificate, CertificateName
from tpp.certificates.queries import (
    Candidate,
    base_url,
    held,
    holding,
    last_row,
    names_of_all,
    replaced,
)
from tpp.certificates.queries.awards import in_force
from tpp.certificates.queries.of_run import Holds, key_for
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
    without_names,
    wording,
)
from tpp.certificates.rules.auditing import TIES as OWNERS
from tpp.db import db, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.offerings.models import CourseOffering

REGISTER_LOCK = 7_305_012
"""Key of the PostgreSQL advisory lock that keeps numbers and chain in one line."""


@dataclass
class Registered:
    """The certificates of these holders, new and older ones, and what stopped the others."""

    certificates: list[Certificate] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    refused_team: dict[int, str] = field(default_factory=dict)
    """By staffing."""

    def refuse(self, candidate: Holds, why: str) -> None:
        if isinstance(candidate, Candidate):
            self.refused[candidate.enrolment_id] = why
        else:
            self.refused_team[candidate.staffing_id] = why


USUAL = Terms()
"""The day of entry, and nobody who signs."""


@transaction()
def register(
    run: CourseOffering,
    places: Collection[int] | None = None,
    *,
    by: Acting,
    award: Award | None = None,
    staff: Collection[int] | None = None,
) -> Registered:
    """Enter the certificates of these places (all, where none are named) into the register.

    With an ``award``, what that recommendation asks for and a second person approved, of the team as
    well (of these ``staff``, by staffing, where places or staff are named); without one, what the
    outcomes carry: the register's own way to the successor of a certificate. Number, printed
    words and chain are fixed from here on. What is in force already stays; whoever cannot get one is
    named with the reason.
    """
    hold_register(db.session())
    if places is not None and staff is None:
        staff = ()
    people, older = holding(run, places, staff), replaced(run)
    there, names = in_force(run, people), names_of_all(people.values())
    facts, last, done, fresh = held(run), last_row(), Registered(), list[New]()
    for candidate, terms in terms_of(run, people, award):
        who = names[candidate.whose]
        try:
            if certificate := there.get(key_for(candidate)):
                done.certificates.append(certificate)
                continue
            terms.check(candidate, who)
            replaces = older.get(key_for(candidate))
            new = entered(run, facts, candidate, who, last, replaces, terms)
        except Refused as refusal:
            done.refuse(candidate, refusal.message)
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
    candidate: Holds,
    names: Names,
    last: tuple[int, str],
    supersedes: int | None,
    terms: Terms = USUAL,
) -> New:
    """The row of one certificate after the ``last``, not written yet; Refused with what stops it."""
    number, issued_on = last[0] + 1, terms.printed_on(clock.today(run.timezone))
    variant = candidate.earned()
    qualification = candidate.qualification or ""
    entry = Entry(serial_of(number, issued_on.year), code_of(secrets.token_bytes(16)), issued_on)
    words = terms.signed(wording(facts, names, variant, qualification, entry, base_url()))
    salt = secrets.token_hex(16)
    line = {
        "number": number,
        "serial": entry.serial,
        "code": entry.code,
        **dict.fromkeys(OWNERS),
        **candidate.ties,
        "qualification": qualification,
        "kind": str(variant),
        "design": words.design,
        "words": without_names(words),
        "names_hash": names_hash(salt, names.to_json()),
        "issued_on": issued_on,
        "expires_on": last_day(run, candidate, issued_on),
        "issued_at": clock.now(),
        "supersedes_id": supersedes,
        "previous_hash": last[1],
    }
    row = Certificate(**line, hash=chain_hash(line), status=Status.ISSUED)
    return New(row, names, salt)


def last_day(run: CourseOffering, candidate: Holds, issued_on: date) -> date | None:
    """What somebody learnt may have to be shown again; what somebody did stays done."""
    months = None if candidate.of_team else run.course_version.validity_months
    return expires_on(issued_on, months)


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


def whose(certificate: Certificate) -> dict[str, int | None]:
    """The columns of a row about this certificate that say whose it is."""
    return {name: getattr(certificate, name) for name in OWNERS}
