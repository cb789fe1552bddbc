"""What kinds of Party there are, and how their names are written."""

import re
from enum import StrEnum


class PartyKind(StrEnum):
    COUNTRY = "country"
    ORGANISATION = "organisation"
    MISSION = "mission"


ARTICLE = re.compile(r"\s*\((?:the|le|la|les|l'|el|los|las)\)$")
"""The article that a list puts behind a name; "(Plurinational State of)" is part of the name."""


def without_article(name: str) -> str:
    """Gambia, where the list of Member States writes Gambia (the)."""
    return ARTICLE.sub("", name.strip())


def name_with_years(name: str, since: int | None, until: int | None) -> str:
    """The name of a Party that is no more, with the years in which it was."""
    years = "–".join(str(year) for year in (since, until) if year)
    return f"{name} ({years})" if years else name
