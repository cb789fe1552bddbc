"""Figures as files: what they count, of which kind and when first, then the numbers."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

import xlsxwriter

from tpp import clock
from tpp.sentences import bare

Cell = str | int | float | None

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the beginning of a cell."""
PIECE = 64 * 1024


@dataclass(frozen=True)
class Sheet:
    """A table to write: facts about it, its columns and its rows; a share is a fraction of 1."""

    title: str
    about: str
    """Name of the sheet that says what the first one is."""
    facts: Sequence[tuple[str, str]]
    heads: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    shares: frozenset[int] = frozenset()
    """The columns that hold shares."""


def plain(cell: Cell) -> Cell:
    """Text that no spreadsheet takes for a formula."""
    if not isinstance(cell, str):
        return cell
    text = bare(cell)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def csv_lines(sheet: Sheet) -> Iterator[str]:
    """Line by line, with the mark by which spreadsheets know UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)

    def line(cells: Iterable[Cell]) -> str:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([plain(cell) for cell in cells])
        return buffer.getvalue()

    yield "\ufeff"
    for fact in sheet.facts:
        yield line(fact)
    yield line(())
    yield line(sheet.heads)
    for row in sheet.rows:
        yield line(rounded(row, sheet.shares))


def rounded(row: Sequence[Cell], shares: frozenset[int]) -> list[Cell]:
    return [
        round(cell, 4) if place in shares and isinstance(cell, float) else cell
        for place, cell in enumerate(row)
    ]


def xlsx_pieces(sheet: Sheet) -> Iterator[bytes]:
    """A workbook: the figures with typed cells, and a second sheet that says what they are."""
    with tempfile.TemporaryFile() as file:
        write_workbook(file, sheet)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def write_workbook(file: IO[bytes], sheet: Sheet) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": clock.now()})
        strong, share = book.add_format({"bold": True}), book.add_format({"num_format": "0.0%"})
        page = book.add_worksheet(bare(sheet.title))
        page.freeze_panes(1, 1)
        page.set_column(0, 1, 24)
        for column, head in enumerate(sheet.heads):
            page.write_string(0, column, bare(head), strong)
        for number, row in enumerate(sheet.rows, start=1):
            for column, cell in enumerate(row):
                write_cell(page, number, column, cell, share if column in sheet.shares else None)
        write_facts(book.add_worksheet(bare(sheet.about)), sheet, strong)


def write_cell(page: Any, row: int, column: int, cell: Cell, form: Any) -> None:
    """Text stays text, whatever it begins with; what is not known stays empty."""
    if isinstance(cell, str):
        page.write_string(row, column, bare(cell))
    elif cell is not None:
        page.write_number(row, column, cell, form)


def write_facts(page: Any, sheet: Sheet, strong: Any) -> None:
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 90)
    for number, (name, words) in enumerate(sheet.facts):
        page.write_string(number, 0, bare(name), strong)
        page.write_string(number, 1, bare(words))
