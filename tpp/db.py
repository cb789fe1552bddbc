"""Engine settings, column kinds, and the only place that commits."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import Enum
from typing import Annotated, Any

import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, registry

CONSTRAINT_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

WAL_SAFE_SINCE = (3, 51, 3)
"""SQLite before this version can corrupt a database when a WAL file is reset (sqlite.org/wal.html)."""


class UTCDateTime(sa.TypeDecorator[datetime]):
    """Aware datetimes in, aware UTC datetimes out; naive ones are a bug."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime: {value!r}")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        return value and value.replace(tzinfo=UTC)


by_value = sa.Enum(
    Enum,
    values_callable=lambda enum: [member.value for member in enum],
    native_enum=False,
    length=30,
)


class Base(DeclarativeBase):
    # Not ``type_annotation_map`` here: Flask-SQLAlchemy 3.1 trips over it (its issue 1361).
    registry = registry(
        metadata=sa.MetaData(naming_convention=CONSTRAINT_NAMES),
        type_annotation_map={
            datetime: UTCDateTime,
            date: sa.Date,
            Enum: by_value,
            dict[str, Any]: sa.JSON,
            list[str]: sa.JSON,
        },
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

Key = Annotated[int, mapped_column(primary_key=True)]
Code = Annotated[str, mapped_column(sa.String(64))]
Word = Annotated[str, mapped_column(sa.String(200))]
Text = Annotated[str, mapped_column(sa.Text, default="")]
Version = Annotated[int, mapped_column(default=1)]
"""Counts the changes of a row: a form that was opened on an older one is stale (Conflict)."""


def init_app(app: Flask) -> None:
    options = engine_options(app.config["SQLALCHEMY_DATABASE_URI"])
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", options)
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            sa.event.listen(db.engine, "connect", settle_sqlite)
            sa.event.listen(db.engine, "begin", begin_sqlite)


def engine_options(url: str) -> dict[str, Any]:
    """What ``create_engine`` is told besides the address."""
    words = {"json_serializer": as_json, "json_deserializer": from_json}
    if not url.startswith("sqlite"):
        return {**words, "pool_size": 10, "max_overflow": 10, "pool_pre_ping": True}
    try:
        import pysqlite3.dbapi2 as sqlite
    except ImportError:  # there is a wheel for x86-64 Linux only
        import sqlite3 as sqlite
    return {**words, "module": sqlite, "connect_args": {"timeout": 30}}


def as_json(value: Any) -> str:
    """Most of what is kept as JSON is empty: a list of nominees has three such cells a row."""
    if value or not isinstance(value, dict | list):
        return json.dumps(value)
    return "{}" if isinstance(value, dict) else "[]"


def from_json(text: str) -> Any:
    match text:
        case "{}":
            return {}
        case "[]":
            return []
    return json.loads(text)


def journal_mode(version: str) -> str:
    """A write-ahead log where this SQLite is safe with one."""
    is_safe = tuple(int(part) for part in version.split(".")) >= WAL_SAFE_SINCE
    return "WAL" if is_safe else "DELETE"


def settle_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None
    [version] = connection.execute("SELECT sqlite_version()").fetchone()
    for setting in (
        f"journal_mode={journal_mode(version)}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",  # else INSERT OR REPLACE takes a row away unseen by its triggers
        "busy_timeout=30000",
        "cache_size=-4000",
    ):
        connection.execute(f"PRAGMA {setting}")


def begin_sqlite(connection: sa.Connection) -> None:
    # A deferred transaction that turns into a write fails at once when another one writes.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def transaction() -> Iterator[Session]:
    """All or nothing. A transaction opened inside another one joins it.

    What was read before is read again under the write lock, so a decision never rests on an
    old picture.
    """
    session = db.session()
    if session.info.get("open"):
        yield session
        return
    session.rollback()
    session.expire_all()
    session.connection(execution_options={"writes": True})
    session.info["open"] = True
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["open"] = False
        for pending in ("entries", "changed", "recount"):
            session.info.pop(pending, None)


@contextmanager
def attempt() -> Iterator[None]:
    """One row of many: when it is refused, only what it wrote is undone, in the logbook too."""
    pending = db.session().info.setdefault("entries", [])
    before = len(pending)
    try:
        with db.session.begin_nested():
            yield
    except BaseException:
        del pending[before:]
        raise


def number(rows: Sequence[Any]) -> None:
    """Give new rows of one table their numbers beforehand, inside ``transaction()``.

    SQLite, which has to tell the number of each, is sent them one by one otherwise; PostgreSQL is not.
    """
    session = db.session()
    if not rows or not is_sqlite():
        return
    session.flush()
    last = session.connection().scalar(sa.select(sa.func.max(type(rows[0]).__table__.c.id))) or 0
    for at, row in enumerate(rows, start=last + 1):
        row.id = at


def is_sqlite() -> bool:
    return db.session.connection().dialect.name == "sqlite"


def lock(row: Any) -> None:
    """Hold a row until the transaction ends (on SQLite the whole database is already held)."""
    db.session.flush()
    # Of this row alone: what was loaded beside it by an outer join cannot be held on PostgreSQL.
    db.session.refresh(row, with_for_update={"of": type(row)})
