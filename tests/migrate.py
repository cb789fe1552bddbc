"""Running the migrations from a test."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

INI = Path(__file__).parents[1] / "migrations" / "alembic.ini"


def migrate(engine: Engine, to: str = "head") -> None:
    """Bring the database to a revision, up or (``base``, ``-1``) down."""
    alembic = Config(str(INI))
    with engine.begin() as connection:
        alembic.attributes["connection"] = connection
        step = command.downgrade if to == "base" or to.startswith("-") else command.upgrade
        step(alembic, to)
