"""The scope of a session: set, widened for a while, and told to PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tpp.db import db
from tpp.scope.sight import NOTHING, Scope


def see(scope: Scope | None) -> None:
    """From here on this session reads and writes within ``scope``."""
    session = db.session()
    session.info["scope"] = scope
    session.info["wall"] = None
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


TELL = sa.text("SELECT set_config('tpp.sight', :sight, true), set_config('tpp.ids', :ids, true)")


def tell_postgresql(connection: sa.Connection, scope: Scope | None) -> None:
    if connection.dialect.name == "postgresql":
        known = scope or NOTHING
        connection.execute(TELL, {"sight": known.sight, "ids": ",".join(map(str, known.ids))})


@sa.event.listens_for(Session, "after_begin")
def begin_within_scope(session: Session, _: Any, connection: sa.Connection) -> None:
    tell_postgresql(connection, session.info.get("scope"))
