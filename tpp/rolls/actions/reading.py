"""Rows out of uploaded bytes, whatever they are: in a process of its own where they could do harm."""

import json
import subprocess  # nosec B404 -- our own file, with fixed arguments
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from flask import current_app

from tpp.rolls.rules import apart, files, text
from tpp.rolls.rules.headings import known_in

APART = Path(apart.__file__)

SECONDS = 8
"""Processor time that a workbook may take; three more of waiting end the process."""
MEMORY = 256 * 1024 * 1024
INFLATED = 64 * 1024 * 1024
COLUMNS = 200
LETTERS = 2000


@dataclass
class Table:
    """A file as rows: number in the file, and the words of its cells."""

    rows: Iterator[tuple[int, list[str]]]
    encoding: str = ""
    since_1904: bool = False


def limits() -> dict[str, int]:
    """What a file may ask for; more is refused."""
    return {
        "rows": current_app.config["ROLL_ROWS"],
        "columns": COLUMNS,
        "letters": LETTERS,
        "parts": 500,
        "inflated": INFLATED,
        "memory": MEMORY,
        "seconds": SECONDS,
    }


@contextmanager
def read(contents: bytes) -> Iterator[Table]:
    """The rows of a workbook or text file; Refused with what is wrong and what to do instead."""
    if files.kind_of(contents) == "csv":
        words, encoding = text.decoded(contents, known_in)
        yield Table(text.rows_of(words, LETTERS, COLUMNS), encoding)
        return
    with tempfile.TemporaryFile() as answers:
        read_apart(contents, answers)
        yield table_of(answers)


def read_apart(contents: bytes, answers: IO[bytes]) -> None:
    """Have another process read it; one that ends by itself or by force was asked for too much."""
    command = [sys.executable, "-I", str(APART), json.dumps(limits())]
    with tempfile.TemporaryFile() as book:
        book.write(contents)
        book.seek(0)
        try:
            done = subprocess.run(  # nosec B603 -- no word of the user's is in it
                command, stdin=book, stdout=answers, stderr=subprocess.DEVNULL, timeout=SECONDS + 3
            )
        except subprocess.TimeoutExpired:
            raise files.refuse("too_large") from None
    if done.returncode != 0:
        raise files.refuse("too_large")
    answers.seek(0)


def table_of(answers: IO[bytes]) -> Table:
    first: dict[str, Any] = json.loads(answers.readline() or b'{"refused": "damaged"}')
    if "refused" in first:
        raise files.refuse(first["refused"])
    return Table(told(answers), since_1904=first["since_1904"])


def told(answers: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    for line in answers:
        row = json.loads(line)
        if isinstance(row, list):
            yield row[0], row[1]
