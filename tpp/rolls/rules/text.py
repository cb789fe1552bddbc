"""Rows out of a text file: in which letters and with which separator it was written."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import islice

from tpp.rolls.rules.files import refuse

ROWS_LOOKED_AT = 30
SEPARATORS = ",;\t|"

OLD = ("cp1252", "cp1256", "cp1251", "gb18030")
"""Encodings of a time before Unicode, as Excel still writes plain CSV in Western, Arabic, Russian and
Chinese Windows."""
FREQUENT = {
    "cp1256": frozenset("البيرنمودتعكسقفحجشطخصضةىأإ"),
    "cp1251": frozenset("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъОАИНТСРВКМДПГБ"),
}

MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decoded(contents: bytes, knows: Callable[[str], int]) -> tuple[str, str]:
    """The text and its encoding. ``knows`` counts known headings in a beginning of the text."""
    for mark, encoding in MARKS:
        if contents.startswith(mark):
            return strictly(contents, encoding), encoding
    for encoding in ("utf-16-le", "utf-16-be"):
        if looks_wide(contents, encoding):
            return strictly(contents, encoding), encoding
    if b"\0" in contents:
        raise refuse("nul")
    try:
        return contents.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return in_old_letters(contents, knows)


def strictly(contents: bytes, encoding: str) -> str:
    try:
        text = contents.decode(encoding)
    except UnicodeDecodeError:
        raise refuse("letters") from None
    if "\0" in text:
        raise refuse("nul")
    return text


def looks_wide(contents: bytes, encoding: str) -> bool:
    """Without a mark: every second byte of Latin text, separators and line ends is nought."""
    some = contents[:2000]
    zeros = some[1::2] if encoding.endswith("le") else some[::2]
    others = some[::2] if encoding.endswith("le") else some[1::2]
    half = len(some) // 2
    return half > 4 and zeros.count(0) > 0.3 * half and others.count(0) == 0


def in_old_letters(contents: bytes, knows: Callable[[str], int]) -> tuple[str, str]:
    """Headings that are known decide; else the letters that are frequent in each script."""
    tried = [(text, encoding) for encoding in OLD if (text := tried_in(contents, encoding))]
    if not tried:
        raise refuse("letters")
    return max(tried, key=lambda it: (knows(it[0][:4000]), likely(it[0][:20_000], it[1])))


def tried_in(contents: bytes, encoding: str) -> str:
    try:
        return contents.decode(encoding)
    except UnicodeDecodeError:
        # cp1252 leaves five bytes out; a stray one must not hide a whole list.
        return contents.decode(encoding, "replace") if encoding == "cp1252" else ""


def likely(text: str, encoding: str) -> float:
    """Between 0 and 1: how much the letters beyond ASCII are like those of the script."""
    beyond = [letter for letter in text if ord(letter) > 127]
    if not beyond:
        return 0
    if encoding in FREQUENT:
        return sum(letter in FREQUENT[encoding] for letter in beyond) / len(beyond)
    if encoding == "gb18030":
        return 0.9 * sum(map(is_common_sign, beyond)) / len(beyond)
    alone = sum(
        1
        for before, it, after in zip(" " + text, text, text[1:] + " ", strict=False)
        if ord(it) > 127 and it.isalpha() and ord(before) < 128 and ord(after) < 128
    )
    return alone / len(beyond)


LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
"""A line with its end, as any system writes it: cut off one by one, for a copy of a long text is long."""


def is_common_sign(letter: str) -> bool:
    """One of the 6,763 Chinese signs in daily use; an accent and the Latin letter after it make rare ones."""
    try:
        return "\u4e00" <= letter <= "\u9fff" and len(letter.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def rows_of(text: str, longest: int, columns: int) -> Iterator[tuple[int, list[str]]]:
    """Number of the line and its cells, without empty lines; Refused where it is no table."""
    text = text.lstrip("\ufeff")
    lines, first = (it[0] for it in LINE.finditer(text)), 1
    if text[:5].lower().startswith("sep=") and len(text) > 5:
        separator, first = text[4], 2
        next(lines)
    else:
        separator = separator_of(text)
    reader = csv.reader(lines, delimiter=separator)
    try:
        for number, row in enumerate(reader, start=first):
            if len(row) > columns:
                raise refuse("too_many_columns")
            if any(cell.strip() for cell in row):
                yield number, [cell.strip()[: longest + 1] for cell in row]
    except csv.Error:
        raise refuse("damaged") from None


def separator_of(text: str) -> str:
    """The one that cuts the first lines into the most columns, as evenly as can be."""
    start = text[:20_000]
    return max(SEPARATORS, key=lambda it: evenness(start, it))


def evenness(text: str, separator: str) -> float:
    try:
        rows = list(islice(csv.reader(io.StringIO(text), delimiter=separator), ROWS_LOOKED_AT))
    except csv.Error:
        return 0
    widths = [len(row) for row in rows if any(row)]
    if not widths:
        return 0
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    return (usual - 1) * widths.count(usual) / len(widths)
