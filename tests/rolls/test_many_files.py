"""Two thousand lists, good, odd and hostile, each the same for its number: no error, nothing half written."""

import io
import random
import time

import pytest
import sqlalchemy as sa

from tests.rolls import sheets
from tests.rolls.sheets import csv
from tpp.db import db
from tpp.errors import Refused
from tpp.nominations.models import Nomination
from tpp.people.models import Person
from tpp.rolls import actions, queries
from tpp.rolls.actions import reading
from tpp.rolls.models import Roll, RollRow
from tpp.rolls.rules import READY, apart
from tpp.rolls.rules.synonyms import ALSO
from tpp.rolls.rules.titles import TITLES

FILES = 2_000
SECONDS = 90
"""Of processor time, for all of them."""
FIELDS = ("name", "sex", "born_on", "rank", "email", "phone", "nationality", "service", "unit")
NAMES = (
    "Asha Juma",
    "Zoé Müller",
    "ليلى حسن",
    "Анна Иванова",
    "李娜",
    "Ekai",
    "O’Brien, Siobhán",
    "Nguyễn Thị Hà",
)
ODD = (
    *(
        "",
        " ",
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t",
        "x" * 3000,
        "31/02/1998",
        "03/07/1990",
        "33238",
    ),
    *(
        "99999999999999999999",
        "1e309",
        "NaN",
        "None",
        "\u202e",
        "😀" * 50,
        "a\u0301" * 30,
    ),
    *(
        "'; DROP TABLE person; --",
        "<script>",
        "%s%d%(x)s",
        "{{ 7*7 }}",
        "M",
        "H",
        "2.5E+11",
        "\x07",
    ),
    *(
        "٣١/١٢/١٩٩٠",
        "1990-12-31T00:00:00",
        "0000-00-00",
        "31/12/90",
        "a@b",
        "Kenya",
        "KEN",
        "\u0000",
    ),
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252", "cp1256", "cp1251", "gb18030")


def heading(lot, field):
    if lot.random() < 0.5:
        return lot.choice([titles[field] for titles in TITLES.values()])
    return lot.choice(ALSO[field].split(";")).strip()


GOOD = {
    "name": lambda lot: f"{lot.choice(NAMES)} {lot.randrange(10_000)}",
    "sex": lambda lot: lot.choice(("F", "M", "femme", "hombre", "أنثى", "ж", "女")),
    "born_on": lambda lot: f"{lot.randint(13, 28)}/{lot.randint(1, 12)}/{lot.randint(1960, 2005)}",
    "email": lambda lot: f"p{lot.randrange(10_000)}@example.org",
    "phone": lambda lot: f"2547{lot.randrange(10**8):08d}",
    "nationality": lambda lot: lot.choice(("", "Kenya", "KEN")),
    "service": lambda lot: lot.choice(("", "Military", "Police", "Armée")),
}


def cell(lot, field, odd):
    if lot.random() < odd:
        return lot.choice(ODD)
    return GOOD.get(field, lambda lot: lot.choice(("", "Sgt", "1 Eng")))(lot)


def table(lot):
    """Half of all lists are written with care; of the others every fourth cell is odd."""
    fields, odd = lot.sample(FIELDS, lot.randint(1, len(FIELDS))), lot.choice((0.01, 0.25))
    if "name" not in fields and lot.random() < 0.8:
        fields.append("name")
    heads = [heading(lot, field) for field in fields] + ["S/No"] * (lot.random() < 0.2)
    rows = [[cell(lot, field, odd) for field in fields] for _ in range(lot.randint(0, 6))]
    return heads, rows


def as_text(lot):
    heads, rows = table(lot)
    separator = lot.choice(",;\t|")
    made = csv(*rows, heads=heads, separator=separator, encoding="utf-8").decode()
    encoded = made.encode(lot.choice(ENCODINGS), "replace")
    return damaged(lot, encoded) if lot.random() < 0.15 else encoded


def as_workbook(lot):
    heads, rows = table(lot)
    made = sheets.xlsx(*rows, heads=heads, options={"in_memory": True})
    return damaged(lot, made) if lot.random() < 0.3 else made


def damaged(lot, contents):
    """Some bytes are others, or the end is missing."""
    broken = bytearray(contents)
    for _ in range(lot.randint(1, 8)):
        broken[lot.randrange(len(broken))] = lot.randrange(256)
    return bytes(broken[: lot.randrange(len(broken))] if lot.random() < 0.4 else broken)


COSTLY = ("million", "bomb", "far corners", "sixteen thousand columns")
"""Files that a process of its own is for: they would end this one, or take seconds each."""
CHEAP = [it for name, it in sheets.HOSTILE.items() if not any(word in name for word in COSTLY)]


def file_of(number):
    lot = random.Random(number)
    kind = lot.random()
    if kind < 0.06:
        return lot.choice(CHEAP)()
    if kind < 0.1:
        return damaged(lot, lot.randbytes(lot.randint(1, 400)))
    return as_workbook(lot) if kind < 0.35 else as_text(lot)


@pytest.fixture
def in_this_process(monkeypatch):
    """The reader of workbooks without a process for each; what would end it has its own test."""

    def read_here(contents, answers):
        lines = []
        limits = reading.limits() | {"rows": 300, "columns": 60, "inflated": 2_000_000}
        apart.answers(io.BytesIO(contents), limits, lines.append)
        answers.write("".join(apart.json.dumps(it) + "\n" for it in lines).encode())
        answers.seek(0)

    monkeypatch.setattr(reading, "read_apart", read_here)


def counts():
    tables = (Roll, RollRow, Person, Nomination)
    return [db.session.scalar(sa.select(sa.func.count()).select_from(it)) for it in tables]


def test_two_thousand_lists_make_no_error_and_leave_nothing_half_written(office, in_this_process):
    began, told = time.process_time(), {"refused": 0, "read": 0, "written": 0}
    for number in range(FILES):
        before = counts() if number % 10 == 0 else None
        try:
            roll = actions.upload(office.run, file_of(number), "list", by=office.acting)
        except Refused as refusal:
            told["refused"] += 1
            kept = refusal.message
            assert before is None or counts() == before, number
            assert kept, number
            continue
        told["read"] += 1
        settle(office, roll, told, number)
    assert time.process_time() - began < SECONDS
    assert min(told.values()) > 100, told


def settle(office, roll, told, number):
    """Check, and write every fifth; what is ready is written whole, and given up otherwise."""
    if "name" not in roll.mapping and not {"given_name", "family_name"} & set(roll.mapping):
        actions.abandon(roll, by=office.acting)
        return
    actions.check(roll, by=office.acting)
    ready = sum(queries.counts(roll).get(state, 0) for state in READY)
    if number % 5 or not ready:
        actions.abandon(roll, by=office.acting)
        return
    before = counts()
    assert actions.apply(roll, roll.version, submit=True, by=office.acting) == ready, number
    after = counts()
    assert after[3] - before[3] == ready == roll.nominations_made, number
    assert after[2] - before[2] == roll.people_made, number
    told["written"] += 1
