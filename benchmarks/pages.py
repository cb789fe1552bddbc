"""What pages cost: processor time of the web process for each request, in a register with many people.

    benchmarks/pages [--quick] [--people N]

Starts the two processes of the register on a copy of a prepared database, signs in as coordinator and
asks for pages in rounds, one kind after the other; what is printed is the median of the rounds. Counted
is all processor time of gunicorn and its workers (/proc/<pid>/stat), so waiting costs nothing and a
second process on the machine does not matter much. Evidence, not a test: it ends with 0 unless
something broke.
"""

import argparse
import datetime
import itertools
import os
import platform
import sqlite3
import statistics
import sys
import time
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.browser import Browser
from benchmarks.register import PASSWORD, cached, prepared, running

PEOPLE, FEW = 20_000, 200
QUICKLY = 600
"""People in a quick run, where the large register was not loaded before."""
ENOUGH = 200
"""Rows of an export from which its cost a row is not that of the request itself."""
EMPTY = ("/help", "/account")
"""The lightest pages of somebody signed in: the cheapest of them stands for an empty one."""


EMPTY_YEAR, RUNS_OF_A_YEAR = 2031, 500
"""A year in which the register has no run, and how many are put there for the timeline."""


@dataclass
class Kind:
    """One kind of page: where it is found, and what it may cost."""

    name: str
    paths: list[str]
    target: float | None = None
    rows: int = 1
    browser: Browser | None = None
    costs: list[float] = field(default_factory=list)

    @property
    def cost(self):
        return statistics.median(self.costs) / self.rows


def kinds_of(large, browser, stranger, small, small_browser):
    people, runs = people_in(large), runs_in(large)
    biggest, *others = [*runs]
    second = next((it for it in others if it[1] >= 51), None)
    usual, few = near(runs, 22), near(runs_in(small), 22)
    exported = f"/runs/{biggest[0]}/participants"
    yield from (Kind(f"signed in, empty ({path})", [path]) for path in EMPTY)
    yield Kind("sign-in form", ["/sign-in"], 3, browser=stranger)
    yield Kind("run list", ["/runs"], 15)
    yield Kind(f"participants, first page of {biggest[1]}", [exported], 20)
    if second:
        path = f"/runs/{second[0]}/participants"
        yield Kind(f"participants, first page of {second[1]}", [path], 20)
    yield Kind(f"participants, a run of {usual[1]}", [f"/runs/{usual[0]}/participants"], 20)
    few_path = f"/runs/{few[0]}/participants"
    yield Kind(f"… a run of {few[1]}, {FEW} people in all", [few_path], browser=small_browser)
    full = lay_grid(large, 40, 60)
    yield Kind(f"attendance, {full[1]} people × 60 sessions", [f"/runs/{full[0]}/attendance"], 25)
    yield Kind("one person", [f"/people/{key}" for key in people], 12)
    yield Kind("search by name", [f"/people?q={word}" for word in words_in(large)], 30)
    yield Kind("participation", ["/participation"], 25)
    yield Kind("year timeline, 500 runs", [f"/calendar?year={EMPTY_YEAR}"], 30)
    yield Kind(f"CSV, a row of {biggest[1]}", [f"{exported}.csv"], 0.2, biggest[1])
    yield Kind(f"XLSX, a row of {biggest[1]}", [f"{exported}.xlsx"], 0.5, biggest[1])


