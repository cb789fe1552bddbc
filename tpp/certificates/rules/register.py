"""What must be true of the register: numbers, codes, chain, states. No database, no web."""

import calendar
import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

from tpp.assessments.rules import Status as OutcomeStatus
from tpp.certificates.rules.words import Variant
from tpp.errors import Refused
from tpp.flow import Flow


class Status(StrEnum):
    """What the register says of a certificate; expired is told by its date."""

    ISSUED = "issued"
    SUPERSEDED = "superseded"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


FLOW = Flow(
    "certificate",
    Status.ISSUED,
    {
        "superseded": {Status.ISSUED: Status.SUPERSEDED, Status.SUSPENDED: Status.SUPERSEDED},
        "suspended": {Status.ISSUED: Status.SUSPENDED},
        "reinstated": {Status.SUSPENDED: Status.ISSUED},
        "revoked": {Status.ISSUED: Status.REVOKED, Status.SUSPENDED: Status.REVOKED},
    },
)


VARIANTS = {
    OutcomeStatus.COMPLETED: Variant.COMPLETION,
    OutcomeStatus.PARTICIPATED: Variant.PARTICIPATION,
}
"""Which outcome earns which certificate; the others earn none."""

FIRST = "0" * 64
"""What stands before the first certificate of the register."""

LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Douglas Crockford's 32: none looks like another."""
CODE_LENGTH = 26
MISREAD = str.maketrans("oil", "011")

CHAINED = (
    "number",
    "serial",
    "code",
    "enrolment_id",
    "party_id",
    "offering_id",
    "person_id",
    "staffing_id",
    "account_id",
    "qualification",
    "kind",
    "design",
    "words",
    "names_hash",
    "issued_on",
    "expires_on",
    "issued_at",
    "supersedes_id",
    "previous_hash",
)


def serial_of(number: int, year: int) -> str:
    """The number as printed: TPP-2026-000417."""
    return f"TPP-{year}-{number:06d}"


def code_of(bits: bytes) -> str:
    """128 random bits as 26 letters and digits."""
    value = int.from_bytes(bits, "big")
    return "".join(LETTERS[value >> 5 * place & 31] for place in reversed(range(CODE_LENGTH)))


def code_typed(text: str) -> str:
    """The code that somebody meant: spaces, dashes and case do not matter, and o is 0, i and l are 1."""
    return "".join(c for c in text.lower() if c.isascii() and c.isalnum()).translate(MISREAD)


def is_code(code: str) -> bool:
    return len(code) == CODE_LENGTH and set(code) <= set(LETTERS)


def expires_on(issued_on: date, validity_months: int | None) -> date | None:
    """The day on which it is no longer valid; the 31st becomes the last day of a shorter month."""
    if not validity_months:
        return None
    months = issued_on.month - 1 + validity_months
    year, month = issued_on.year + months // 12, months % 12 + 1
    return date(year, month, min(issued_on.day, calendar.monthrange(year, month)[1]))


def canonical(values: Mapping[str, Any]) -> bytes:
    """The same bytes for the same values, on any machine: JSON with sorted keys, times as ISO 8601."""
    plain = {
        name: it.isoformat() if hasattr(it, "isoformat") else it for name, it in values.items()
    }
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def names_hash(salt: str, names: Mapping[str, Any]) -> str:
    """What the chain holds of the names: when they are erased, nobody can guess them from it."""
    return sha256(salt.encode() + b":" + canonical(names)).hexdigest()


def chain_hash(line: Mapping[str, Any]) -> str:
    """The hash of a row of the register, that of the row before it included."""
    return sha256(canonical({name: line[name] for name in CHAINED})).hexdigest()


def variant_of(
    outcome: OutcomeStatus | None, override_asked: OutcomeStatus | None = None
) -> Variant:
    """What the outcome earns; Refused where it earns no certificate, or may change any moment."""
    if override_asked is not None:
        raise Refused("Another outcome was asked for. A second coordinator has to answer first.")
    if outcome is None or outcome is OutcomeStatus.NOT_EVALUATED:
        raise Refused("No outcome is recorded yet. Record the outcomes of the run first.")
    if outcome not in VARIANTS:
        raise Refused(
            "The outcome is “%(outcome)s”: it earns no certificate.",
            outcome=outcome.replace("_", " "),
        )
    return VARIANTS[outcome]


class State(StrEnum):
    """What the register answers about a certificate today."""

    VALID = "valid"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


def state_of(status: Status, expires_on: date | None, today: date) -> State:
    """The last day of validity is still valid."""
    if status is not Status.ISSUED:
        return State(status)
    return State.EXPIRED if expires_on and expires_on < today else State.VALID
