"""Lists as files: CSV line by line, XLSX row by row, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any

import xlsxwriter

from tpp import clock
from tpp.sentences import bare

BOM = "\ufeff"
"""Tells spreadsheets that the file is UTF-8."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the beginning of a formula."""

LINES_AT_ONCE = 200
IN_MEMORY = 2 * 1024 * 1024


def safe(value: Any) -> str:
    """A cell as text that no spreadsheet carries out."""
    if value is None:
        return ""
    if isinstance(value, (date, datetime)):
        return value.isoformat(" ", "minutes") if isinstance(value, datetime) else value.isoformat()
    text = bare(str(value))
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_lines(
    heads: Sequence[str], rows: Iterable[Sequence[Any]], about: Sequence[str]
) -> Iterator[str]:
    """The file in pieces: heads, rows, and at the end what was counted and when."""
    piece = io.StringIO()
    piece.write(BOM)
    writer = csv.writer(piece)
    writer.writerow(map(safe, heads))
    for number, row in enumerate(rows, start=1):
        writer.writerow(map(safe, row))
        if number % LINES_AT_ONCE == 0:
            yield taken(piece)
    writer.writerow([])
    for line in about:
        writer.writerow([safe(line)])
    yield taken(piece)


def taken(piece: io.StringIO) -> str:
    text = piece.getvalue()
    piece.seek(0)
    piece.truncate()
    return text


def xlsx_file(
    name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], about: Sequence[str]
) -> IO[bytes]:
    """The file, written row by row and kept on disk when it is large; a second sheet says what it is."""
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- closed with the answer
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": clock.now()})
    strong = book.add_format({"bold": True})
    sheet = book.add_worksheet(bare(name)[:31])
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(heads) - 1, 20)
    for place, head in enumerate(heads):
        sheet.write_string(0, place, bare(head), strong)
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            sheet.write_string(number, place, safe(value))
    told = book.add_worksheet("About")
    for number, line in enumerate(about):
        told.write_string(number, 0, bare(line))
    book.close()
    file.seek(0)
    return file
