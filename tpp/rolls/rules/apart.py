"""Reads an XLSX file: run as a process of its own, with little memory and little time.

    python -I apart.py LIMITS < book.xlsx > rows

A workbook of a few kilobytes can ask its reader for gigabytes, and calamine then ends the process. So
this file imports nothing of the register, and answers on lines of JSON: one for each row of the sheet
that holds a list, ``[number, [text, ...]]``; first ``{"sheet": name}``, at the end ``{"rows": n}``. What
it refuses is one line, ``{"refused": code}``, with a code that ``files.REFUSALS`` puts into words.
"""

import json
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import IO, Any

Limits = dict[str, int]

DANGEROUS = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
SINCE_1904 = re.compile(rb"""date1904\s*=\s*["'](?:1|true)["']""", re.IGNORECASE)
WHOLE = 1 << 53
"""Above it a number of a spreadsheet has lost its last digits."""
PIECE = 1 << 16
SHEETS = 12
FIRST_ROWS = 20


class Refuse(Exception):
    """The file cannot be read; the code says why."""


def check_package(file: IO[bytes], limits: Limits) -> bool:
    """Look through the whole package before anything is made of it; says if days count from 1904.

    Sizes in a zip's directory can lie, so every part is inflated, piece by piece, and counted.
    """
    try:
        with zipfile.ZipFile(file) as package:
            return check_parts(package, limits)
    except NOT_WHOLE:
        raise Refuse("damaged") from None


NOT_WHOLE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(ValueError, NotImplementedError, RuntimeError),
)
"""What the library raises over a package that is cut off, locked, or packed in a way it does not know."""


def check_parts(package: zipfile.ZipFile, limits: Limits) -> bool:
    parts = package.infolist()
    if len(parts) > limits["parts"] or sum(it.file_size for it in parts) > limits["inflated"]:
        raise Refuse("too_large")
    if any(it.flag_bits & 1 for it in parts):
        raise Refuse("password")
    left, since_1904 = limits["inflated"], False
    for part in parts:
        if not part.filename.lower().endswith((".xml", ".rels")):
            continue
        says = SINCE_1904 if part.filename.lower() == "xl/workbook.xml" else None
        with package.open(part) as opened:
            left, found = inflated(opened, left, says)
        since_1904 |= found
    return since_1904


def inflated(opened: IO[bytes], left: int, says: re.Pattern[bytes] | None) -> tuple[int, bool]:
    """Inflate one part: what is left of the allowance, and whether it says what is looked for."""
    before, found = b"", False
    while piece := opened.read(PIECE):
        left -= len(piece)
        if left < 0:
            raise Refuse("too_large")
        both = before[-40:] + piece
        # UTF-16 hides the words from a search of bytes: no spreadsheet program writes it.
        is_wide = piece[:2] in (b"\xff\xfe", b"\xfe\xff")
        if is_wide or (b"<!" in both and DANGEROUS.search(both)):
            raise Refuse("entities")
        found, before = found or bool(says and says.search(both)), piece
    return left, found


def rows_of(file: IO[bytes], limits: Limits) -> Iterator[Any]:
    """The lines to answer with."""
    since_1904 = check_package(file, limits)
    file.seek(0)
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(file)
        sheet, cells = sheet_with_list(book, limits)
    except calamine.PasswordError:
        raise Refuse("password") from None
    except calamine.CalamineError:
        raise Refuse("damaged") from None
    yield {"sheet": sheet.name, "since_1904": since_1904}
    yield from told(cells, limits, *(sheet.start or (0, 0)))


def sheet_with_list(book: Any, limits: Limits) -> tuple[Any, list[list[Any]]]:
    """The first visible sheet that looks like a list: a row of three words with more rows below it."""
    first = None
    for meta in book.sheets_metadata[:SHEETS]:
        if not str(meta.typ).endswith("WorkSheet") or not str(meta.visible).endswith(".Visible"):
            continue
        sheet = book.get_sheet_by_name(meta.name)
        check_size(sheet, limits)
        cells = spread(sheet, sheet.to_python(nrows=limits["rows"] + FIRST_ROWS + 1))
        if looks_like_list(cells):
            return sheet, cells
        if cells and first is None:
            first = sheet, cells
    if first is None:
        raise Refuse("empty")
    return first


def check_size(sheet: Any, limits: Limits) -> None:
    if sheet.height > limits["rows"] + FIRST_ROWS:
        raise Refuse("too_many_rows")
    if sheet.width > limits["columns"]:
        raise Refuse("too_many_columns")


def looks_like_list(cells: list[list[Any]]) -> bool:
    counts = [sum(1 for cell in row if cell != "") for row in cells[:FIRST_ROWS]]
    return any(count >= 3 for count in counts[:-1])


def spread(sheet: Any, cells: list[list[Any]]) -> list[list[Any]]:
    """A cell merged downwards counts for each of its rows: one unit beside ten people."""
    if not sheet.start:
        return cells
    top, left = sheet.start
    for (row, column), (last, end) in (sheet.merged_cell_ranges or [])[:1000]:
        if column != end:
            continue
        place = column - left
        for below in range(row - top + 1, min(last - top + 1, len(cells))):
            if row >= top and 0 <= place < len(cells[below]) and cells[below][place] == "":
                cells[below][place] = cells[row - top][place]
    return cells


def told(cells: list[list[Any]], limits: Limits, top: int, left: int) -> Iterator[Any]:
    count = 0
    for number, row in enumerate(cells, start=top + 1):
        words = [text_of(cell, limits["letters"]) for cell in row]
        while words and not words[-1]:
            words.pop()
        if any(words):
            count += 1
            yield [number, [""] * left + words]
    yield {"rows": count}


def text_of(cell: Any, letters: int) -> str:
    """A cell as a person would write it: 254712345678 and not 2.5E+11, 1990-12-31 and not a serial."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < WHOLE else repr(cell)
    if isinstance(cell, datetime):
        midnight = not (cell.hour or cell.minute or cell.second)
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")
    if isinstance(cell, (date, timedelta)):
        return str(cell)
    return str(cell).strip()[: letters + 1]


def limit_this_process(limits: Limits) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answers(file: IO[bytes], limits: Limits, say: Callable[[Any], object]) -> None:
    """Say every line, or the one with which the file is refused."""
    try:
        for line in rows_of(file, limits):
            say(line)
    except Refuse as refusal:
        say({"refused": str(refusal)})
    except Exception:
        say({"refused": "damaged"})


def main() -> None:
    limits = json.loads(sys.argv[1])
    limit_this_process(limits)
    with open(0, "rb") as file:
        answers(file, limits, lambda line: sys.stdout.write(json.dumps(line) + "\n"))


if __name__ == "__main__":
    main()
