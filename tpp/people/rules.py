"""What must be true of a person's record. No database, no web."""

import unicodedata
from enum import StrEnum


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
