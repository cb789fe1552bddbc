"""What kind of file an upload is, by its content, and the sentences with which it is refused."""

from tpp.errors import Refused

ZIP, OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
PASSWORD = "EncryptedPackage".encode("utf-16-le")
BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc", b"\x1f\x8b")
MARKUP = (b"<html", b"<!doctype", b"<?xml", b"<table")

REFUSALS = {
    "empty": "The file is empty. Fill in one line for each nominee and upload it again.",
    "not_a_sheet": "This is not a spreadsheet. Save the list as an Excel workbook (.xlsx) or as CSV.",
    "old_excel": "This is an old Excel file (.xls). Save it as an Excel workbook (.xlsx) and try again.",
    "other_excel": "This kind of Excel file is not read. Save it as an Excel workbook (.xlsx).",
    "open_document": "This is an OpenDocument file (.ods). Save it as an Excel workbook (.xlsx) or as CSV.",
    "password": "The file is protected by a password. Save it without one and upload it again.",
    "damaged": "The file cannot be read: it is damaged. Open it, save it again and upload it.",
    "entities": "The file holds instructions that no spreadsheet program writes. Copy the list into a new "
    "file, or use the template.",
    "too_large": "The file is too large. Keep only the list of nominees, or split it into several files.",
    "too_many_rows": "The file has too many rows. Split it into several files.",
    "too_many_columns": "The file has too many columns. Keep only those about the nominees.",
    "letters": "The letters of the file cannot be read. Save it as an Excel workbook (.xlsx) or as "
    "CSV UTF-8.",
    "nul": "The file holds characters that are no text. Save it as an Excel workbook (.xlsx) or as "
    "CSV UTF-8.",
    "no_rows": "The file has headings but no line below them. Fill in one line for each nominee.",
}


def refuse(code: str) -> Refused:
    return Refused(REFUSALS[code], "file")


def kind_of(contents: bytes) -> str:
    """``xlsx`` or ``csv``; Refused for whatever else the bytes are, whatever the name says."""
    start = contents[:512].lstrip().lower()
    if not contents.strip(b"\x00\r\n\t ,;"):
        raise refuse("empty")
    if contents.startswith(ZIP):
        return kind_of_package(contents)
    if contents.startswith(OLE):
        raise refuse("password" if PASSWORD in contents else "old_excel")
    if contents.startswith(BINARY) or start.startswith(MARKUP):
        raise refuse("not_a_sheet")
    return "csv"


def kind_of_package(contents: bytes) -> str:
    """A zip names its parts in plain letters, at its beginning and again at its end."""
    ends = contents[:200] + contents[-65536:]
    if b"opendocument.spreadsheet" in ends:
        raise refuse("open_document")
    if b"xl/workbook.bin" in ends:
        raise refuse("other_excel")
    if b"xl/" not in ends:
        raise refuse("not_a_sheet")
    return "xlsx"
