"""Loading the public reference data: Member States, missions, organisations."""

import csv
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tpp.db import db, transaction
from tpp.parties.models import Party
from tpp.parties.rules import PartyKind, without_article

DATA = Path(__file__).parents[2] / "data"
LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru")
CLOSED = "closed"


@transaction()
def load_reference(folder: Path = DATA) -> Counter[str]:
    """Bring the Parties in line with the files; says how many were created, updated, unchanged.

    A Party that no file names any more stays as it is: records may point at it.
    """
    known = {party.code: party for party in db.session.scalars(sa.select(Party))}
    return Counter(settle(known, facts) for facts in parties_in(folder))


def settle(known: dict[str, Party], facts: dict[str, Any]) -> str:
    party = known.get(facts["code"])
    if party is None:
        db.session.add(Party(**facts))
        return "created"
    changed = {name: value for name, value in facts.items() if getattr(party, name) != value}
    for name, value in changed.items():
        setattr(party, name, value)
    return "updated" if changed else "unchanged"


def parties_in(folder: Path) -> Iterator[dict[str, Any]]:
    """The facts of every Party that the files name."""
    more = tomllib.loads((folder / "parties.toml").read_text(encoding="utf-8"))
    for row in rows_of(folder / "member_states.csv"):
        yield member_state(row, more)
    for row in rows_of(folder / "missions.csv"):
        yield mission(row)
    for row in more["organisation"]:
        yield organisation(row)


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def member_state(row: dict[str, str], more: dict[str, Any]) -> dict[str, Any]:
    code = row["iso3"]
    names: dict[str, Any] = {
        language: without_article(row[f"un_short_{language}"]) for language in LANGUAGES
    }
    names = {language: name for language, name in names.items() if name}
    names |= more["names"].get(code, {})
    if former := [it for it in more["former"] if it["code"] == code]:
        names["former"] = [{"name": it["name"], "until": it["until"]} for it in former]
    return {
        "kind": PartyKind.COUNTRY,
        "code": code,
        "name": names["en"],
        "names": names,
        "formal_name": row["un_formal_en"].removeprefix("the "),
        "regional_group": row["un_regional_group"],
        "region": row["un_geographic_region"],
        "is_least_developed": bool(row["ldc"]),
    }


def mission(row: dict[str, str]) -> dict[str, Any]:
    return {
        "kind": PartyKind.MISSION,
        "code": row["acronym"],
        "name": row["name"],
        "names": {"en": row["name"]},
        "region": row["location"],
        "since_year": year(row["start_year"]),
        "until_year": year(row["end_year"]),
        "is_offered": row["status"] != CLOSED,
        "note": "; ".join(part for part in (row["kind"], row["note"]) if part),
    }


def organisation(row: dict[str, str]) -> dict[str, Any]:
    names = {language: row[language] for language in LANGUAGES if language in row}
    return {
        "kind": PartyKind.ORGANISATION,
        "code": row["code"],
        "name": row["en"],
        "names": names,
    }


def year(text: str) -> int | None:
    return int(text) if text else None
