"""The template of a nominal roll, to be filled in with any spreadsheet program."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter
from babel import Locale

from tpp import clock
from tpp.parties.queries import choices
from tpp.parties.rules import PartyKind
from tpp.people.rules import LicenceKind
from tpp.rolls.queries import Questions
from tpp.rolls.rules.headings import in_template
from tpp.rolls.rules.instructions import INSTRUCTIONS, SHEETS
from tpp.rolls.rules.questions import ASKED_IN
from tpp.rolls.rules.titles import TITLES
from tpp.rolls.rules.words import NATIVE, SHOWN
from tpp.seats.rules import GroupKind

LINES = 500
"""Rows below the headings that offer their lists and formats."""
BOM = "\ufeff"
LISTS = "Lists"
DAYS = {
    "born_on": (date(1920, 1, 1), date(2015, 12, 31)),
    "serves_until": (date(2015, 1, 1), date(2090, 1, 1)),
    "licence_until": (date(2015, 1, 1), date(2090, 1, 1)),
    "deploys_on": (date(2015, 1, 1), date(2090, 1, 1)),
}
AS_TEXT = ("service_number", "phone")
"""A spreadsheet would take these for numbers and drop their first noughts."""
WIDE = (
    *("name", "native_name", "email", "unit", "note", "mission"),
    *("languages", "licences", "prior_courses", "deploys_to"),
)
SEVERAL = ("languages", "licences", "prior_courses")
"""A cell of these may hold more than what its list offers."""


def template_csv(language: str, asked: Questions) -> bytes:
    titles, lines = TITLES.get(language, TITLES["en"]), io.StringIO()
    csv.writer(lines).writerow([titles[field] for field in in_template(asked.subjects)])
    return (BOM + lines.getvalue()).encode()


def template_xlsx(language: str, asked: Questions) -> bytes:
    """Headings in the language, with the questions of the course; lists to choose from, formats for days,
    and a sheet that explains."""
    fields = in_template(asked.subjects)
    language = language if language in TITLES else "en"
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"created": clock.now()})
    nominees, told = (book.add_worksheet(name) for name in SHEETS[language])
    lists = book.add_worksheet(LISTS)
    lists.hide()
    for sheet in (nominees, told):
        if language == "ar":
            sheet.right_to_left()
    write_heads(book, nominees, fields, language)
    for place, field in enumerate(fields):
        words = offered(field, language, asked)
        offer(nominees, lists, place, words, is_closed=field not in SEVERAL)
        if field in DAYS:
            ask_for_day(nominees, place, *DAYS[field])
    explain(book, told, language)
    book.close()
    return file.getvalue()


def write_heads(book: Any, sheet: Any, fields: Sequence[str], language: str) -> None:
    strong = book.add_format({"bold": True, "bg_color": "#e6eef7", "bottom": 1, "text_wrap": True})
    formats = {"day": book.add_format({"num_format": "yyyy-mm-dd"})}
    formats["text"] = book.add_format({"num_format": "@"})
    for place, field in enumerate(fields):
        kind = "day" if field in DAYS else "text" if field in AS_TEXT else ""
        sheet.set_column(place, place, 32 if field in WIDE else 18, formats.get(kind))
        sheet.write_string(0, place, TITLES[language][field], strong)
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 32)


PARTIES = {
    "nationality": PartyKind.COUNTRY,
    "mission": PartyKind.MISSION,
    "deploys_to": PartyKind.MISSION,
}
GROUPS = {"station": GroupKind.STATION, "language_group": GroupKind.LANGUAGE}


def offered(field: str, language: str, asked: Questions) -> Sequence[str]:
    """What a column offers to choose from; nothing for free words."""
    if field == "native_language":
        return NATIVE
    if field in SHOWN:
        return SHOWN[field][language]
    if field in PARTIES:
        return [name for _, name in choices(language, PARTIES[field])]
    if field in GROUPS:
        return list(asked.groups.get(GROUPS[field], {}))
    return answers_offered(field, language, asked)


def answers_offered(field: str, language: str, asked: Questions) -> Sequence[str]:
    """Whole answers to the questions of the course, as the register reads them when they come back."""
    if field == "languages":
        names = [Locale(language).languages.get(code) or code for code in asked.languages]
        return [f"{name} {level}" for name in names for level in ASKED_IN["levels"][language]]
    if field == "licences":
        by_kind = dict(zip(LicenceKind, ASKED_IN["licences"][language], strict=True))
        return [by_kind[kind] for kind in asked.licences]
    yes_no = ASKED_IN["deploys"][language]
    if field == "prior_courses":
        return [*asked.courses, yes_no[1]]
    return yes_no if field == "deploys" else ()


def offer(sheet: Any, lists: Any, place: int, words: Sequence[str], *, is_closed: bool) -> None:
    if not words:
        return
    for number, word in enumerate(words):
        lists.write_string(number, place, word)
    column = xlsxwriter.utility.xl_col_to_name(place)
    rule = {"validate": "list", "error_type": "stop" if is_closed else "information"}
    source = f"={LISTS}!${column}$1:${column}${len(words)}"
    sheet.data_validation(1, place, LINES, place, {**rule, "source": source})


def ask_for_day(sheet: Any, place: int, least: date, most: date) -> None:
    rule = {"validate": "date", "criteria": "between", "minimum": least, "maximum": most}
    sheet.data_validation(1, place, LINES, place, {**rule, "error_type": "warning"})


def explain(book: Any, sheet: Any, language: str) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100)
    for number, line in enumerate(INSTRUCTIONS[language]):
        sheet.write_string(number, 0, line, wrapped)
