"""What real programs export is read; what was made to do harm ends in a sentence."""

import time
from datetime import date

import pytest

from tests.rolls import sheets
from tpp.errors import Refused
from tpp.rolls.actions.reading import MEMORY, SECONDS, read
from tpp.rolls.rules.first_row import top_of
from tpp.rolls.rules.headings import guessed

ASHA = ("Sgt", "Asha Juma", "F", "1990-12-31", "asha@example.org", "254712345678")


def rows(contents):
    with read(contents) as table:
        return [cells for _, cells in table.rows]


MAY_BE_READ = {"headings alone", "noise"}
"""As text of no list: nothing comes of it."""


@pytest.mark.parametrize("name", sheets.HOSTILE)
def test_a_hostile_file_ends_in_a_sentence_within_time_and_memory(app, name):
    contents, began = sheets.HOSTILE[name](), time.monotonic()
    words = told(contents)
    assert (words or "").endswith(".") or (words is None and name in MAY_BE_READ)
    assert time.monotonic() - began < 10
    assert MEMORY <= 256 * 1024 * 1024
    assert SECONDS < 10


def told(contents):
    """The sentence with which a file is refused; None where it is read, which makes a list of nobody."""
    try:
        found = rows(contents)
    except Refused as refusal:
        return refusal.message
    return None if len(found) < 3 else "Too much was read"


def test_a_workbook_of_excel_is_read_with_its_days_numbers_and_formulas(app):
    row = ("Sgt", "Asha Juma", "F", date(1990, 12, 31), "=1+1", 254712345678.0)
    assert rows(sheets.xlsx(row))[1] == [
        "Sgt",
        "Asha Juma",
        "F",
        "1990-12-31",
        "=1+1",
        "254712345678",
    ]


def test_days_of_a_workbook_that_counts_from_1904_are_the_same_days(app):
    row = ("Sgt", "Asha Juma", "F", date(1990, 12, 31))
    contents = sheets.xlsx(row, options={"date_1904": True})
    with read(contents) as table:
        assert table.since_1904
        assert [cells for _, cells in table.rows][1][3] == "1990-12-31"


def test_a_cell_merged_downwards_counts_for_each_row(app):
    made = sheets.xlsx(
        ("", "Asha Juma"), ("", "Bakari Ali"), heads=("Unit", "Name"), merge=[(1, 0, 2, 0, "1 Eng")]
    )
    assert rows(made) == [["Unit", "Name"], ["1 Eng", "Asha Juma"], ["1 Eng", "Bakari Ali"]]


def test_headings_below_a_title_are_found(app):
    found = rows(sheets.xlsx(ASHA, above=[("NOMINAL ROLL",), (), ("Kenya", "2027")]))
    assert (top_of(found, ()).place, top_of(found, ()).has_headings) == (2, True)


TEXTS = {
    "Google": sheets.csv(ASHA),
    "LibreOffice": sheets.csv(ASHA, separator=";", encoding="utf-8-sig"),
    "Excel in France": sheets.csv(
        ("Sgt", "Zoé Müller", "F", "31/12/1990", "", ""),
        heads=("Grade", "Nom et prénom", "Sexe", "Né le", "Courriel", "Téléphone"),
        separator=";",
        encoding="cp1252",
    ),
    "Excel in Egypt": sheets.csv(
        ("عريف", "ليلى حسن", "أنثى", "31/12/1990", "", ""),
        heads=("الرتبة", "الاسم الكامل", "الجنس", "تاريخ الميلاد", "البريد الإلكتروني", "الهاتف"),
        separator=";",
        encoding="cp1256",
    ),
    "Excel in Russia": sheets.csv(
        ("сержант", "Анна Иванова", "ж", "31.12.1990", "", ""),
        heads=("Звание", "ФИО", "Пол", "Дата рождения", "Почта", "Телефон"),
        separator=";",
        encoding="cp1251",
    ),
    "Excel in China": sheets.csv(
        ("中士", "李娜", "女", "1990年12月31日", "", ""),
        heads=("军衔", "姓名", "性别", "出生日期", "邮箱", "电话"),
        encoding="gb18030",
    ),
    "Unicode text of Excel": sheets.csv(ASHA, separator="\t", encoding="utf-16"),
    "two bytes, the larger first": b"\xfe\xff"
    + sheets.csv(ASHA, separator="\t", encoding="utf-16-be"),
    "two bytes without a mark": sheets.csv(ASHA, separator="\t", encoding="utf-16-le"),
    "a separator that is named": b"sep=|\r\n" + sheets.csv(ASHA, separator="|"),
    "line ends of a Macintosh": sheets.csv(ASHA).replace(b"\r\n", b"\r"),
}


@pytest.mark.parametrize("contents", TEXTS.values(), ids=TEXTS.keys())
def test_text_files_of_many_programs_and_countries_are_read(app, contents):
    heads, first = rows(contents)
    assert set(guessed(heads)) == {"rank", "name", "sex", "born_on", "email", "phone"}
    assert first[1] in ("Asha Juma", "Zoé Müller", "ليلى حسن", "Анна Иванова", "李娜")


def test_a_workbook_says_the_same_as_text(app):
    assert rows(sheets.xlsx(ASHA)) == rows(sheets.csv(ASHA))
    assert date(1990, 12, 31).isoformat() == rows(sheets.csv(ASHA))[1][3]
