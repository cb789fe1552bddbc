"""Parties: countries, organisations and missions. Public reference data, never scoped."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tpp.db import Code, Key, Text, Word, db
from tpp.parties.rules import PartyKind


class Party(db.Model):
    """Who plans, supports, hosts or sends. What it does in a run stands in Participation."""

    id: Mapped[Key]
    kind: Mapped[PartyKind] = mapped_column(index=True)
    code: Mapped[Code] = mapped_column(unique=True)
    """ISO 3166-1 alpha-3 for a country, the acronym for an organisation or mission."""
    name: Mapped[Word]
    names: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The UN short name by language (en, fr, es, ar, zh, ru)."""
    formal_name: Mapped[Text]
    regional_group: Mapped[Word] = mapped_column(default="")
    region: Mapped[Word] = mapped_column(default="")
    is_least_developed: Mapped[bool] = mapped_column(default=False)
    since_year: Mapped[int | None]
    until_year: Mapped[int | None]
    is_offered: Mapped[bool] = mapped_column(default=True)
    """False for a closed mission or a former name: it stays in history, new records cannot choose it."""
    note: Mapped[Text]

    def name_in(self, language: str) -> str:
        return self.names.get(language) or self.name

    __table_args__ = (sa.Index(None, "kind", "name"),)
