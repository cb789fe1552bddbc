"""Narrowing every statement to the scope of its session, and refusing to write outside it."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from tpp.errors import Unscoped
from tpp.scope.checks import (
    check_all_narrows,
    check_change,
    check_insert,
    check_nothing_private,
)
from tpp.scope.sight import Scope, Scoped, Sight, narrowed


@sa.event.listens_for(Session, "do_orm_execute")
def stay_within_scope(state: ORMExecuteState) -> None:
    scope = state.session.info.get("scope")
    if scope and scope.sight is Sight.ALL:
        return
    if scope is None or not state.is_orm_statement:
        check_nothing_private(state.statement)
    elif state.is_insert:
        check_insert(state, scope)
    elif state.is_column_load:
        narrow_refresh(state, scope)
    else:
        check_and_narrow(state, scope)


def check_and_narrow(state: ORMExecuteState, scope: Scope) -> None:
    if not state.is_relationship_load:  # SQLAlchemy's own statement, made of models
        check_all_narrows(state.statement)
    if state.is_update or state.is_delete:
        check_change(state)
    state.statement = state.statement.options(wall(state.session.info, scope))


def wall(info: dict[str, Any], scope: Scope) -> Any:
    """The narrowing of every private table, made once for each scope.

    A lambda, for SQLAlchemy then asks it anew for each alias; what it closes over becomes a parameter.
    """
    if info.get("wall") is None:
        info["wall"] = NARROW[scope.sight](scope.ids)
    return info["wall"]


def by_party(ids: tuple[int, ...]) -> Any:
    return with_loader_criteria(Scoped, lambda cls: cls.of_parties(ids), include_aliases=True)


def by_offering(ids: tuple[int, ...]) -> Any:
    return with_loader_criteria(Scoped, lambda cls: cls.in_offerings(ids), include_aliases=True)


def by_person(ids: tuple[int, ...]) -> Any:
    return with_loader_criteria(Scoped, lambda cls: cls.of_persons(ids), include_aliases=True)


def nothing(_: tuple[int, ...]) -> Any:
    return with_loader_criteria(Scoped, lambda cls: sa.false(), include_aliases=True)


NARROW = {
    Sight.PARTY: by_party,
    Sight.OFFERINGS: by_offering,
    Sight.PERSON: by_person,
    Sight.NOTHING: nothing,
}


def narrow_refresh(state: ORMExecuteState, scope: Scope) -> None:
    """A row that is read again by its key: SQLAlchemy asks no criteria for it."""
    mapper: Any = state.bind_mapper
    if mapper and issubclass(mapper.class_, Scoped):
        state.statement = state.statement.where(narrowed(mapper.class_, scope))  # type: ignore[attr-defined]


def guard_write(_: Any, connection: sa.Connection, row: Any) -> None:
    session = sa.inspect(row).session
    scope = session and session.info.get("scope")
    if scope is None or not row.is_within(scope):
        raise Unscoped(f"{type(row).__name__} is written outside the scope")


for moment in ("before_insert", "before_update", "before_delete"):
    sa.event.listen(Scoped, moment, guard_write, propagate=True)