def fill_a_year(register):
    """Runs as those that are there, spread over a year in which there are none."""
    connection = sqlite3.connect(register.folder / "register.db")
    cursor = connection.execute(
        "SELECT * FROM course_offering WHERE status <> 'draft' ORDER BY id LIMIT 60"
    )
    names = [it[0] for it in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    for number in range(RUNS_OF_A_YEAR):
        row = rows[number % len(rows)]
        starts = datetime.date(EMPTY_YEAR, 1, 2) + datetime.timedelta(days=number * 7 % 340)
        ends = starts + datetime.timedelta(days=20)
        of_this = {"id": None, "once": None, "code": f"YEAR-{number:03d}"}
        of_this |= {"starts_on": starts.isoformat(), "ends_on": ends.isoformat()}
        values = [*(row | of_this).values()]
        places = ", ".join("?" * len(values))
        connection.execute(f"INSERT INTO course_offering VALUES ({places})", values)
    connection.commit()
    connection.close()


def asked(register, statement):
    connection = sqlite3.connect(f"file:{register.folder / 'register.db'}?mode=ro", uri=True)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def lay_grid(register, people, sessions):
    """Gives a run with about so many people so many sessions, and everybody a mark in each of them."""
    run = near(runs_in(register), people)
    [[key]] = asked(register, f"SELECT id FROM course_offering WHERE code = '{run[0]}'")
    with closing(sqlite3.connect(register.folder / "register.db", timeout=30)) as connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(session)")]
        fixed = {"id": "NULL", "title": "'Session of the benchmark'", "cancelled_at": "NULL"}
        for number in range(sessions):
            day = f"-{number + 1} days"
            times = {it: f"datetime({it}, '{day}') || '.000000'" for it in ("starts_at", "ends_at")}
            values = ", ".join((fixed | times).get(name, name) for name in names)
            connection.execute(
                f"INSERT INTO session ({', '.join(names)}) SELECT {values} FROM session"  # nosec B608
                f" WHERE offering_id = {key} ORDER BY id LIMIT 1"
            )
        connection.execute(
            "INSERT INTO attendance_record (session_id, enrolment_id, party_id, offering_id, person_id, mark,"
            " reason, at)"
            " SELECT s.id, e.id, e.party_id, e.offering_id, e.person_id, 'present', '', s.starts_at"
            f" FROM session s JOIN enrolment e ON e.offering_id = s.offering_id WHERE s.offering_id = {key}"
            " AND s.title = 'Session of the benchmark'"
        )
        connection.commit()
    return run


def settle(register, seconds=600):
    """Wait until the worker has done what the register was left with, and holds no memory for it."""
    until = time.monotonic() + seconds
    while asked(register, "SELECT 1 FROM job WHERE status IN ('queued', 'running') LIMIT 1"):
        if time.monotonic() > until:
            sys.exit("The worker does not come to an end with its jobs.")
        time.sleep(1)
    time.sleep(8)


def runs_in(register):
    """Codes of runs and how many participants each has, the largest first."""
    return asked(
        register,
        "SELECT o.code, count(*) AS people FROM course_offering o JOIN enrolment e ON e.offering_id = o.id"
        " WHERE o.status = 'closed' GROUP BY o.id ORDER BY people DESC, o.id",
    )


def near(runs, people):
    return min(runs, key=lambda run: abs(run[1] - people))


def people_in(register):
    """Some people with a certificate, from all over the register."""
    held = "SELECT DISTINCT person_id FROM certificate WHERE person_id > 0 ORDER BY person_id"
    rows = asked(register, held)
    return [row[0] for row in rows][:: max(1, len(rows) // 25)]


def words_in(register):
    """Words of names: some of many people, some of few."""
    names = asked(register, "SELECT name FROM person ORDER BY id")[:: max(1, 1)][:400:23]
    return [
        name.split()[-1].strip("'").encode("ascii", "ignore").decode() or "an" for (name,) in names
    ]


def measure(kind, register, requests, paths):
    before = register.cpu()
    for _ in range(requests):
        path = next(paths)
        status, _ = kind.browser.ask("GET", path)
        if status != 200:
            log = Path(register.folder, "log").read_text()
            sys.exit(f"{path} answered {status}:\n{log[-3000:]}")
    return 1000 * (register.cpu() - before) / requests


def estimate(kind, register, paths):
    """Warms the page up, and says how many requests are enough for the clock of the system."""
    measure(kind, register, 5, paths)
    return max(measure(kind, register, 5, paths), 1.0)


def rounds_of(kinds, registers, rounds, budget):
    paths = {id(kind): itertools.cycle(kind.paths) for kind in kinds}
    requests = {}
    for kind in kinds:
        cost = estimate(kind, registers[id(kind.browser)], paths[id(kind)])
        requests[id(kind)] = max(3, round(budget / cost))
    for _ in range(rounds):
        for kind in kinds:
            register = registers[id(kind.browser)]
            kind.costs.append(measure(kind, register, requests[id(kind)], paths[id(kind)]))


def table(kinds, empty):
    yield f"{'CPU ms of the web process':48}{'target':>8}{'figure':>9}{'× empty':>9}  {'spread':13}"
    for kind in kinds:
        target = f"{kind.target:g}" if kind.target else ""
        low, high = min(kind.costs) / kind.rows, max(kind.costs) / kind.rows
        ratio = f"{kind.cost / empty:.1f}" if kind.rows == 1 else ""
        spread = f"{low:.2f}-{high:.2f}"
        yield f"{kind.name:48}{target:>8}{kind.cost:9.2f}{ratio:>9}  {spread:13}{verdict(kind)}"


def verdict(kind):
    if kind.target is None:
        return ""
    if 1 < kind.rows < ENOUGH:
        return "too few rows to say"
    return "ok" if kind.cost <= kind.target else "OVER"


def ratios(kinds):
    pages = [kind for kind in kinds if "participants" in kind.name or "… a run" in kind.name]
    first, *more = pages
    if "first page" in more[0].name:
        yield ratio(f"{first.name} / {more[0].name.rpartition(' ')[2]}", first.cost / more[0].cost)
    usual, few = pages[-2:]
    yield ratio(f"{usual.name} / {few.name.removeprefix('… ')}", usual.cost / few.cost)


def ratio(name, figure):
    return f"{name:64} {1.3:>5} {figure:6.2f}  {'ok' if figure <= 1.3 else 'OVER'}"


def main():
    asks = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asks.add_argument("--quick", action="store_true", help="fewer rounds: under 40 seconds")
    asks.add_argument("--people", type=int, help=f"people in the register ({PEOPLE:,})")
    asks.add_argument(
        "--as-loaded", action="store_true", help="use a register that other code has loaded"
    )
    chosen = asks.parse_args()
    there = cached(PEOPLE, chosen.as_loaded)
    people = chosen.people or (PEOPLE if there or not chosen.quick else QUICKLY)
    rounds, budget = (3, 200) if chosen.quick else (9, 600)
    with ExitStack() as stack:
        large = stack.enter_context(running(prepared(people, chosen.as_loaded)))
        small = stack.enter_context(running(prepared(FEW, chosen.as_loaded)))
        browser, small_browser, stranger = (
            Browser(large.port),
            Browser(small.port),
            Stranger(large.port),
        )
        for each in (browser, small_browser):
            each.sign_in("coordinator@demo.example", PASSWORD)
        for each in (large, small):
            settle(each)
        fill_a_year(large)
        browser.page("/")
        at_first = large.memory()
        kinds = list(kinds_of(large, browser, stranger, small, small_browser))
        for kind in kinds:
            kind.browser = kind.browser or browser
        registers = {id(browser): large, id(stranger): large, id(small_browser): small}
        rounds_of(kinds, registers, rounds, budget)
        print(f"{people:,} people, {rounds} rounds; {machine()}\n")
        tell(kinds, at_first, large.memory())


class Stranger(Browser):
    """Somebody without a cookie, each time anew."""

    def ask(self, *words, **more):
        self.cookies = {}
        return super().ask(*words, **more)


def tell(kinds, at_first, at_last):
    empty = min(kind.cost for kind in kinds if "empty" in kind.name)
    print("\n".join(table(kinds, empty)))
    print(f"\n{'ratio':64} {'target':>5} figure")
    print("\n".join(ratios(kinds)))
    print(f"\n{'memory of web and worker, MB':48}{'target':>8}{'PSS':>9}{'RSS':>9}")
    for name, (pss, rss) in (
        ("after the first page", at_first),
        ("after all these pages", at_last),
    ):
        print(f"{name:48}{250:>8}{pss:9.0f}{rss:9.0f}  {'ok' if pss <= 250 else 'OVER'}")


def speed():
    """Processor ms of a fixed piece of work now: two runs compare only where this is the same."""

    def work():
        began = time.process_time()
        numbers = {str(number): [number] for number in range(200_000)}
        return 1000 * (time.process_time() - began), len(numbers)

    return min(work()[0] for _ in range(5))


def machine():
    cpus = Path("/proc/cpuinfo").read_text()
    model = next((it.partition(": ")[2] for it in cpus.splitlines() if "model name" in it), "")
    return (
        f"{model or platform.machine()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f};"
        f" 200,000 entries of a dictionary take {speed():.0f} ms"
    )


if __name__ == "__main__":
    main()
