"""Links by mail that open one certificate without an account: given, sent again, taken back."""

import secrets
from collections.abc import Sequence

import sqlalchemy as sa

from tpp import clock
from tpp.acting import SYSTEM, Acting
from tpp.certificates.actions.registering import whose
from tpp.certificates.models import Certificate, CertificateLink, ExpiryNotice
from tpp.certificates.queries import links as queries
from tpp.certificates.queries.holders import Holder, holder_of, holders
from tpp.certificates.rules import links as rules
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.outbox.actions import write as write_mail
from tpp.scope import EVERYTHING, seeing


@transaction()
def give_links(certificates: Sequence[Certificate]) -> list[str]:
    """A word for each that opens it for a while; the register keeps the hash of it alone."""
    now, words, rows = clock.now(), [], []
    for it in certificates:
        words.append(rules.word_of(secrets.token_bytes(rules.BITS)))
        hashed = {"certificate_id": it.id, "word_hash": rules.word_hash(words[-1])}
        times = {"made_at": now, "until": now + rules.OPENS_FOR}
        rows.append({**hashed, **times, **whose(it)})
    if rows:
        db.session.execute(sa.insert(CertificateLink), rows)
    return words


def said_of_link(word: str) -> dict[str, str]:
    """What a mail says of a link."""
    return {"word": word, "until": (clock.now() + rules.OPENS_FOR).date().isoformat()}


@transaction()
def send_link(certificate: Certificate, *, by: Acting) -> None:
    """Send its holder a fresh link by mail; Refused where the register has no address."""
    lock(certificate)
    rules.check_may_be_sent(certificate.status, len(queries.open_links(certificate)))
    holder = holder_of(certificate)
    if not holder.address:
        raise Refused("The register has no e-mail address of this person. Add one first.")
    [word] = give_links([certificate])
    write_mail(
        f"certificate-link:{rules.word_hash(word)}",
        holder.address,
        "certificate-link",
        holder.language,
        name=holder.name,
        course=certificate.words["course"],
        serial=certificate.serial,
        **said_of_link(word),
    )
    record(certificate, "link_sent", by=by)


@transaction()
def revoke_links(certificate: Certificate, *, by: Acting) -> int:
    """Take every open link to this certificate back; says how many there were."""
    lock(certificate)
    found = queries.open_links(certificate)
    for link in found:
        link.revoked_at = clock.now()
    if found:
        record(certificate, "links_revoked", by=by, after={"links": len(found)})
    return len(found)


# Telling holders of the last day


@transaction()
def set_notice(days: int, *, by: Acting, reason: str = "") -> None:
    """How many days before the last day holders are told, from now on."""
    rules.check_notice(days)
    now, before = clock.now(), queries.notice()
    row = ExpiryNotice(
        days=days,
        set_by=by.account_name,
        set_on=now.date(),
        at=now,
        account_id=by.account_id,
        reason=reason,
    )
    db.session.add(row)
    db.session.flush()
    record(
        row,
        "expiry_notice_set",
        by=by,
        reason=reason,
        before={"days": before.days},
        after={"days": days},
    )


AT_ONCE = 100


def tell_of_last_days() -> int:
    """Write to holders whose certificates end soon, each once; says to how many. A round of the worker."""
    told = 0
    with seeing(EVERYTHING):  # the register's own calendar looks at every certificate
        while written := tell_some():
            told += written
    return told


@transaction()
def tell_some() -> int:
    days, today = queries.notice().days, clock.now().date()
    soon = queries.expiring(today, days, AT_ONCE)
    found = holders(soon)
    reached = [(it, found[it.id]) for it in soon if it.id in found and found[it.id].address]
    for it, holder in reached:
        tell_of_last_day(it, holder)
    return len(reached)


def tell_of_last_day(certificate: Certificate, holder: Holder) -> None:
    assert certificate.expires_on, "only what ends is told of"
    assert holder.address, "only those with an address are written to"
    write_mail(
        f"{queries.NOTICE}{certificate.serial}",
        holder.address,
        "certificate-expires",
        holder.language,
        name=holder.name,
        course=certificate.words["course"],
        serial=certificate.serial,
        last=certificate.expires_on.isoformat(),
    )
    record(certificate, "expiry_told", by=SYSTEM)
