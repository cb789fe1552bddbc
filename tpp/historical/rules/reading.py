"""From the bytes of a file to its lines, or one sentence about why not."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from tpp.errors import Refused

LARGEST_FILE = 5 * 1024 * 1024
MOST_ROWS = 20_000

SAVE_AS = "Save it as “CSV UTF-8 (comma delimited)” and try again."
OTHER_FORMATS = {
    b"PK\x03\x04": "an Excel or OpenDocument workbook, whatever its name says",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook, whatever its name says",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
    b"\xff\xfe": "encoded as UTF-16",
    b"\xfe\xff": "encoded as UTF-16",
}
MARKUP = re.compile(rb"\s*<(?:!doctype|html|\?xml|head|body|table)", re.IGNORECASE)


@dataclass(frozen=True)
class Refusal:
    """Why a line, or with line 0 the whole file, cannot be taken."""

    line: int
    reason: str
    run_id: str = ""


@dataclass(frozen=True)
class Line:
    """A row of the file by column name, and the line on which it begins."""

    number: int
    cells: dict[str, str]


class Unreadable(Refused):
    """The file as a whole is refused; ``line`` says where, when there is a where."""

    def __init__(self, message: str, line: int = 0):
        super().__init__(message)
        self.line = line


def lines_of(content: bytes, columns: tuple[str, ...]) -> tuple[list[Line], list[Refusal]]:
    """All rows of a file, with those refused that do not have the file's shape."""
    check_size(len(content))
    rows = records(text_of(content))
    header = read_header(next(rows, (1, [])), columns)
    lines: list[Line] = []
    refusals: list[Refusal] = []
    for count, (number, cells) in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise Unreadable(f"More than {MOST_ROWS:,} rows: split the file.", number)
        if len(cells) == len(header):
            lines.append(Line(number, dict(zip(header, map(tidy, cells), strict=True))))
        else:
            refusals.append(Refusal(number, wrong_width(len(cells), len(header)), cells[0][:40]))
    if not lines and not refusals:
        raise Unreadable("The file has a header and no rows.")
    return lines, refusals


def check_size(size: int) -> None:
    if size > LARGEST_FILE:
        raise Unreadable(f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB: split it.")


def text_of(content: bytes) -> str:
    """UTF-8 with or without a byte order mark; anything else is named and refused."""
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Unreadable("The file is empty.")
    for start, what in OTHER_FORMATS.items():
        if content.startswith(start):
            raise Unreadable(f"This is not a CSV file in UTF-8 but {what}. {SAVE_AS}")
    if MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")):
        raise Unreadable(f"This is a web page or XML, not a CSV file. {SAVE_AS}")
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        raise Unreadable(f"A NUL byte: this is not text in UTF-8. {SAVE_AS}", line)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        raise Unreadable(
            f"Byte 0x{byte:02X} is not UTF-8; perhaps the file is in Windows-1252. {SAVE_AS}", line
        ) from None


def records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank, with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        reason = "a quotation mark is opened and never closed, or a cell has no end"
        if "field limit" not in str(error) and "end of data" not in str(error):
            reason = "quotation marks inside a cell must be doubled"
        raise Unreadable(f"The row cannot be read: {reason}.", begins) from None


def read_header(first: tuple[int, list[str]], columns: tuple[str, ...]) -> list[str]:
    """The columns in the order of the file: each expected one once, and no other."""
    line, cells = first
    header = [cell.strip() for cell in cells]
    if len(header) == 1 and header[0].count(";") >= len(columns) // 2:
        raise Unreadable("The cells are separated by semicolons; they must be by commas.", line)
    if len(header) == 1 and "\t" in header[0]:
        raise Unreadable("The cells are separated by tabs; they must be by commas.", line)
    if not set(header) & set(columns):
        raise Unreadable(f"The first line must name the columns: {', '.join(columns)}.", line)
    faults = [*unknown(header, columns), *twice(header), *missing(header, columns)]
    if faults:
        raise Unreadable(" ".join(faults), line)
    return header


def unknown(header: list[str], columns: tuple[str, ...]) -> Iterator[str]:
    for name in header:
        if name in columns:
            continue
        near = get_close_matches(name.casefold(), columns, n=1)
        meant = f"; is {near[0]} meant?" if near else "."
        yield f"Unknown column “{name[:40]}”{meant}"


def twice(header: list[str]) -> Iterator[str]:
    for name in dict.fromkeys(header):
        if name and header.count(name) > 1:
            yield f"Column {name[:40]} stands {header.count(name)} times."


def missing(header: list[str], columns: tuple[str, ...]) -> Iterator[str]:
    absent = [name for name in columns if name not in header]
    if absent:
        yield f"Missing: {', '.join(absent)}."


def wrong_width(found: int, expected: int) -> str:
    return f"{found} cells instead of {expected}: a cell with a comma needs quotation marks."


def tidy(cell: str) -> str:
    """A cell without the blanks around it and the line breaks inside it."""
    return re.sub(r"[ \t\r\n\u00a0]+", " ", cell).strip()
