"""Reading Parties: by code, by name, and as lists to choose from."""

import unicodedata

import sqlalchemy as sa
from sqlalchemy import Select

from tpp.db import db
from tpp.parties.models import Party
from tpp.parties.rules import PartyKind, name_with_years


def parties(*kinds: PartyKind, with_history: bool = False) -> Select[Party]:
    """Those that new records may choose; ``with_history`` adds the closed ones."""
    statement = sa.select(Party).order_by(Party.name)
    if kinds:
        statement = statement.where(Party.kind.in_(kinds))
    return statement if with_history else statement.where(Party.is_offered)


def by_code(code: str) -> Party | None:
    """Of an ISO 3166-1 alpha-3 code, or of an acronym."""
    return db.session.scalar(sa.select(Party).where(Party.code == code))


def by_codes() -> dict[str, Party]:
    """Every Party by its code, closed ones included."""
    return {party.code: party for party in db.session.scalars(sa.select(Party))}


def by_name(words: str) -> Party | None:
    """The one Party of this name in any language, a former name included; None when not sure."""
    wanted = folded(words)
    found = {party for party in by_codes().values() if wanted in map(folded, all_names(party))}
    return found.pop() if len(found) == 1 else None


def countries(language: str) -> list[tuple[str, str]]:
    """ISO code and name of every Member State, in the reader's language and its order."""
    return choices(language, PartyKind.COUNTRY)


def choices(language: str, *kinds: PartyKind, with_history: bool = False) -> list[tuple[str, str]]:
    """Code and name for a choice list; history adds closed Parties with their years."""
    found = db.session.scalars(parties(*kinds, with_history=with_history))
    pairs = [(party.code, label(party, language)) for party in found]
    return sorted(pairs, key=lambda pair: folded(pair[1]))


def label(party: Party, language: str) -> str:
    """The name as a choice shows it: missions by their acronym, closed Parties with their years."""
    name = party.name_in(language)
    if party.kind is PartyKind.MISSION:
        name = f"{party.code} – {name}"
    return name if party.is_offered else name_with_years(name, party.since_year, party.until_year)


def former_names(party: Party) -> list[tuple[str, int]]:
    """Names that the Party had, each with the last year in which it had it."""
    return [(it["name"], it["until"]) for it in party.names.get("former", [])]


def all_names(party: Party) -> list[str]:
    spoken = [name for language, name in party.names.items() if language != "former"]
    return [party.name, party.formal_name, *spoken, *(name for name, _ in former_names(party))]


def folded(words: str) -> str:
    """For comparing and ordering names: without accents, case and punctuation."""
    letters = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in letters if letter.isalnum() or letter == " ").strip()
