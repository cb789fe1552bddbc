"""Whose rows a reader sees: the wall between countries, in the query layer.

Private tables are ``Scoped``. Reading one without a scope raises; with one, every SELECT, UPDATE and
DELETE - joins, subqueries, lazy loads and look-ups by key included - is narrowed to the rows of that
scope, and a row outside it cannot be written. PostgreSQL's row-level security is the second wall and
is told the same scope.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql import visitors

from tpp.db import Base, db
from tpp.errors import Unscoped


class Sight(StrEnum):
    ALL = "all"
    PARTY = "party"
    OFFERINGS = "offerings"
    PERSON = "person"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Scope:
    """What can be seen: everything, or the rows of parties, of course runs, or of one person."""

    sight: Sight
    ids: tuple[int, ...] = ()


EVERYTHING = Scope(Sight.ALL)
NOTHING = Scope(Sight.NOTHING)


class Scoped:
    """A table of private rows. Each says how a scope narrows it, and carries the Party it belongs to."""

    party_id: Mapped[int]

    @classmethod
    def of_parties(cls, ids: tuple[int, ...]) -> sa.ColumnElement[bool]:
        return cls.party_id.in_(ids)

    @classmethod
    def in_offerings(cls, ids: tuple[int, ...]) -> sa.ColumnElement[bool]:
        return cls.offering_id.in_(ids)  # type: ignore[attr-defined]

    @classmethod
    def of_person(cls, person_id: int) -> sa.ColumnElement[bool]:
        return cls.person_id == person_id  # type: ignore[attr-defined]

    def is_within(self, scope: Scope) -> bool:
        """May this row be written in this scope?"""
        match scope.sight:
            case Sight.ALL:
                return True
            case Sight.PARTY:
                return self.party_id in scope.ids
            case Sight.OFFERINGS:
                return getattr(self, "offering_id", None) in scope.ids
            case Sight.PERSON:
                return getattr(self, "person_id", None) in scope.ids
        return False


class HiddenFromRuns:
    """Mixed into a Scoped table that somebody who sees only course runs (a trainer) never sees."""

    @classmethod
    def in_offerings(cls, ids: tuple[int, ...]) -> sa.ColumnElement[bool]:
        return sa.false()


def narrowed(model: type[Scoped], scope: Scope) -> sa.ColumnElement[bool]:
    match scope.sight:
        case Sight.PARTY:
            return model.of_parties(scope.ids)
        case Sight.OFFERINGS:
            return model.in_offerings(scope.ids)
        case Sight.PERSON:
            return model.of_person(scope.ids[0])
    return sa.false()


def scoped_models() -> list[type[Scoped]]:
    return [
        mapper.class_
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Scoped)
    ]


def see(scope: Scope | None) -> None:
    """From here on this session reads and writes within ``scope``."""
    session = db.session()
    session.info["scope"] = scope
    session.info["criteria"] = None
    if session.in_transaction():
        tell_postgresql(session.connection(), scope)


@contextmanager
def seeing(scope: Scope) -> Iterator[None]:
    """Read and write within another scope for a while; a wider one needs a reason beside it."""
    before = current()
    see(scope)
    try:
        yield
    except BaseException:
        with suppress(sa.exc.SQLAlchemyError):  # a broken transaction takes its settings with it
            see(before)
        raise
    see(before)


def current() -> Scope | None:
    return db.session().info.get("scope")


TELL = sa.text(
    "SELECT set_config('tpp.sight', :sight, true), set_config('tpp.ids', :ids, true)"
)


def tell_postgresql(connection: sa.Connection, scope: Scope | None) -> None:
    if connection.dialect.name == "postgresql":
        known = scope or NOTHING
        connection.execute(TELL, {"sight": known.sight, "ids": ",".join(map(str, known.ids))})


@sa.event.listens_for(Session, "after_begin")
def begin_within_scope(session: Session, _: Any, connection: sa.Connection) -> None:
    tell_postgresql(connection, session.info.get("scope"))


@sa.event.listens_for(Session, "do_orm_execute")
def stay_within_scope(state: ORMExecuteState) -> None:
    info = state.session.info
    scope = info.get("scope")
    if scope is EVERYTHING or (scope and scope.sight is Sight.ALL):
        return
    if scope is None or not state.is_orm_statement:
        check_nothing_private(state.statement, scope)
    elif state.is_select or state.is_update or state.is_delete:
        state.statement = state.statement.options(*criteria(info, scope))


def criteria(info: dict[str, Any], scope: Scope) -> list[Any]:
    """The narrowing of every private table, made once for each scope."""
    if info.get("criteria") is None:
        info["criteria"] = [
            with_loader_criteria(model, narrowed(model, scope), include_aliases=True)
            for model in scoped_models()
        ]
    return info["criteria"]


def check_nothing_private(statement: Any, scope: Scope | None) -> None:
    """Raises Unscoped where the statement touches a private table that cannot be narrowed."""
    private = {model.__table__.name for model in scoped_models()}  # type: ignore[attr-defined]
    for part in visitors.iterate(statement):
        if isinstance(part, sa.TableClause) and part.name in private:
            raise Unscoped(f"{part.name} is read {'past the' if scope else 'without a'} scope")


def guard_write(_: Any, connection: sa.Connection, row: Any) -> None:
    session = sa.inspect(row).session
    scope = session and session.info.get("scope")
    if scope is None or not row.is_within(scope):
        raise Unscoped(f"{type(row).__name__} is written outside the scope")


for moment in ("before_insert", "before_update", "before_delete"):
    sa.event.listen(Scoped, moment, guard_write, propagate=True)
