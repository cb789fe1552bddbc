"""Whose rows a reader sees: the wall between countries, in the query layer.

Private tables are ``Scoped``. Reading one without a scope raises; with one, every SELECT, UPDATE and
DELETE - joins, aliases, subqueries, lazy loads, refreshed rows and look-ups by key included - is
narrowed to the rows of that scope, and a row outside it cannot be written. What cannot be narrowed (a
bare table, SQL as text) raises as well. PostgreSQL's row-level security is the second wall and is told
the same scope.

Two ways lead around this layer: ``session.connection()``, which a house test keeps to a short list, and
a row that the session still holds from a wider ``seeing``.
"""

from tpp.scope import narrowing  # listens from here on
from tpp.scope.seeing import current, see, seeing
from tpp.scope.sight import (
    EVERYTHING,
    NOTHING,
    PRIVATE,
    HiddenFromRuns,
    Scope,
    Scoped,
    Sight,
    narrowed,
)

__all__ = [
    "EVERYTHING",
    "NOTHING",
    "PRIVATE",
    "HiddenFromRuns",
    "Scope",
    "Scoped",
    "Sight",
    "current",
    "narrowed",
    "narrowing",
    "see",
    "seeing",
]
