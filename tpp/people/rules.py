"""What must be true of a person's record. No database, no web."""

import unicodedata
from datetime import date
from enum import StrEnum

from tpp.errors import Refused


class Sex(StrEnum):
    """Used for counting only. Unknown is not a no."""

    WOMAN = "woman"
    MAN = "man"
    UNKNOWN = "unknown"


class Service(StrEnum):
    MILITARY = "military"
    POLICE = "police"
    CIVILIAN = "civilian"
    UNKNOWN = "unknown"


class NameKind(StrEnum):
    NATIVE = "native"
    FORMER = "former"
    PRINTED = "printed"


class ContactKind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"


def folded(text: str) -> str:
    """A name as it is searched for: no case, no accents, single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.split())


def check_born(born_on: date | None, today: date) -> None:
    """Between 15 and 100 years ago, where it is known."""
    if born_on is None:
        return
    years = (today - born_on).days / 365.25
    if not 15 <= years <= 100:
        raise Refused(
            "Check the date of birth: it makes the person too young or too old.", "born_on"
        )
