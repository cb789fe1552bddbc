"""Whether a request changed anything: a quick mark first, every row where the mark moved."""

from hashlib import sha256

import sqlalchemy as sa

from tpp.db import db
from tpp.scope import EVERYTHING, PRIVATE, seeing

NOT_COUNTED = {"signed_in"}
"""What the register writes of every visit."""


class Register:
    """The rows as they stood, and whether they still do."""

    def __init__(self) -> None:
        self.connection = db.engine.connect()
        self.is_sqlite = self.connection.dialect.name == "sqlite"
        self.remember()

    def mark(self) -> int:
        """A number that moves whenever somebody else writes."""
        asked = (
            "PRAGMA data_version"
            if self.is_sqlite
            else "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
        )
        number = self.connection.exec_driver_sql(asked).scalar()
        self.connection.rollback()
        return number

    def remember(self) -> None:
        self.before = rows()

    def changed(self) -> bool:
        return rows() != self.before

    def close(self) -> None:
        self.connection.close()


def rows(only: dict[str, sa.ColumnElement[bool]] | None = None) -> dict[str, str]:
    """Every table as a fingerprint; with ``only``, these tables and the rows that fit."""
    found = {}
    db.session.rollback()
    with seeing(EVERYTHING):
        connection = db.session.connection()
        for table in db.metadata.sorted_tables:
            if table.name in NOT_COUNTED or (only is not None and table.name not in only):
                continue
            statement = sa.select(table).order_by(*table.primary_key.columns)
            if only is not None:
                statement = statement.where(only[table.name])
            lines = connection.execute(statement).all()
            found[table.name] = sha256(repr(lines).encode()).hexdigest()
    db.session.rollback()
    return found


def rows_of_others(tie: str, own: int) -> dict[str, sa.ColumnElement[bool]]:
    """Private rows that are tied to another party, run or person than one's own."""
    tables = {name: model.__table__ for name, model in PRIVATE.items()}
    return {name: table.c[tie] != own for name, table in tables.items() if tie in table.c}
