"""Certificates through the whole system: job, register, press, store, mail, while the web answers.

Starts the web process and the worker as ``./run`` does, on a register with classes whose certificates
are approved, on SQLite and on PostgreSQL. One reader opens pages at a steady pace all the while, before
the work and during it; the worker's pace is read from the ledger of jobs.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.browser import Browser
from benchmarks.register import ROOT, Running, free_port, settings, wait_for

RUNS, PEOPLE = 3, 400
PACE, SLOWER = 60, 2.0
"""Certificates a second, and how many times its idle p95 a page may take meanwhile."""
A_SECOND = 8
"""Pages that the reader opens in one."""
IDLE = 12
"""Seconds of reading before the work begins."""
EMAIL, PASSWORD = "reader@example.org", "password of the benchmark"


def lay() -> None:
    """Fill the register of this process: classes, approved; a coordinator who reads. Prints the runs."""
    from tests.certificates.classes import approved, make_class
    from tests.factories import make_acting, make_version
    from tests.migrate import migrate
    from tpp.accounts.actions.offices import appoint, make_office, open_account
    from tpp.acting import SYSTEM, Role
    from tpp.db import db
    from tpp.scope import EVERYTHING, seeing
    from wsgi import app

    with app.app_context(), seeing(EVERYTHING):
        migrate(db.engine)
        office = make_office(Role.COORDINATOR, "Programme office", by=SYSTEM)
        account = open_account(EMAIL, "A reader", PASSWORD, by=SYSTEM)
        appoint(account, office, by=SYSTEM)
        version = make_version()
        for number in range(RUNS):
            run = make_class(PEOPLE, version, f"Graduate {{}} of {number}")
            make_acting()
            approved(run)
            print(run.code)


def ask() -> None:
    """Ask for the certificates of every run, as the approval does."""
    import sqlalchemy as sa

    from tpp.acting import SYSTEM
    from tpp.certificates.actions import ask_to_issue
    from tpp.db import db
    from tpp.offerings.models import CourseOffering
    from tpp.scope import EVERYTHING, seeing
    from wsgi import app

    with app.app_context(), seeing(EVERYTHING):
        for run in db.session.scalars(sa.select(CourseOffering).order_by(CourseOffering.id)):
            ask_to_issue(run, by=SYSTEM)


def done() -> None:
    """How many pages are stored, and the seconds between the first and the last of them."""
    import sqlalchemy as sa

    from tpp.certificates.models import CertificateFile
    from tpp.db import db
    from tpp.scope import EVERYTHING, seeing
    from wsgi import app

    with app.app_context(), seeing(EVERYTHING):
        at = CertificateFile.stored_at
        rows = db.session.execute(sa.select(at, sa.func.count()).group_by(at).order_by(at)).all()
        print(len(rows) and sum(row[1] for row in rows))
        print(max(1e-9, (rows[-1][0] - rows[0][0]).total_seconds()), rows[0][1])


def told(env: dict[str, str], deed: str) -> list[str]:
    program = f"from benchmarks import certificates_system as it; it.{deed}()"
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
    )
    if run.returncode:
        sys.exit(f"{deed} failed")
    return run.stdout.split()


@contextmanager
def system(**more: str) -> Iterator[tuple[Running, dict[str, str], list[str]]]:
    """Web and worker on a fresh register with classes."""
    with tempfile.TemporaryDirectory(prefix="benchmark-", dir=ROOT / ".cache") as folder:
        port = free_port()
        env = settings(folder, PORT=str(port), BASE_URL=f"http://127.0.0.1:{port}", **more)
        runs = told(env, "lay")
        with open(Path(folder, "log"), "wb") as log:
            start = {"cwd": ROOT, "env": env, "stdout": log, "stderr": log}
            web = subprocess.Popen([sys.executable, "-m", "gunicorn", "wsgi:app"], **start)
            worker = subprocess.Popen([sys.executable, "-m", "tpp.jobs.worker"], **start)
            try:
                wait_for(port, (web, worker), Path(folder, "log"))
                yield Running(Path(folder), port, web, worker), env, runs
            finally:
                for process in (web, worker):
                    process.terminate()
                for process in (web, worker):
                    process.wait(20)


class Reader(threading.Thread):
    """Opens pages at a steady pace; keeps how long each took, in ms."""

    def __init__(self, port: int, paths: list[str]):
        super().__init__(daemon=True)
        self.browser, self.paths = Browser(port), paths
        self.browser.sign_in(EMAIL, PASSWORD)
        self.times: list[float] = []
        self.over = threading.Event()

    def run(self) -> None:
        due = time.monotonic()
        for turn in range(1_000_000):
            if self.over.wait(max(0.0, due - time.monotonic())):
                return
            began = time.monotonic()
            status, _ = self.browser.ask("GET", self.paths[turn % len(self.paths)])
            if status != 200:
                sys.exit(f"{self.paths[turn % len(self.paths)]} answered {status}")
            self.times.append(1000 * (time.monotonic() - began))
            due = max(due + 1 / A_SECOND, began)


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def measured(**more: str) -> tuple[float, float, float, int]:
    """Certificates a second; p95 of pages before and during the work; how many pages were read."""
    with system(**more) as (running, env, runs):
        paths = ["/", "/runs", f"/runs/{runs[0]}", f"/runs/{runs[0]}/participants", "/people"]
        reader = Reader(running.port, paths)
        for path in paths * 3:
            reader.browser.page(path)
        reader.start()
        time.sleep(IDLE)
        before = len(reader.times)
        told(env, "ask")
        after = len(reader.times)
        wait_until_done(env)
        reader.over.set()
        reader.join(5)
        number, seconds, first = told(env, "done")
        pace = (int(number) - int(first)) / float(seconds)
        during = reader.times[after:]
        return pace, p95(reader.times[:before]), p95(during), len(during)


def wait_until_done(env: dict[str, str], seconds: int = 300) -> None:
    whole, until = RUNS * PEOPLE, time.monotonic() + seconds
    store = Path(env["TPP_DATA"], "files")
    while time.monotonic() < until:
        if sum(len(files) for _, _, files in os.walk(store)) >= whole:
            time.sleep(2)
            return
        time.sleep(1)
    sys.exit("The certificates are not issued in time.")


def report(name: str, found: tuple[float, float, float, int]) -> None:
    pace, idle, busy, pages = found
    load = os.getloadavg()[0]
    print(
        f"{name}: {pace:.0f} certificates a second (target {PACE}): {kept(pace >= PACE)};"
        f" p95 of {pages} pages {busy:.0f} ms, idle {idle:.0f} ms: {busy / idle:.2f} x"
        f" (target {SLOWER}): {kept(busy / idle <= SLOWER)}; load {load:.1f}"
    )


def kept(is_kept: bool) -> str:
    return "kept" if is_kept else "MISSED"


def main() -> None:
    print(
        f"{RUNS} runs of {PEOPLE} through job, register, press, store and mail, while one reader opens"
        f" {A_SECOND} pages a second; {os.cpu_count()} cores"
    )
    report("SQLite", measured())
    if shutil.which("initdb") or Path("/usr/lib/postgresql").exists():
        from tests import postgres

        with postgres.server(is_safe=True) as server:
            server.create("certificates")
            report("PostgreSQL", measured(DATABASE_URL=server.url("certificates")))


if __name__ == "__main__":
    main()
