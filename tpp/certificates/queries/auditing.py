"""Checking the register from its first row to its last."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import sqlalchemy as sa

from tpp.certificates.models import Certificate, CertificateProof, CertificateStamp
from tpp.certificates.press.proving import Prover
from tpp.certificates.queries.register import whole_register
from tpp.certificates.rules import FIRST
from tpp.certificates.rules.auditing import (
    Head,
    SoFar,
    Story,
    head_fault,
    page_fault,
    row_fault,
)
from tpp.certificates.sealing import prover
from tpp.db import db
from tpp.files.models import StoredFile
from tpp.files.queries import read
from tpp.files.rules import Damaged
from tpp.history import queries as history
from tpp.history.models import Entry


class Proof(NamedTuple):
    """What pages are checked with: the keys, and the files with a time stamp by their certificate."""

    prover: Prover
    stamps: dict[int, StoredFile]
    proofs: dict[int, StoredFile]


def stamped_pages() -> dict[int, StoredFile]:
    return stored_of(CertificateStamp)


def stored_of(model: type[CertificateStamp] | type[CertificateProof]) -> dict[int, StoredFile]:
    statement = sa.select(model.certificate_id, StoredFile).join(
        StoredFile, StoredFile.id == model.file_id
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


class Audit(SoFar):
    """What was found sound, and the first thing that was not."""

    fault: str = ""


def audit() -> Audit:
    """Check the register from its first row, then the logbook; stops at the first fault and names it."""
    found = Audit()
    try:
        stories = told_of_all()
    except UNREADABLE:
        found.fault = UNREADABLE_LINE
        return found
    found.fault = rows_fault(stories, found) or missing(stories.values()) or logbook_fault()
    return found


UNREADABLE = (LookupError, ValueError, TypeError, AttributeError)
"""A column holds what it never held: no such status, broken JSON, words in place of a number."""
UNREADABLE_LINE = "A line of the logbook cannot be read: a column holds what it never held."


def first_fault(rows: Iterable[Any], stories: dict[int, Story], found: Audit, proof: Proof) -> str:
    """What is wrong with the first of these rows that is not sound; those before are added."""
    for certificate, names, page in rows:
        story = stories.get(certificate.id)
        fault = row_fault(certificate, names, story, found)
        fault = fault or proof_fault(certificate, page, story, proof)
        if fault:
            return fault
        found.add(certificate, page)
        del stories[certificate.id]
    return ""


def rows_fault(stories: dict[int, Story], found: Audit) -> str:
    proof = Proof(prover(), stamped_pages(), stored_of(CertificateProof))
    try:
        return first_fault(whole_register(), stories, found, proof)
    except UNREADABLE:
        return fault_one_by_one(stories, found, proof)


def fault_one_by_one(stories: dict[int, Story], found: Audit, proof: Proof) -> str:
    """Where rows that are read many at once cannot be read: which of them it is."""
    try:
        while rows := list(whole_register(after=found.rows, most=1)):
            if fault := first_fault(rows, stories, found, proof):
                return fault
    except UNREADABLE:
        return f"Number {found.rows + 1} cannot be read: a column holds what it never held."
    return ""


def missing(left: Iterable[Story]) -> str:
    """Certificates that the logbook knows and the register does not: its end was cut off."""
    number = min((story.number for story in left), default=0)
    return (
        f"Number {number} was issued and is missing from the end of the register." if number else ""
    )


def logbook_fault() -> str:
    """States rest on the logbook, so it has to be whole as well."""
    try:
        fault = history.first_fault()
    except UNREADABLE:
        return UNREADABLE_LINE
    return f"The logbook is broken: {fault}." if fault else ""


def told_of_all() -> dict[int, Story]:
    """What the logbook says of every certificate, by its key."""
    lines = sa.select(Entry.thing_id, Entry.deed, Entry.after).where(
        Entry.thing == Certificate.__tablename__
    )
    stories: dict[int, Story] = {}
    for key, deed, after in db.session.execute(lines.order_by(Entry.id)):
        if deed == "issued":
            stories[key] = Story(after.get("number", 0))
        elif key in stories:
            tell(stories[key], deed, after)
    return stories


def tell(story: Story, deed: str, after: dict[str, Any]) -> None:
    """One more line about a certificate."""
    if "status" in after:
        story.status, story.version = after["status"], story.version + 1
    elif deed == "printed":
        story.printed = after.get("sha256", "")
    elif deed == "names_erased":
        story.is_erased = True


def proof_fault(certificate: Certificate, page: Any, story: Story | None, proof: Proof) -> str:
    """What is wrong with the page of a sound row: another one, damaged, or not signed by us."""
    fault = page_fault(certificate, page, story or Story(0))
    if fault or page is None:
        return fault
    try:
        contents = read(page.file)
    except Damaged as damage:
        return f"The page of {certificate.serial}: {damage}."
    if (page.file.size, page.file.media_type) != (len(contents), "application/pdf"):
        return f"The page of {certificate.serial}: its row says another length or kind."
    fault = proof.prover.fault_of(contents, certificate.words["url"], certificate.serial)
    for added in (proof.stamps, proof.proofs):
        fault = fault or stamp_fault(added.get(certificate.id), contents)
    return f"The page of {certificate.serial}: {fault}." if fault else ""


def stamp_fault(stamped: StoredFile | None, page: bytes) -> str:
    """The file with a time stamp is the page and what was added behind it."""
    try:
        is_added = stamped is None or read(stamped).startswith(page)
    except Damaged as damage:
        return f"with its time stamp, {damage}"
    return "" if is_added else "with its time stamp it is another one"


# The head


def head() -> Head:
    """Where register and logbook end now."""
    last = sa.select(Certificate.number, Certificate.hash).order_by(Certificate.number.desc())
    found = db.session.execute(last.limit(1)).first()
    number, hash_ = (found[0], found[1]) if found else (0, FIRST)
    return Head(number, hash_, *history.head())


def fault_since(then: Head) -> str:
    """What is wrong with today's register, seen from a head that was kept; empty where it continues it."""
    now = head()
    hash_ = db.session.scalar(sa.select(Certificate.hash).where(Certificate.number == then.number))
    line_hash = db.session.scalar(sa.select(Entry.hash).where(Entry.id == then.line))
    return head_fault(then, now.number, hash_ or FIRST, now.line, line_hash or FIRST)
