"""How the logbook is chained. No database, no web."""

import json
from hashlib import sha256
from typing import Any

FIRST = "0" * 64
CHAINED = (
    "id",
    "at",
    "account_id",
    "office_id",
    "role",
    "thing",
    "thing_id",
    "party_id",
    "offering_id",
    "deed",
    "before",
    "after",
    "reason_hash",
    "previous_hash",
)


CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def chain_hash(line: dict[str, Any]) -> str:
    """sha256 (hex) over the chained columns as canonical JSON; the time as ISO 8601 in UTC."""
    plain = {name: line[name] for name in CHAINED}
    plain["at"] = line["at"].isoformat()
    return sha256(CANONICAL(plain).encode()).hexdigest()


def reason_hash(salt: str, reason: str) -> str:
    return sha256(f"{salt}:{reason}".encode()).hexdigest()
