"""What a list of nominees costs: processor time and memory from the uploaded bytes to written nominations.

    benchmarks/import [--quick] [--known N]

Makes a register on SQLite in which an office keeps records of many people, and gives it lists of which a
tenth are known. Counted is all processor time of this process and of the one that reads the workbook:
reading, understanding the headings, judging every row, matching it with everybody whom the office knows,
writing people, nominations, logbook and figures in one transaction. Memory is the peak of this process
above what it held before. Evidence, not a test: it ends with 0 unless something broke.
"""

import argparse
import io
import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import xlsxwriter

from tests import factories as make
from tests.conftest import make_app
from tests.migrate import migrate
from tpp.access import scope_of
from tpp.db import db
from tpp.jobs.worker import settle_collector
from tpp.people import actions as people
from tpp.people.rules import Sex
from tpp.rolls import actions, queries
from tpp.rolls.models import Roll
from tpp.rolls.rules import State
from tpp.scope import EVERYTHING, see

KNOWN, QUICKLY = 20_000, 4_000
TARGETS = {1_000: 2.0, 20_000: 30.0}
"""Seconds of processor time."""
HEADS = (
    "Rank",
    "Full name",
    "Sex",
    "Date of birth",
    "Service number",
    "Unit",
    "E-mail",
    "Telephone",
)
SYLLABLES = (
    "a",
    "be",
    "chi",
    "da",
    "fu",
    "ga",
    "ha",
    "ja",
    "ka",
    "li",
    "mo",
    "na",
    "pe",
    "ra",
    "sa",
    "ti",
)


@dataclass
class Step:
    name: str
    cpu: float
    wall: float


@dataclass
class Measured:
    rows: int
    form: str
    steps: list[Step] = field(default_factory=list)
    grown: int = 0
    asked: int = 0
    """Rows about which a person would be asked: they may be of somebody known."""

    @property
    def cpu(self) -> float:
        return sum(step.cpu for step in self.steps)


def name_of(lot: random.Random) -> str:
    return " ".join(
        "".join(lot.choices(SYLLABLES, k=lot.randint(2, 4))).capitalize()
        for _ in range(lot.choice((2, 3, 3)))
    )


def somebody(number: int) -> dict:
    lot = random.Random(number)
    born = date(1970, 1, 1) + timedelta(days=lot.randrange(12_000))
    return {"name": name_of(lot), "born_on": born, "service_number": f"KE/{number:06d}"}


def line(number: int) -> list[str]:
    """Row of a list: the numbers from 1 are known people, those above the known ones are new."""
    who = somebody(number)
    return [
        "Cpl",
        who["name"],
        "Female" if number % 4 == 0 else "Male",
        f"{who['born_on']:%d/%m/%Y}",
        who["service_number"],
        f"Engineer Battalion {number % 7}",
        f"p{number}@example.org",
        f"+254700{number:06d}",
    ]


def lines(rows: int, known: int, first: int) -> Iterator[list[str]]:
    """A tenth is known, the rest nobody has heard of."""
    for place in range(rows):
        yield line(place // 10 + 1 if place % 10 == 0 and place // 10 < known else first + place)


def as_csv(rows: Iterator[list[str]]) -> bytes:
    return "\r\n".join(";".join(row) for row in (HEADS, *rows)).encode("utf-8-sig")


def as_xlsx(rows: Iterator[list[str]]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet()
    for place, row in enumerate((HEADS, *rows)):
        sheet.write_row(place, 0, row)
    book.close()
    return file.getvalue()


def cpu() -> float:
    return sum(os.times()[:4])


def peak() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


@contextmanager
def step(measured: Measured, name: str) -> Iterator[None]:
    before, began = cpu(), time.perf_counter()
    yield
    measured.steps.append(Step(name, cpu() - before, time.perf_counter() - began))


def import_one(run, by, contents: bytes, rows: int, form: str) -> Measured:
    measured = Measured(rows, form)
    Path("/proc/self/clear_refs").write_text("5")
    before = peak()
    with step(measured, "read"):
        roll = actions.upload(run, contents, f"list.{form}", by=by)
    with step(measured, "check"):
        actions.check(roll, by=by)
    with step(measured, "write"):
        made = actions.apply(roll, roll.version, submit=True, by=by)
    measured.grown = peak() - before
    measured.asked = queries.counts(roll).get(State.DOUBTFUL, 0)
    assert made + measured.asked == rows, (made, queries.counts(roll))
    return measured


def prepare(known: int):
    kenya = make.make_party(code="KEN", name="Kenya")
    run = make.make_run(seats=60_000)
    make.make_allocation(run, kenya, seats=50_000)
    make.make_call(run)
    by = make.make_focal_point(kenya)
    for start in range(1, known + 1, 1000):
        some = [
            somebody(number) | {"nationality": kenya, "sex": Sex.MAN}
            for number in range(start, min(start + 1000, known + 1))
        ]
        for person in people.add_many(some, party=kenya, by=by):
            db.session.expunge(person)
    return run, by


def table(found: list[Measured]) -> Iterator[str]:
    heads = ("read", "check", "write", "all", "target")
    yield f"{'CPU seconds':24}{''.join(f'{it:>8}' for it in heads)}  ms a row  peak +MB   asked"
    for it in found:
        cells = "".join(f"{step.cpu:8.2f}" for step in it.steps)
        target = TARGETS.get(it.rows)
        verdict = "" if target is None else "  met" if it.cpu <= target else "  NOT MET"
        each = 1000 * it.cpu / it.rows
        yield (
            f"{it.rows:>8,} rows, {it.form:10}{cells}{it.cpu:8.2f}{target or '':>8}{each:10.2f}"
            f"{it.grown / 1e6:10.1f}{it.asked:8}{verdict}"
        )


def ratio(found: list[Measured]) -> str:
    few, many = (next(it for it in found if it.rows == rows) for rows in TARGETS)
    return (
        f"20,000 to 1,000 rows: {many.cpu / few.cpu:.1f} times the processor time; the peak of memory "
        f"grew by {many.grown / 1e6:.1f} MB instead of {few.grown / 1e6:.1f} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="1,000 rows only, fewer known people")
    parser.add_argument("--known", type=int, help="people whom the office knows")
    asked = parser.parse_args()
    known = asked.known or (QUICKLY if asked.quick else KNOWN)
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(Path(folder), ROLL_ROWS="30000")
        with app.app_context():
            measure_all(known, asked.quick)


def measure_all(known: int, quick: bool) -> None:
    see(EVERYTHING)
    migrate(db.engine)
    run, by = prepare(known)
    see(scope_of(by))
    found, first = [], known + 1
    settle_collector()  # as the worker does, who carries out long lists
    import_one(run, by, as_csv(lines(20, 0, first)), 20, "csv")  # warms up what is made once
    for rows, form, write in PLAN[: 2 if quick else None]:
        first += 100_000
        rows_of = lines(rows, 0 if found else known, first)
        found.append(import_one(run, by, write(rows_of), rows, form))
    print(
        f"{platform.python_implementation()} {platform.python_version()}, SQLite, "
        f"{known:,} people known to the office"
    )
    print("\n".join(table(found)))
    if not quick:
        print(ratio(found))
    assert db.session.query(Roll).count() == len(found) + 1


PLAN = ((1_000, "xlsx", as_xlsx), (1_000, "csv", as_csv), (20_000, "xlsx", as_xlsx))

if __name__ == "__main__":
    main()
