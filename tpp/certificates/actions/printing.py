"""The page of a certificate that stands in the register, stored once."""

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from tpp import clock
from tpp.acting import SYSTEM, Acting
from tpp.certificates.actions.linking import give_links, said_of_link
from tpp.certificates.actions.registering import whose
from tpp.certificates.actions.telling import tell_of_replacement
from tpp.certificates.models import Certificate, CertificateFile
from tpp.certificates.queries import printed_of
from tpp.certificates.queries.bulk import issued_key
from tpp.certificates.queries.holders import Holder, holders
from tpp.db import db, transaction
from tpp.files.actions import Laid, written_down
from tpp.files.models import StoredFile
from tpp.history.models import record
from tpp.jobs.actions import ask
from tpp.jobs.models import Job
from tpp.outbox.actions import Letter, write_again, write_all


@transaction()
def attach_laid(laid: Mapping[Certificate, Laid]) -> None:
    """Write down that these pages lie in the store, and attach them."""
    files = written_down(list(laid.values()))
    attach_all({certificate: files[it.sha256] for certificate, it in laid.items()})


@transaction()
def attach_all(pages: Mapping[Certificate, StoredFile]) -> None:
    """These pages are stored: from now on they can be downloaded, and their holders know.

    A certificate that has a page keeps it.
    """
    hold(pages)
    printed, now = printed_of(list(pages)), clock.now()
    fresh = [it for it in pages if it.id not in printed]
    rows = [
        {"certificate_id": it.id, "file_id": pages[it].id, "stored_at": now, **whose(it)}
        for it in fresh
    ]
    if rows:
        db.session.execute(sa.insert(CertificateFile), rows)
    for it in fresh:
        record(it, "printed", by=SYSTEM, after={"sha256": pages[it].sha256})
    tell_holders([it for it in fresh if not tell_of_replacement(it)])


def attach(certificate: Certificate, stored: StoredFile) -> None:
    attach_all({certificate: stored})


def hold(certificates: Iterable[Certificate]) -> None:
    """Keep these rows until the transaction ends: of two workers one attaches a page.

    They are read anew together; to ask each for its number would read it by itself.
    """
    ids: list[int] = [sa.inspect(it).identity[0] for it in certificates]
    held = sa.select(Certificate).where(Certificate.id.in_(ids)).order_by(Certificate.id)
    db.session.scalars(held.with_for_update()).all()


def tell_holders(certificates: Sequence[Certificate], *, again: bool = False) -> None:
    """A mail with a link to the certificate, where the holder has an address; one a certificate.

    With ``again`` one that was given up is tried once more, to the address that stands now.
    """
    found = holders(certificates)
    reached = [it for it in certificates if it.id in found and found[it.id].address]
    letters = [
        letter_about(it, found[it.id], word)
        for it, word in zip(reached, give_links(reached), strict=True)
    ]
    if again:
        for it in letters:
            write_again(it.key, it.to, it.language, **it.words)
    else:
        write_all(letters)


def letter_about(certificate: Certificate, holder: Holder, word: str) -> Letter:
    assert holder.address, "only those with an address are written to"
    words = {"name": holder.name, "course": certificate.words["course"]}
    words |= {"serial": certificate.serial, **said_of_link(word)}
    key = issued_key(certificate)
    return Letter(key, holder.address, "certificate-issued", holder.language, words)


@transaction()
def ask_to_print(certificate: Certificate, *, by: Acting) -> Job:
    """Ask for the page of a certificate that stands in the register without one."""
    key, arguments = f"certificates.print:{certificate.id}", {"certificates": [certificate.id]}
    return ask("certificates.print", key=key, arguments=arguments, by=by, total=1)
