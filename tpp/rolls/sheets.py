"""The template of a nominal roll, to be filled in with any spreadsheet program."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

from tpp.parties.queries import choices
from tpp.parties.rules import PartyKind
from tpp.rolls.rules.headings import IN_TEMPLATE
from tpp.rolls.rules.instructions import INSTRUCTIONS, SHEETS
from tpp.rolls.rules.titles import TITLES
from tpp.rolls.rules.words import NATIVE, SHOWN

LINES = 500
"""Rows below the headings that offer their lists and formats."""
BOM = "\ufeff"
LISTS = "Lists"
DAYS = {
    "born_on": (date(1920, 1, 1), date(2015, 12, 31)),
    "serves_until": (date(2015, 1, 1), date(2090, 1, 1)),
}
AS_TEXT = ("service_number", "phone")
"""A spreadsheet would take these for numbers and drop their first noughts."""
WIDE = ("name", "native_name", "email", "unit", "note", "mission")


def titles_in(language: str) -> list[str]:
    titles = TITLES.get(language, TITLES["en"])
    return [titles[field] for field in IN_TEMPLATE]


def template_csv(language: str) -> bytes:
    lines = io.StringIO()
    csv.writer(lines).writerow(titles_in(language))
    return (BOM + lines.getvalue()).encode()


def template_xlsx(language: str) -> bytes:
    """Headings in the language, lists to choose from, formats for days, and a sheet that explains."""
    language = language if language in TITLES else "en"
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    nominees, told = (book.add_worksheet(name) for name in SHEETS[language])
    lists = book.add_worksheet(LISTS)
    lists.hide()
    for sheet in (nominees, told):
        if language == "ar":
            sheet.right_to_left()
    write_heads(book, nominees, language)
    for place, field in enumerate(IN_TEMPLATE):
        offer(nominees, lists, place, offered(field, language))
        if field in DAYS:
            ask_for_day(nominees, place, *DAYS[field])
    explain(book, told, language)
    book.close()
    return file.getvalue()


def write_heads(book: Any, sheet: Any, language: str) -> None:
    strong = book.add_format({"bold": True, "bg_color": "#e6eef7", "bottom": 1, "text_wrap": True})
    formats = {"day": book.add_format({"num_format": "yyyy-mm-dd"})}
    formats["text"] = book.add_format({"num_format": "@"})
    for place, field in enumerate(IN_TEMPLATE):
        kind = "day" if field in DAYS else "text" if field in AS_TEXT else ""
        sheet.set_column(place, place, 32 if field in WIDE else 18, formats.get(kind))
        sheet.write_string(0, place, TITLES[language][field], strong)
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 32)


def offered(field: str, language: str) -> Sequence[str]:
    """What a column offers to choose from; nothing for free words."""
    if field == "native_language":
        return NATIVE
    if field in SHOWN:
        return SHOWN[field][language]
    kind = {"nationality": PartyKind.COUNTRY, "mission": PartyKind.MISSION}.get(field)
    return [name for _, name in choices(language, kind)] if kind else ()


def offer(sheet: Any, lists: Any, place: int, words: Sequence[str]) -> None:
    if not words:
        return
    for number, word in enumerate(words):
        lists.write_string(number, place, word)
    column = xlsxwriter.utility.xl_col_to_name(place)
    source = f"={LISTS}!${column}$1:${column}${len(words)}"
    sheet.data_validation(1, place, LINES, place, {"validate": "list", "source": source})


def ask_for_day(sheet: Any, place: int, least: date, most: date) -> None:
    rule = {"validate": "date", "criteria": "between", "minimum": least, "maximum": most}
    sheet.data_validation(1, place, LINES, place, {**rule, "error_type": "warning"})


def explain(book: Any, sheet: Any, language: str) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100)
    for number, line in enumerate(INSTRUCTIONS[language]):
        sheet.write_string(number, 0, line, wrapped)
