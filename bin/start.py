"""Prepares the data if need be, says where the register is, and becomes honcho, which runs it."""

import hashlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
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


def state(chosen):
    """What this SQLite file was prepared with and how far it is; other databases we do not know."""
    name = chosen.SQLALCHEMY_DATABASE_URI
    if not name.startswith("sqlite:///"):
        return None
    path = Path(name.removeprefix("sqlite:///")).absolute()
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            at = connection.execute("select version_num from alembic_version").fetchone()
    except sqlite3.Error:
        return None
    return f"{path} at {at} with {ingredients()}"


def prepare(chosen):
    """Migrate and load what every register has, unless this very file has had just that."""
    stamp = Path(chosen.TPP_DATA) / "prepared"
    if stamp.exists() and stamp.read_text() == state(chosen):
        return
    run_to_its_end(["flask", "--app", "wsgi", "prepare"])
    stamp.write_text(state(chosen) or "")


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
    # honcho gives each process another PORT: what the worker writes must lead to the web all the same.
    address = {"PORT": str(chosen.PORT), "BASE_URL": chosen.BASE_URL}
    os.environ |= address | {"TPP_DATA": chosen.TPP_DATA}
    os.chdir(ROOT)
    os.execvp("honcho", ["honcho", "start", "--env", os.devnull])


if __name__ == "__main__":
    main()
