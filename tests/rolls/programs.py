"""Lists as spreadsheet programs write them to disk: what each does otherwise than the others.

The parts of a workbook are put down as each program is known to write them: its namespaces and
attributes, how it writes days and long numbers, what it leaves behind below and beside the list.
"""

import csv
import io
from datetime import date
from html import escape

from tests.rolls.sheets import package

EPOCH = date(1899, 12, 30)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
LAST_ROW = 1_048_576

LISTS = {
    "French": (
        ("Grade", "Nom et prénom", "Sexe", "Né(e) le", "Courriel", "Téléphone", "Matricule"),
        ("Sgt", "Zoé Müller-N’Guessan", "F", date(1990, 12, 31), "zoe@example.org", 2250712345678, "007"),
        ("Cpl", "Aïcha Œuvrard", "F", date(1988, 2, 29), "", 2250712345679, "008"),
    ),
    "Arabic": (
        ("الرتبة", "الاسم الكامل", "الجنس", "تاريخ الميلاد", "البريد الإلكتروني", "الهاتف", "الرقم العسكري"),
        ("رقيب", "ليلى حسن", "أنثى", date(1990, 12, 31), "layla@example.org", 201012345678, "007"),
        ("عريف", "عبد الرحمن علي", "ذكر", date(1988, 2, 29), "", 201012345679, "008"),
    ),
    "English": (
        ("Rank", "Full name", "Sex", "Date of birth", "E-mail", "Telephone", "Service number"),
        ("Sgt", "Asha Juma", "F", date(1990, 12, 31), "asha@example.org", 254712345678, "007"),
        ("Cpl", "Siobhán O’Brien & Sons", "F", date(1988, 2, 29), "", 254712345679, "008"),
    ),
}  # fmt: skip


def place(column, row):
    return f"{chr(65 + column)}{row}"


def words_of(table):
    return [cell for row in table for cell in row if isinstance(cell, str) and cell]


def workbook(sheet, strings, styles, more=None):
    """The parts that every program writes, around the sheet and the words that are its own."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KIND}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATED}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Feuille 1" sheetId="1" r:id="rId3"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATED}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rId3" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        **(more or {}),
    }
    return package({name: XML + part for name, part in parts.items()})


def cells_of(table, write):
    """``write(cell, where, words)`` each cell; empty ones are left out, as all of them do."""
    words = words_of(table)
    for number, row in enumerate(table, start=1):
        yield (
            number,
            "".join(
                write(cell, place(column, number), words)
                for column, cell in enumerate(row)
                if cell != ""
            ),
        )


def excel(table):
    """Rich text, readings of Chinese signs, links behind addresses, and a column formatted to its end."""

    def write(cell, where, words):
        if isinstance(cell, date):
            return f'<c r="{where}" s="1"><v>{(cell - EPOCH).days}</v></c>'
        if isinstance(cell, int):
            return f'<c r="{where}"><v>{cell}</v></c>'
        return f'<c r="{where}" t="s"><v>{words.index(cell)}</v></c>'

    rows = "".join(
        f'<row r="{number}" spans="1:7" x14ac:dyDescent="0.3">{cells}</row>'
        for number, cells in cells_of(table, write)
    )
    last = f'<row r="{LAST_ROW}" spans="1:7" x14ac:dyDescent="0.3"><c r="D{LAST_ROW}" s="1"/></row>'
    ac = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"
    sheet = (
        f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}" xmlns:x14ac="{ac}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac">'
        f'<dimension ref="A1:G{LAST_ROW}"/><sheetViews><sheetView tabSelected="1" workbookViewId="0"/>'
        f'</sheetViews><sheetFormatPr defaultRowHeight="14.4" x14ac:dyDescent="0.3"/>'
        f"<sheetData>{rows}{last}</sheetData>"
        '<hyperlinks><hyperlink ref="E2" r:id="rId1"/></hyperlinks></worksheet>'
    )
    link = (
        f'<Relationships xmlns="{RELATED}"><Relationship Id="rId1" Type="{OFFICE}/hyperlink" '
        'Target="mailto:asha@example.org" TargetMode="External"/></Relationships>'
    )
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    strings = "".join(map(rich, words_of(table)))
    return workbook(sheet, strings, styles, {"xl/worksheets/_rels/sheet1.xml.rels": link})


def rich(word):
    """The first letter is bold, and somebody's reading of it stands beside."""
    first, rest = (f'<t xml:space="preserve">{escape(it)}</t>' for it in (word[0], word[1:]))
    bold = f"<r><rPr><b/></rPr>{first}</r>"
    return f'<si>{bold}<r>{rest}</r><rPh sb="0" eb="1"><t>ヨミ</t></rPh></si>'


