"""Asking for what needs a second person, and answering: correction, revocation, re-issue.

Every answer is one transaction: the register's row, the person's record, the job that prints and the
mail are all there, or none is. Pressed twice, it is the same answer.
"""

import secrets
from collections.abc import Callable
from dataclasses import asdict, replace

from sqlalchemy import delete

from tpp import clock
from tpp.acting import Acting
from tpp.certificates.actions.naming import print_staff_as
from tpp.certificates.actions.printing import ask_to_print
from tpp.certificates.actions.registering import New, hold_register, keep, whose
from tpp.certificates.actions.telling import tell, tell_office
from tpp.certificates.models import Certificate, CertificateRequest
from tpp.certificates.queries import base_url, last_row, names_on
from tpp.certificates.queries.corrections import (
    in_force,
    open_request,
    requests_about,
    successor,
)
from tpp.certificates.queries.holders import holder_of
from tpp.certificates.rules import (
    CHAINED,
    DRAFT,
    Entry,
    Names,
    Status,
    chain_hash,
    code_of,
    names_hash,
    serial_of,
    without_names,
)
from tpp.certificates.rules.corrections import (
    Answer,
    Wish,
    check_differs,
    check_fits,
    check_reason,
    check_second_person,
    reissued,
)
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.people.actions import change
from tpp.people.models import Person, PersonName
from tpp.people.rules import NameKind


@transaction()
def ask(
    certificate: Certificate, wish: Wish, reason: str, *, by: Acting, names: Names | None = None
) -> CertificateRequest:
    """Ask for something that a second coordinator decides; asked twice alike, it is one request.

    Refused where it does not fit the certificate, or somebody else asked for it already.
    """
    lock(certificate)
    names = names and spoken(names, certificate)
    reason, wanted = check_reason(reason), asdict(names) if names else {}
    waiting = open_request(certificate, wish)
    if waiting and (waiting.asked_by_id, waiting.names) == (by.account_id, wanted):
        return waiting
    if waiting:
        raise Refused("This has been asked for already, and waits for another coordinator.")
    check_fits(wish, certificate.status, is_replaced=successor(certificate) is not None)
    if names:
        check_differs(printed_names(certificate), names)
        reissued(certificate.words, names, DRAFT, base_url())
    return written_down(certificate, wish, reason, wanted, by)


def spoken(names: Names, certificate: Certificate) -> Names:
    """A name in the own script without a language is in the language of the holder."""
    if not names.native or names.native_language:
        return names
    return replace(names, native_language=holder_of(certificate).language)


def printed_names(certificate: Certificate) -> Names:
    """Refused where they were erased: what is not known cannot be corrected or printed again."""
    names = names_on(certificate).names
    if not names:
        raise Refused("The names of this certificate were removed from the register.")
    return Names(**names)


def written_down(
    certificate: Certificate, wish: Wish, reason: str, names: dict[str, object], by: Acting
) -> CertificateRequest:
    asked = CertificateRequest(
        **whose(certificate),
        certificate_id=certificate.id,
        wish=wish,
        status=Answer.ASKED,
        names=names,
        reason=reason,
        asked_by_id=by.account_id,
        asked_at=clock.now(),
    )
    db.session.add(asked)
    db.session.flush()
    record(asked, f"{wish}_asked", by=by, after={"certificate": certificate.number})
    return asked


@transaction()
def withdraw(asked: CertificateRequest, *, by: Acting) -> CertificateRequest:
    """Take back what one asked for oneself."""
    lock(asked)
    if asked.asked_by_id != by.account_id:
        raise Refused("Somebody else asked for this: refuse it instead.")
    if asked.status is not Answer.WITHDRAWN:
        end(asked, "withdrawn", by=by)
    return asked


@transaction()
def refuse(asked: CertificateRequest, reason: str, *, by: Acting) -> CertificateRequest:
    """A second coordinator says no, and why; who asked for a correction is told."""
    reason = check_reason(reason)
    lock(asked)
    if is_answered(asked, Answer.REFUSED, by):
        return asked
    check_second(asked, by)
    end(asked, "refused", by=by, reason=reason)
    if asked.wish is Wish.CORRECTION:
        tell(asked.certificate, "refused", by=by, about=asked.id)
    return asked


@transaction()
def grant(asked: CertificateRequest, *, by: Acting) -> Certificate:
    """A second coordinator says yes, and it is done: the certificate that holds from now on.

    Of a revocation that is the revoked one. Refused where the certificate has been suspended, revoked or
    replaced since, and where the same person asked.
    """
    hold_register(db.session())
    lock(asked)
    certificate = asked.certificate
    lock(certificate)
    if is_answered(asked, Answer.GRANTED, by):
        return successor(certificate) or certificate
    check_second(asked, by)
    names = asked.names
    end(asked, "granted", by=by)
    is_replaced = successor(certificate) is not None
    check_fits(asked.wish, certificate.status, is_replaced=is_replaced)
    return DEEDS[asked.wish](certificate, asked.reason, names, by)


