"""Is it alive, and is it ready?"""

from functools import cache
from pathlib import Path

import sqlalchemy as sa
from flask import Blueprint

from tpp.db import db
from tpp.web.guard import public

bp = Blueprint("health", __name__)

MIGRATIONS = Path(__file__).parents[2] / "migrations" / "versions"


@cache
def newest() -> str:
    """The number of the last migration."""
    return max(path.name.split("_")[0] for path in MIGRATIONS.glob("[0-9]*.py"))


@bp.get("/healthz")
@public
def alive() -> tuple[str, int, dict[str, str]]:
    return plain("alive", 200)


@bp.get("/readyz")
@public
def ready() -> tuple[str, int, dict[str, str]]:
    """503 while the database cannot be asked or is not at the last migration."""
    try:
        found = db.session.scalar(sa.text("SELECT version_num FROM alembic_version"))
    except sa.exc.SQLAlchemyError:
        return plain("not ready: the database does not answer or was not migrated", 503)
    if found != newest():
        return plain("not ready: the database is not at the last migration", 503)
    return plain("ready", 200)


def plain(words: str, status: int) -> tuple[str, int, dict[str, str]]:
    return (
        f"{words}\n",
        status,
        {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"},
    )
