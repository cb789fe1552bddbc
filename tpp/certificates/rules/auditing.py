"""Whether a row of the register is as it was entered, and whether the register continues a head.

Plain values: a row is anything with the columns as attributes. Each check names the first thing that is
wrong in words for whoever operates the register.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from tpp.certificates.rules.register import CHAINED, FIRST, Status, chain_hash, names_hash

TIES = ("enrolment_id", "party_id", "offering_id", "person_id", "staffing_id", "account_id")


@dataclass
class Story:
    """What the logbook says of one certificate. Its lines are chained, so a status is as good as they are."""

    number: int
    """As it was issued."""
    status: str = Status.ISSUED
    version: int = 1
    printed: str = ""
    """The sha256 of its page; empty where none was printed."""
    is_erased: bool = False


@dataclass
class SoFar:
    """The register up to a row that was found sound."""

    rows: int = 0
    pages: int = 0
    last_hash: str = FIRST
    statuses: dict[int, str] = field(default_factory=dict)
    """By the row's key: what a later certificate can have replaced."""

    def add(self, certificate: Any, page: Any) -> None:
        self.rows, self.last_hash = certificate.number, certificate.hash
        self.pages += page is not None
        self.statuses[certificate.id] = certificate.status


def row_fault(certificate: Any, names: Any, story: Story | None, so_far: SoFar) -> str:
    """What is wrong with a row of the register; empty where nothing is."""
    return (
        chain_fault(certificate, so_far)
        or names_fault(certificate, names, story)
        or story_fault(certificate, story)
        or replaced_fault(certificate, so_far)
    )


def chain_fault(certificate: Any, so_far: SoFar) -> str:
    """Number, place in the chain and every chained column."""
    serial, expected = certificate.serial, so_far.rows + 1
    if certificate.number != expected:
        if certificate.number < expected:
            return f"Number {certificate.number} stands there twice: {serial}."
        return f"Number {expected} is missing: {serial} follows."
    if certificate.previous_hash != so_far.last_hash:
        return f"{serial} does not continue the chain."
    if chain_hash({name: getattr(certificate, name) for name in CHAINED}) != certificate.hash:
        return f"{serial} was changed: its hash is another."
    return ""


def names_fault(certificate: Any, names: Any, story: Story | None) -> str:
    """The names beside the chain are those that were printed, or were erased by a deed."""
    if names is None:
        return f"{certificate.serial} has lost the row of its names."
    if not is_tied(names, certificate):
        return f"The names of {certificate.serial} are tied to somebody else."
    if not names.names:
        is_known = story is not None and story.is_erased
        return "" if is_known else f"The names of {certificate.serial} are gone, and nobody did it."
    if names_hash(names.salt, names.names) != certificate.names_hash:
        return f"The names of {certificate.serial} were changed."
    return ""


def is_tied(row: Any, certificate: Any) -> bool:
    return all(getattr(row, name) == getattr(certificate, name) for name in TIES)


def story_fault(certificate: Any, story: Story | None) -> str:
    """Status and version are those to which the logbook leads."""
    serial = certificate.serial
    if story is None or story.number != certificate.number:
        return f"{serial} stands in the register, and nobody issued it."
    if certificate.status != story.status:
        return f"{serial} says “{certificate.status}”, the logbook “{story.status}”."
    if certificate.version != story.version:
        return f"{serial} counts {certificate.version} changes, the logbook {story.version}."
    return ""


def replaced_fault(certificate: Any, so_far: SoFar) -> str:
    """What a certificate replaced is in force no longer."""
    old = certificate.supersedes_id
    if old is None or so_far.statuses.get(old) in (Status.SUPERSEDED, Status.REVOKED):
        return ""
    return f"{certificate.serial} replaces a certificate that is still in force, or none."


def page_fault(certificate: Any, page: Any, story: Story) -> str:
    """The page is the one that was printed; that its bytes are whole is told elsewhere."""
    serial = certificate.serial
    if page is None:
        return f"The page of {serial} was printed and is gone." if story.printed else ""
    if not is_tied(page, certificate):
        return f"The page of {serial} is tied to somebody else."
    if page.file is None or page.file.sha256 != story.printed:
        return f"The page of {serial} is not the one that was printed."
    return ""


class Head(NamedTuple):
    """Where the register ended at a time: kept elsewhere, it proves later that nothing was cut off."""

    number: int
    hash: str
    line: int
    """Number of the logbook's last line."""
    line_hash: str


def head_fault(head: Head, number: int, hash_: str | None, line: int, line_hash: str | None) -> str:
    """Does a register continue this head? Given its last number and line, and the hashes at the head's."""
    if number < head.number:
        return f"The register ends at number {number}: the head knows {head.number}. It is older, or cut off."
    if hash_ != head.hash:
        return f"Number {head.number} is another certificate than when the head was made."
    if line < head.line:
        return (
            f"The logbook ends at line {line}: the head knows {head.line}. It is older, or cut off."
        )
    if line_hash != head.line_hash:
        return f"Line {head.line} of the logbook is another one than when the head was made."
    return ""


def said_of(head: Head, at: datetime) -> dict[str, Any]:
    """What a signed head says: its kind, the time in seconds since 1970, and where both chains end."""
    return {"typ": HEAD, "iat": int(at.timestamp()), **head._asdict()}


def read_head(claims: dict[str, Any] | None) -> Head | None:
    """The head that these signed claims are; None where they are something else."""
    if not claims or claims.get("typ") != HEAD:
        return None
    try:
        head = Head(*(claims[name] for name in Head._fields))
    except KeyError:
        return None
    kinds = (int, str, int, str)
    return head if tuple(map(type, head)) == kinds else None


HEAD = "certificates-head"
