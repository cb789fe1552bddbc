"""Alembic's way in: plain types in migrations, batch mode for SQLite."""

import sqlalchemy as sa
from alembic import context

from tpp.db import UTCDateTime, db


def plain_types(kind, thing, _):
    """Write built-in types into migrations, so old ones never import today's code."""
    if kind == "type" and isinstance(thing, UTCDateTime):
        return "sa.DateTime()"
    if kind == "type" and isinstance(thing, sa.TypeDecorator):
        return f"sa.{type(thing.impl).__name__}()"
    if kind == "type" and isinstance(thing, sa.Enum):
        return f"sa.String(length={thing.length})"
    return False


def run(connection):
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        render_item=plain_types,
        compare_type=compare_type,
    )
    with context.begin_transaction():
        context.run_migrations()


def compare_type(_context, _seen, column, _found, kind):
    """An enum is stored as a word and a moment as plain UTC: those two are no difference."""
    return False if isinstance(column.type, sa.Enum | UTCDateTime) else None


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    from wsgi import app

    with app.app_context(), db.engine.begin() as connection:
        run(connection)