def is_answered(asked: CertificateRequest, answer: Answer, by: Acting) -> bool:
    """Did the same person give this answer a moment ago? A button is easily pressed twice."""
    return asked.status is answer and asked.decided_by_id == by.account_id


def check_second(asked: CertificateRequest, by: Acting) -> None:
    holder = holder_of(asked.certificate).account_id
    check_second_person(by.account_id, asked_by=asked.asked_by_id, holder=holder)


def end(asked: CertificateRequest, step: str, *, by: Acting, reason: str = "") -> None:
    """Close a request; the names that were asked for are kept no longer."""
    asked.move(step, by=by, reason=reason)
    asked.answer, asked.names = reason, {}
    asked.decided_by_id, asked.decided_at = by.account_id, clock.now()


# What a granted request does


def correct(
    certificate: Certificate, reason: str, names: dict[str, str], by: Acting
) -> Certificate:
    """What is printed of the holder says the new name from now on; the old certificate is superseded."""
    wanted = Names(**names)
    if certificate.account_id:
        print_staff_as(certificate.account_id, wanted, by=by)
    else:
        print_as(db.session.get_one(Person, certificate.person_id), wanted, by=by)
    certificate.move("superseded", by=by, reason=reason)
    new = put_in_place_of(certificate, wanted, by=by)
    tell_office(certificate, "superseded", by=by, number=new.serial)
    return new


def revoke(certificate: Certificate, reason: str, _: dict[str, str], by: Acting) -> Certificate:
    """The row stays and its address answers; what else was asked of it has no object any more."""
    certificate.move("revoked", by=by, reason=reason)
    for other in requests_about(certificate):
        if other.status is Answer.ASKED:
            end(other, "lapsed", by=by)
    tell(certificate, "revoked", by=by)
    return certificate


def reissue(certificate: Certificate, _: str, __: dict[str, str], by: Acting) -> Certificate:
    """The revoked one stays revoked: its address leads to the new one, with the same words."""
    if in_force(certificate):
        raise Refused("Another certificate in its place is in force already.")
    new = put_in_place_of(certificate, printed_names(certificate), by=by)
    tell_office(certificate, "reissued", by=by, number=new.serial)
    return new


DEEDS: dict[Wish, Callable[[Certificate, str, dict[str, str], Acting], Certificate]] = {
    Wish.CORRECTION: correct,
    Wish.REVOCATION: revoke,
    Wish.REISSUE: reissue,
}


def put_in_place_of(old: Certificate, names: Names, *, by: Acting) -> Certificate:
    """Enter a certificate with a new number for the same place and qualification, and have it printed.

    The register is held, and the old one is not in force. What is new ends when the old one would have.
    """
    db.session.flush()
    number, previous = last_row()
    number, issued_on = number + 1, clock.today(old.offering.timezone)
    entry = Entry(serial_of(number, issued_on.year), code_of(secrets.token_bytes(16)), issued_on)
    words, salt = reissued(old.words, names, entry, base_url()), secrets.token_hex(16)
    line = {name: getattr(old, name) for name in CHAINED} | {
        "number": number,
        "serial": entry.serial,
        "code": entry.code,
        "words": without_names(words),
        "names_hash": names_hash(salt, names.to_json()),
        "issued_on": issued_on,
        "issued_at": clock.now(),
        "supersedes_id": old.id,
        "previous_hash": previous,
    }
    row = Certificate(**line, hash=chain_hash(line), status=Status.ISSUED)
    keep([New(row, names, salt)], by=by)
    ask_to_print(row, by=by)
    return row


def print_as(person: Person, names: Names, *, by: Acting) -> None:
    """What certificates of this person print from now on, in Latin letters and in the own script."""
    printed = (PersonName.person_id == person.id) & (PersonName.kind == NameKind.PRINTED)
    db.session.execute(delete(PersonName).where(printed))
    if names.name != person.name:
        text, language = names.name, names.name_language
        ties = {"person_id": person.id, "party_id": person.party_id}
        kind = NameKind.PRINTED
        db.session.add(PersonName(**ties, kind=kind, text=text, language=language))
    native = {
        "native_name": names.native or "",
        "native_language": names.native_language or "",
    }
    change(person, by=by, **native)
    person.version += 1
    record(person, "corrected", by=by, after={"facts": ["printed_name"]})
