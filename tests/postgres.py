"""A PostgreSQL server of the tests' own, on a Unix socket, gone when they end."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

ROLE = "tpp"
"""The application's role: no superuser, so row-level security binds it."""


@dataclass
class Server:
    folder: Path

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://{ROLE}@/{name}?host={self.folder}"

    def create(self, name: str, template: str = "template1") -> None:
        """A fresh database of this name, owned by the application's role."""
        with psycopg.connect(f"host={self.folder} user=postgres dbname=postgres") as connection:
            connection.autocommit = True
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER {ROLE}')


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


@contextmanager
def server() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="tpp-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    bin_, data = binaries(), folder / "data"
    run(
        str(bin_ / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"
    )
    settings = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=200"
    run(str(bin_ / "pg_ctl"), "-D", data, "-w", "-l", folder / "log", "-o", settings, "start")
    try:
        with psycopg.connect(f"host={folder} user=postgres dbname=postgres") as connection:
            connection.execute(f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOBYPASSRLS")
        yield Server(folder)
    finally:
        run(str(bin_ / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def run(*command: object) -> None:
    subprocess.run(as_postgres([str(part) for part in command]), check=True, capture_output=True)
