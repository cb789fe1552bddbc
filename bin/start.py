"""Prepares the data if need be, says where the register is, and becomes honcho, which runs it."""

import hashlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from config import settings  # noqa: E402

STOPPED = 128 + signal.SIGTERM


def check_port_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as trouble:
            sys.exit(f"Port {port} cannot be used ({trouble.strerror}); choose another with PORT.")


def ingredients():
    """One word for everything that decides what preparing does: migrations, data and code."""
    word = hashlib.sha256()
    for folder in ("migrations", "data", "tpp"):
        for path in sorted((ROOT / folder).rglob("*.*")):
            if path.is_file() and path.suffix != ".pyc":
                word.update(f"{path.relative_to(ROOT)} {path.stat().st_size}\n".encode())
                word.update(path.read_bytes())
    return word.hexdigest()


def schema(database):
    """Which migration an SQLite file is at; other databases are asked by preparing them."""
    if not database.startswith("sqlite:///"):
        return None
    path = Path(database.removeprefix("sqlite:///"))
    try:
        with sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True) as connection:
            return connection.execute("select version_num from alembic_version").fetchone()[0]
    except (sqlite3.Error, TypeError):
        return None


def prepare(chosen):
    """Migrate and load what every register has, unless this very database has had just that."""
    stamp = Path(chosen.TPP_DATA) / "prepared"
    database = chosen.SQLALCHEMY_DATABASE_URI
    wanted = f"{ingredients()} {schema(database)} {database}"
    if schema(database) and stamp.exists() and stamp.read_text() == wanted:
        return
    run_to_its_end(["flask", "--app", "wsgi", "prepare"])
    stamp.write_text(f"{ingredients()} {schema(database)} {database}")


def run_to_its_end(command):
    """Run a command; when we are stopped meanwhile, it is too."""
    with subprocess.Popen(command, cwd=ROOT) as child:
        try:
            code = child.wait()
        except BaseException:
            child.terminate()
            raise
    if code:
        sys.exit(code)


def stop(*_):
    sys.exit(STOPPED)


def greet(chosen):
    print(f"\nThe register is at {chosen.BASE_URL}/ (Ctrl-C stops it).")
    accounts = Path(chosen.TPP_DATA) / "demo-accounts.txt"
    if accounts.exists():
        print(accounts.read_text())
    sys.stdout.flush()


def main():
    signal.signal(signal.SIGTERM, stop)
    chosen = settings()
    check_port_free(chosen.PORT)
    try:
        prepare(chosen)
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
    greet(chosen)
    os.environ |= {"PORT": str(chosen.PORT), "TPP_DATA": chosen.TPP_DATA}
    os.chdir(ROOT)
    os.execvp("honcho", ["honcho", "start", "--env", os.devnull])


if __name__ == "__main__":
    main()
