"""Whatever is handed in as a file, the answer is its rows or one clear sentence."""

import io
import zipfile

import pytest

from tpp.historical.rules.reading import LARGEST_FILE, MOST_ROWS, Unreadable, lines_of

COLUMNS = ("run_id", "venue", "notes")


def read(content):
    raw = content.encode() if isinstance(content, str) else content
    return lines_of(raw, COLUMNS)


def workbook():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return file.getvalue()


def test_rows_come_with_the_line_on_which_they_begin():
    lines, refusals = read('run_id,venue,notes\nR1,"Nairobi,\nKenya",x\n\nR2,,\r\nR3,Hanoi,y')

    assert [(line.number, line.cells["run_id"]) for line in lines] == [
        (2, "R1"),
        (5, "R2"),
        (6, "R3"),
    ]
    assert lines[0].cells["venue"] == "Nairobi, Kenya"
    assert refusals == []


def test_a_byte_order_mark_and_another_order_of_columns_change_nothing():
    lines, _ = read("\ufeffnotes,run_id,venue\nx,R1,Hà Nội\n")

    assert lines[0].cells == {"notes": "x", "run_id": "R1", "venue": "Hà Nội"}


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 0, "empty"),
        (b"\xef\xbb\xbf\r\n  \n", 0, "empty"),
        ("run_id,venue,notes\n", 0, "no rows"),
        ("run_id,venue,notes\nR1,Hanoï,\n".encode("utf-16"), 0, "UTF-16"),
        ("run_id,venue,notes\nR1,Hanoi,\n".encode("utf-16-be"), 1, "NUL"),
        ("run_id,venue,notes\nR1,x,\nR2,Cité,\n".encode("cp1252"), 3, "0xE9 is not UTF-8"),
        ("run_id;venue;notes\nR1;Hanoi;\n", 1, "semicolons"),
        ("run_id\tvenue\tnotes\nR1\tHanoi\t\n", 1, "tabs"),
        (b"run_id,venue,notes\nR1,Ha\0noi,\n", 2, "NUL"),
        ("<!DOCTYPE html><html><body>Not found</body></html>", 0, "web page"),
        ("\ufeff  <html>", 0, "web page"),
        (workbook(), 0, "Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "old Excel"),
        (b"%PDF-1.7", 0, "PDF"),
        ("R1,Hanoi,\nR2,Nairobi,\n", 1, "must name the columns: run_id, venue, notes"),
        ("run_id,venue\nR1,Hanoi\n", 1, "Missing: notes"),
        ("run_id,Venue,notes\nR1,Hanoi,\n", 1, "Unknown column “Venue”; is venue meant"),
        ("run_id,venue,notes,name\nR1,,,Asha\n", 1, "Unknown column “name”"),
        ("run_id,venue,venue,notes\nR1,,,\n", 1, "venue stands 2 times"),
        ('run_id,venue,notes\nR1,"Hanoi,\nR2,,\n', 2, "never closed"),
        ('run_id,venue,notes\nR1,"Ha"noi,\n', 2, "must be doubled"),
        ("run_id,venue,notes\nR1,,\nR2," + "x" * 200_000 + ",\n", 3, "no end"),
        (b"\x00\x01\x02\x03", 1, "NUL"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_the_reason(content, line, words):
    with pytest.raises(Unreadable, match=words) as refused:
        read(content)

    assert refused.value.line == line


def test_a_row_with_too_many_cells_is_refused_and_the_others_are_read():
    lines, refusals = read("run_id,venue,notes\nR1,Jinja, Uganda,x\nR2,Hanoi\nR3,Sentul,\n")

    assert [line.cells["run_id"] for line in lines] == ["R3"]
    assert [(refusal.line, refusal.run_id) for refusal in refusals] == [(2, "R1"), (3, "R2")]
    assert "4 cells instead of 3" in refusals[0].reason


def test_a_file_that_is_too_large_is_refused_without_reading_it():
    with pytest.raises(Unreadable, match="larger than 5 MB"):
        read(b"x" * (LARGEST_FILE + 1))


def test_a_file_with_too_many_rows_is_refused():
    with pytest.raises(Unreadable, match="20,000 rows"):
        read("run_id,venue,notes\n" + "R1,,\n" * (MOST_ROWS + 1))
