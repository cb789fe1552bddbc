"""Spreadsheets as people and attackers make them."""

import io
import random
import zipfile
from datetime import date

import xlsxwriter

HEADS = ("Rank", "Full name", "Sex", "Date of birth", "E-mail", "Telephone")


def csv(*rows, heads=HEADS, separator=",", encoding="utf-8"):
    lines = (separator.join(f'"{cell}"' for cell in row) for row in (heads, *rows))
    return "\r\n".join(lines).encode(encoding)


def xlsx(*rows, heads=HEADS, options=None, merge=(), above=()):
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False, **(options or {})})
    sheet = book.add_worksheet("List")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, row in enumerate((*above, heads, *rows)):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, place, cell, day)
            else:
                sheet.write(number, place, cell)
    for where in merge:
        sheet.merge_range(*where)
    book.close()
    return file.getvalue()


def package(parts):
    """A zip that claims to be a workbook: names of its parts, and what stands in them."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, contents in parts.items():
            zipped.writestr(name, contents)
    return file.getvalue()


def changed(workbook, name, change):
    """A good workbook of which one part was changed by hand."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            contents = old.read(part)
            new.writestr(part.filename, change(contents) if part.filename == name else contents)
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
GOOD = xlsx(("Sgt", "Asha Juma", "F", "1990-12-31", "asha@example.org", ""))
LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def after_declaration(words):
    return lambda contents: contents.replace(b"?>", b"?>" + words, 1)


def bomb():
    """Ninety megabytes of blanks in a part of a few kilobytes, whose size the directory admits."""
    return changed(GOOD, SHEET, lambda contents: contents + b" " * 90_000_000)


def lying_bomb():
    """The same, but the directory says that there are ten bytes."""
    whole = bytearray(bomb())
    size = (90_000_000 + 4096).to_bytes(4, "little")[2:]
    place = whole.rfind(b"PK\x01\x02")
    while place > 0:
        if whole[place + 26 : place + 28] == size or whole[place + 24 : place + 28] > b"\0\0\0\x02":
            whole[place + 24 : place + 28] = (10).to_bytes(4, "little")
        place = whole.rfind(b"PK\x01\x02", 0, place)
    return bytes(whole)


def far_corner():
    """Two cells, a million rows and sixteen thousand columns apart."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADS)
    sheet.write(1_048_575, 16_383, "x")
    book.close()
    return file.getvalue()


def million_rows():
    row = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>A</t></is></c></row>'
    rows = b"".join(row % (it, it) for it in range(2, 300_000))
    return changed(GOOD, SHEET, lambda it: it.replace(b"</sheetData>", rows + b"</sheetData>"))


def encrypted():
    name = "EncryptedPackage".encode("utf-16-le")
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + name + b"\0" * 200


def random_bytes(seed):
    return random.Random(seed).randbytes(3000)


HOSTILE = {
    "a zip bomb": bomb,
    "a zip bomb that lies": lying_bomb,
    "a billion laughs": lambda: changed(GOOD, SHEET, after_declaration(LAUGHS)),
    "an outer entity": lambda: changed(
        GOOD, SHEET, after_declaration(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>')
    ),
    "an entity in the shared words": lambda: changed(
        GOOD, "xl/sharedStrings.xml", after_declaration(LAUGHS)
    ),
    "letters of two bytes in the XML": lambda: changed(
        GOOD, SHEET, lambda it: it.decode().encode("utf-16")
    ),
    "two cells in far corners": far_corner,
    "a million rows": million_rows,
    "sixteen thousand columns": lambda: xlsx(("x",) * 16_384, heads=("Name",) * 16_384),
    "sixteen thousand columns of text": lambda: csv(("x",) * 16_384),
    "a sheet that is cut off": lambda: GOOD[: len(GOOD) // 2],
    "broken XML": lambda: changed(GOOD, SHEET, lambda it: it[:300]),
    "no sheet at all": lambda: package(
        {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}
    ),
    "an encrypted workbook": encrypted,
    "an old workbook": lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 2000,
    "a binary workbook": lambda: package({"xl/workbook.bin": "x"}),
    "an OpenDocument file": lambda: package(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}
    ),
    "a text document": lambda: package({"word/document.xml": "<x/>"}),
    "a PDF by another name": lambda: b"%PDF-1.7\n" + random_bytes(1),
    "a picture": lambda: b"\x89PNG\r\n" + random_bytes(2),
    "a page of the web": lambda: b"<html><table><tr><td>Name</td></tr></table></html>",
    "nothing": lambda: b"",
    "blanks": lambda: b" \r\n;;;\r\n,,,\n",
    "noughts": lambda: b"Name,Sex\nAsha\0Juma,F\n",
    "noise": lambda: random_bytes(3),
    "headings alone": lambda: csv(),
    "an unclosed quotation": lambda: b'Name,Sex\n"' + b"a" * 2_000_000,
}
