"""What can be seen, and what a private table says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped


class Sight(StrEnum):
    ALL = "all"
    PARTY = "party"
    OFFERINGS = "offerings"
    PERSON = "person"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Scope:
    """What can be seen: everything, or the rows of parties, of course runs, or of one human being."""

    sight: Sight
    ids: tuple[int, ...] = ()


EVERYTHING = Scope(Sight.ALL)
NOTHING = Scope(Sight.NOTHING)


class Scoped:
    """A table of private rows. Each says how a scope narrows it, and carries the Party it belongs to."""

    party_id: Mapped[int]

    @classmethod
    def of_parties(cls, ids: tuple[int, ...]) -> sa.ColumnElement[bool]:
        return column_of(cls, "party_id").in_(ids)

    @classmethod
    def in_offerings(cls, ids: tuple[int, ...]) -> sa.ColumnElement[bool]:
        return column_of(cls, "offering_id").in_(ids)

    @classmethod
    def of_persons(cls, ids: tuple[int, ...]) -> sa.ColumnElement[bool]:
        return column_of(cls, "person_id").in_(ids)

    @classmethod
    def admits(cls, scope: Scope, row: Mapping[str, Any]) -> bool:
        """May a row of these ties (party_id, offering_id, person_id) be written in this scope?"""
        match scope.sight:
            case Sight.ALL:
                return True
            case Sight.PARTY:
                return row.get("party_id") in scope.ids
            case Sight.OFFERINGS:
                return row.get("offering_id") in scope.ids
            case Sight.PERSON:
                return row.get("person_id") in scope.ids
        return False

    def is_within(self, scope: Scope) -> bool:
        """May this row be written in this scope?"""
        return self.admits(scope, {tie: getattr(self, tie, None) for tie in TIES})


TIES = ("party_id", "offering_id", "person_id")
"""The columns that say whose a row is."""


def column_of(cls: Any, name: str) -> Any:
    """SQLAlchemy tries a narrowing on Scoped itself first, which has no columns."""
    return getattr(cls, name) if hasattr(cls, name) else sa.column(name)


class HiddenFromRuns:
    """Mixed into a Scoped table that somebody who sees only course runs (a trainer) never sees."""

    @classmethod
    def in_offerings(cls, ids: tuple[int, ...]) -> sa.ColumnElement[bool]:
        return sa.false()

    @classmethod
    def admits(cls, scope: Scope, row: Mapping[str, Any]) -> bool:
        return scope.sight is not Sight.OFFERINGS and super().admits(scope, row)  # type: ignore[misc]


PRIVATE: dict[str, type[Scoped]] = {}
"""Every private table by its name."""


@sa.event.listens_for(Scoped, "after_mapper_constructed", propagate=True)
def remember(mapper: Any, model: type[Scoped]) -> None:
    PRIVATE[mapper.local_table.name] = model


def narrowed(model: type[Scoped], scope: Scope) -> sa.ColumnElement[bool]:
    match scope.sight:
        case Sight.PARTY:
            return model.of_parties(scope.ids)
        case Sight.OFFERINGS:
            return model.in_offerings(scope.ids)
        case Sight.PERSON:
            return model.of_persons(scope.ids)
    return sa.false()
