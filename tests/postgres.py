"""A PostgreSQL server of the tests' own, on a Unix socket, gone when they end."""

import os
import runpy
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg

WALLS = Path(__file__).parents[1] / "migrations" / "versions" / "0002_walls.py"
ROLE = "tpp"
"""The application's role: no superuser, so row-level security binds it."""


@dataclass
class Server:
    folder: Path

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://{ROLE}@/{name}?host={self.folder}"

    def create(self, name: str, template: str = "template1") -> None:
        """A fresh database of this name, owned by the application's role."""
        with self.connection() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER {ROLE}')

    def empty(self, name: str) -> None:
        """Only what the migrations wrote, all numbers from 1: less than half the work of a fresh database."""
        with self.connection(name) as connection:
            connection.execute(LEAVE)
            connection.execute("SET session_replication_role = replica")  # no trigger, no key
            connection.execute(EMPTY)
            connection.execute(written_by_migrations())

    def shape(self, name: str) -> int:
        """Another number once anything of the schema was made anew."""
        with self.connection(name) as connection:
            return connection.execute(NEWEST).fetchone()[0]

    def connection(self, name: str = "postgres") -> psycopg.Connection:
        """As the one whom no wall binds; each statement is a transaction."""
        where = f"host={self.folder} user=postgres dbname={name}"
        return psycopg.connect(where, autocommit=True)


@cache
def written_by_migrations() -> str:
    """What puts back the rows that a register has from its first day."""
    return runpy.run_path(str(WALLS))["FIRST_DESIGN"]


LEAVE = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""

EMPTY = """DO $$ DECLARE it regclass; BEGIN
FOR it IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    AND relname <> 'alembic_version' LOOP
  EXECUTE format('DELETE FROM %s', it);
END LOOP;
PERFORM setval(oid::regclass, 1, false) FROM pg_class
  WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace;
END $$"""

NEWEST = """SELECT max(oid) FROM (
SELECT oid FROM pg_class UNION ALL SELECT oid FROM pg_trigger
UNION ALL SELECT oid FROM pg_policy UNION ALL SELECT oid FROM pg_proc) AS made"""


def binaries() -> Path:
    """Debian keeps the server's programs out of PATH."""
    found = shutil.which("initdb")
    kept = [*Path("/usr/lib/postgresql").glob("*/bin"), *sysroot().glob("usr/lib/postgresql/*/bin")]
    usable = [folder for folder in kept if (folder / "initdb").exists()]
    if not usable and not found:
        raise RuntimeError("PostgreSQL is not installed: run ./test, which installs it.")
    return max(usable) if usable else Path(found).parent


def sysroot() -> Path:
    return Path(__file__).parents[1] / ".sysroot"


def as_postgres(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() == 0:
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
    return command


HASTY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
"""Nothing here has to outlive the tests, or their minutes."""


@contextmanager
def server(*, is_safe: bool = False) -> Iterator[Server]:
    """With ``is_safe`` what is committed is on the disk, as in production; else it is faster."""
    folder = Path(tempfile.mkdtemp(prefix="tpp-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    bin_, data = binaries(), folder / "data"
    run(
        str(bin_ / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"
    )
    how = "" if is_safe else HASTY
    settings = f"-k {folder} -c listen_addresses='' -c max_connections=200 {how}"
    run(str(bin_ / "pg_ctl"), "-D", data, "-w", "-l", folder / "log", "-o", settings, "start")
    try:
        server = Server(folder)
        with server.connection() as connection:
            connection.execute(f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOBYPASSRLS")
        yield server
    finally:
        run(str(bin_ / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def run(*command: object) -> None:
    subprocess.run(as_postgres([str(part) for part in command]), check=True, capture_output=True)
