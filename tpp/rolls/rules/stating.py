"""What a row answers of somebody known, and what of it goes into the record."""

from collections.abc import Mapping
from typing import Any

from tpp.people.rules import Stated

FACTS = ("rank_band", "serves_until")
ANSWERED = (*FACTS, "languages", "licences")
"""Questions of a course about the person, as a list answers them."""

NOTHING = (None, "", "unknown")


def stated_by(said: Mapping[str, Any], record: Mapping[str, Any], *, corrects: bool) -> Stated:
    """A silent record is told; one that says otherwise only where the office ticked that it be corrected."""
    return Stated(
        facts={
            name: said[name]
            for name in FACTS
            if said.get(name) not in NOTHING and (corrects or record[name] in NOTHING)
        },
        languages=added(said.get("languages"), record["languages"], corrects),
        licences=added(said.get("licences"), record["licences"], corrects),
    )


def added(
    said: Mapping[Any, Any] | None, known: Mapping[Any, Any], corrects: bool
) -> dict[Any, Any]:
    return {key: value for key, value in (said or {}).items() if corrects or key not in known}