def libreoffice(table):
    """Every attribute is written out, days have a format in words, and a last row stands far below."""
    said = 'customFormat="false" ht="12.8" hidden="false" customHeight="false" outlineLevel="0"'

    def write(cell, where, words):
        if isinstance(cell, date):
            return f'<c r="{where}" s="1" t="n"><v>{(cell - EPOCH).days}</v></c>'
        if isinstance(cell, int):
            return f'<c r="{where}" s="0" t="n"><v>{cell}</v></c>'
        return f'<c r="{where}" s="0" t="s"><v>{words.index(cell)}</v></c>'

    rows = "".join(
        f'<row r="{number}" {said} collapsed="false">{cells}</row>'
        for number, cells in cells_of(table, write)
    )
    sheet = (
        f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheetPr filterMode="false">'
        '<pageSetUpPr fitToPage="false"/></sheetPr><dimension ref="A1:G3"/>'
        f'<sheetData>{rows}<row r="{LAST_ROW}" {said} collapsed="false"/></sheetData></worksheet>'
    )
    styles = (
        '<numFmts count="2"><numFmt numFmtId="164" formatCode="General"/>'
        '<numFmt numFmtId="165" formatCode="dd/mm/yyyy;@"/></numFmts>'
        '<cellXfs><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>'
    )
    strings = "".join(
        f'<si><t xml:space="preserve">{escape(word)}</t></si>' for word in words_of(table)
    )
    return workbook(sheet, strings, styles)


def google(table):
    """No size of the sheet is told, whole numbers have a point, and a thousand rows are drawn."""

    def write(cell, where, words):
        if isinstance(cell, date):
            return f'<c r="{where}" s="2"><v>{(cell - EPOCH).days}.0</v></c>'
        if isinstance(cell, int):
            mantissa = str(cell)
            return (
                f'<c r="{where}" s="1"><v>{mantissa[0]}.{mantissa[1:]}E{len(mantissa) - 1}</v></c>'
            )
        return f'<c r="{where}" s="1" t="s"><v>{words.index(cell)}</v></c>'

    rows = "".join(f'<row r="{number}">{cells}</row>' for number, cells in cells_of(table, write))
    empty = "".join(
        f'<row r="{it}"><c r="A{it}" s="1"/><c r="G{it}" s="1"/></row>' for it in range(4, 1001)
    )
    sheet = (
        f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}" '
        'xmlns:mx="http://schemas.microsoft.com/office/mac/excel/2008/main">'
        '<sheetPr><outlinePr summaryBelow="0" summaryRight="0"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0"/></sheetViews>'
        '<sheetFormatPr customHeight="1" defaultColWidth="12.63" defaultRowHeight="15.75"/>'
        f"<sheetData>{rows}{empty}</sheetData></worksheet>"
    )
    styles = (
        '<numFmts count="1"><numFmt numFmtId="164" formatCode="m/d/yyyy"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
    )
    strings = "".join(f"<si><t>{escape(word)}</t></si>" for word in words_of(table))
    return workbook(sheet, strings, styles)


def text(day="%d/%m/%Y", end="\r\n", separator=",", encoding="utf-8"):
    """A table as text, with days as that country writes them; quoted is only what has to be."""

    def write(table):
        made = io.StringIO()
        lines = csv.writer(made, delimiter=separator, lineterminator=end)
        lines.writerows(
            [f"{it:{day}}" if isinstance(it, date) else it for it in row] for row in table
        )
        return made.getvalue().encode(encoding)

    return write


PROGRAMS = {
    "Excel": excel,
    "LibreOffice": libreoffice,
    "Google": google,
    "text of Excel, UTF-8": text(encoding="utf-8-sig", separator=";"),
    "Unicode text of Excel": text(encoding="utf-16", separator="\t"),
    "text of LibreOffice": text(end="\n", separator=";", day="%Y-%m-%d"),
    "text of Google": text(day="%m/%d/%Y"),
}
OLD_LETTERS = {"French": "cp1252", "Arabic": "cp1256", "English": "cp1252"}
"""Of plain text as Excel still writes it, with semicolons where a comma is for decimals."""
WRITTEN = {
    **{(name, of): write(LISTS[of]) for name, write in PROGRAMS.items() for of in LISTS},
    **{
        ("text of Excel", of): text(encoding=encoding, separator=";")(LISTS[of])
        for of, encoding in OLD_LETTERS.items()
    },
}
"""The file of each program, by program and language of the list."""
