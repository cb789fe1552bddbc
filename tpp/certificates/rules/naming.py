"""What must be true of a name that somebody confirms before it is printed. No database, no web."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from tpp.certificates.rules.register import canonical, names_hash
from tpp.certificates.rules.wording import Names
from tpp.errors import Conflict, Refused


class NameState(StrEnum):
    """What is known of a name as it would be printed now."""

    UNCONFIRMED = "name_unconfirmed"
    CONFIRMED = "name_confirmed"
    CHANGED = "name_changed"
    """It was confirmed, and is another one since."""
    NOT_RIGHT = "name_not_right"
    """Somebody said that it is not right, and it is still the same."""


@dataclass(frozen=True)
class Checked:
    """The last thing that somebody said of the name of a person."""

    is_right: bool
    salt: str
    names_hash: str


def letters_of(names: Names) -> Mapping[str, str]:
    """What is confirmed: the letters on the paper, in both scripts; not the typeface."""
    return {"name": names.name, "native": names.native or ""}


def hash_of(salt: str, names: Names) -> str:
    return names_hash(salt, letters_of(names))


def seen(names: Names) -> str:
    """What a form carries of the names that it showed."""
    return sha256(canonical(letters_of(names))).hexdigest()[:32]


def seen_together(names: Iterable[Names]) -> str:
    """The same of a whole list."""
    return sha256("".join(map(seen, names)).encode()).hexdigest()[:32]


def state_of_name(checked: Checked | None, names: Names) -> NameState:
    """A name that changed after somebody looked at it is as if nobody had."""
    if checked is None:
        return NameState.UNCONFIRMED
    is_same = hash_of(checked.salt, names) == checked.names_hash
    if not is_same:
        return NameState.CHANGED if checked.is_right else NameState.UNCONFIRMED
    return NameState.CONFIRMED if checked.is_right else NameState.NOT_RIGHT


def check_seen(shown: str, names: Names) -> None:
    """Nobody confirms a name that they did not see."""
    if shown != seen(names):
        raise Conflict({"name": names.name}, {"name": ""})


def check_seen_together(shown: str, names: Iterable[Names]) -> None:
    """Nobody approves a list on which a name was changed since they looked at it."""
    if shown != seen_together(names):
        raise Conflict({}, {})


def check_wish(name: str, native: str, note: str) -> None:
    if not (name or native or note):
        raise Refused("Write how the name should be.", "name")
