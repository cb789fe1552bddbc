"""What cannot be narrowed raises: a bare table, SQL as text, rows that are moved or filled in bulk."""

import re
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.sql import visitors

from tpp.errors import Unscoped
from tpp.scope.sight import PRIVATE, TIES, Scope


def check_nothing_private(statement: Any, but: str = "") -> None:
    """Raises Unscoped where a statement that is not narrowed touches a private table."""
    for part in visitors.iterate(statement):
        refuse(named_in(part), but)


def check_all_narrows(statement: Any) -> None:
    """Raises Unscoped where a part of the statement would not be narrowed.

    SQLAlchemy narrows what is written with models. Columns that it adds itself, for a join along a
    relationship, are bare too: those are of a table that a model brings in as well.
    """
    of_models: set[Any] = set()
    bare: set[Any] = set()
    for part in visitors.iterate(statement):
        refuse(spelled_out(part))
        if isinstance(part, sa.Select) and not is_of_models(part):
            check_nothing_bare(part)
        table = table_of(part)
        if table is None:
            continue
        if "parententity" in part._annotations:
            of_models.add(table)
        elif table is not part:
            bare.add(table)
    for table in bare - of_models:
        refuse(root_of(table))


def check_nothing_bare(statement: sa.Select[Any]) -> None:
    """Raises Unscoped where a SELECT inside another one, written without models, reads a private table."""
    for child in statement.get_children():
        for part in outside_subqueries(child):
            refuse(named_in(part))


def check_change(state: ORMExecuteState) -> None:
    """Raises Unscoped where an UPDATE or DELETE reads a second private table, or moves rows."""
    target = target_of(state)
    for part in outside_subqueries(state.statement):
        refuse(named_in(part), but=target)
    if target not in PRIVATE:
        return
    moved = {
        getattr(column, "name", column)
        for column in getattr(state.statement, "_values", None) or ()
    }
    if isinstance(state.parameters, list) or moved & set(TIES):
        raise Unscoped(f"{target} is moved or changed by key, past the scope")


def check_insert(state: ORMExecuteState, scope: Scope) -> None:
    """Raises Unscoped where rows are written outside the scope, or filled from private rows."""
    target = target_of(state)
    check_nothing_private(state.statement, but=target)
    if target not in PRIVATE:
        return
    given: Any = state.parameters or {}
    rows = given if isinstance(given, list) else [given]
    if not all(PRIVATE[target].admits(scope, row) for row in rows):
        raise Unscoped(f"{target} is written outside the scope")


def target_of(state: ORMExecuteState) -> str:
    return state.statement.table.name  # type: ignore[attr-defined]


def refuse(name: str | None, but: str = "") -> None:
    if name in PRIVATE and name != but:
        raise Unscoped(f"{name} is read past the scope")


def is_of_models(statement: Any) -> bool:
    return statement._propagate_attrs.get("compile_state_plugin") == "orm"


def table_of(part: Any) -> Any:
    """The table, or the other name for one, that this part of a statement is or is a column of."""
    table = part.table if isinstance(part, sa.ColumnClause) else part
    return None if root_of(table) is None else table


def root_of(table: Any) -> str | None:
    """The name of the table behind any number of other names for it; None for a subquery."""
    while isinstance(table, sa.AliasedReturnsRows):
        table = table.element
    return table.name if isinstance(table, sa.TableClause) else None


def named_in(part: Any) -> str | None:
    """The private table that this part of a statement is of, or spells out."""
    return spelled_out(part) or root_of(table_of(part))


def spelled_out(part: Any) -> str | None:
    """The first private table that is named in SQL written as text."""
    if isinstance(part, sa.TextClause):
        words = part.text
    elif isinstance(part, sa.ColumnClause) and part.is_literal:
        words = part.name
    else:
        return None
    return next((word for word in re.findall(r"\w+", words.lower()) if word in PRIVATE), None)


def outside_subqueries(part: Any) -> Iterator[Any]:
    """A part of a statement with all that it is made of, but for the SELECTs inside it."""
    parts = [part]
    while parts:
        part = parts.pop()
        if not isinstance(part, sa.SelectBase):
            yield part
            parts.extend(part.get_children())
