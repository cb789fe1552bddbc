"""Checking the register from its first row to its last."""

from dataclasses import dataclass

from tpp.certificates.models import Certificate, CertificateFile, CertificateName
from tpp.certificates.queries.register import whole_register
from tpp.certificates.rules import (
    CHAINED,
    FIRST,
    chain_hash,
    names_hash,
)
from tpp.files.queries import read
from tpp.files.rules import Damaged


@dataclass
class Audit:
    """What was found sound, and the first thing that was not."""

    rows: int = 0
    pages: int = 0
    last_hash: str = FIRST
    fault: str = ""


def audit() -> Audit:
    """Check the register from its first row; stops at the first fault and names it."""
    found = Audit()
    for certificate, names, page in whole_register():
        found.fault = row_fault(certificate, names, found) or page_fault(certificate, page)
        if found.fault:
            break
        found.rows, found.last_hash = certificate.number, certificate.hash
        found.pages += page is not None
    return found


def row_fault(certificate: Certificate, names: CertificateName | None, so_far: Audit) -> str:
    """What is wrong with a row of the register; empty where nothing is."""
    line = {name: getattr(certificate, name) for name in CHAINED}
    if certificate.number != so_far.rows + 1:
        return f"Number {so_far.rows + 1} is missing: {certificate.serial} follows."
    if certificate.previous_hash != so_far.last_hash:
        return f"{certificate.serial} does not continue the chain."
    if chain_hash(line) != certificate.hash:
        return f"{certificate.serial} was changed: its hash is another."
    if names is None:
        return f"{certificate.serial} has lost the row of its names."
    if names.names and names_hash(names.salt, names.names) != certificate.names_hash:
        return f"The names of {certificate.serial} were changed."
    return ""


def page_fault(certificate: Certificate, page: CertificateFile | None) -> str:
    if page is None:
        return ""
    try:
        read(page.file)
    except Damaged as damage:
        return f"The page of {certificate.serial}: {damage}."
    return ""
