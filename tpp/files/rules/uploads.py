"""Which papers are taken in: PDF, JPEG and PNG, by what they are and not by what they are called.

A file that could be read as two things, that is locked, or that brings something to run is refused.
What is taken in is never opened here, and leaves as a download only.
"""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from struct import unpack_from

from tpp.errors import Refused

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
ENDINGS = {PDF: ("pdf",), JPEG: ("jpg", "jpeg", "jpe"), PNG: ("png",)}
NAMES = {PDF: "PDF", JPEG: "JPEG", PNG: "PNG"}

MARKUP = re.compile(rb"<(?:script|html|iframe|svg|!doctype|\?php)", re.IGNORECASE)
"""What a browser or a server would take for a page or a programme."""

ZIP_END, ZIP_TAIL = b"PK\x05\x06", 66_000
"""A ZIP file is read from its end: this mark stands in its last 65,557 bytes."""

RUNS = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)(?![A-Za-z0-9])")
LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
PAGES = re.compile(rb"/Type\s{0,9}/Page(?![A-Za-z0-9])")
STARTS = re.compile(rb"startxref\s{1,9}\d")
TABLE = re.compile(rb"(?<!start)xref\s{1,9}\d|/Type\s{0,9}/XRef(?![A-Za-z0-9])")
"""The places of a PDF's parts, in the open or packed. Whether they are right is not looked at:
readers mend the tables that some scanners write wrongly."""
PACKED = re.compile(rb"/Type\s{0,9}/ObjStm(?![A-Za-z0-9])")
PAGE_COUNT = re.compile(rb"/Count\s{1,9}\+?(\d{1,20})")

MOST_PIXELS = 100_000_000
"""Width times height of a picture. A sheet of A3 at 600 dots an inch has 70 million; whoever opens a
picture needs four bytes of memory for each, however small the file is."""

MOST_PAGES = 500
"""Of a paper of one person: a service book has a hundred; who reads more than this reads none of it."""

ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
"""A letter of a name in a PDF may be written as its number."""


def check_upload(contents: bytes, name: str, most_bytes: int) -> str:
    """The media type of a paper, from its bytes; Refused where it cannot be taken in.

    ``name`` is what it was called where it comes from: only its ending is looked at.
    """
    if not contents:
        raise Refused("The file is empty. Choose another one.", "file")
    if len(contents) > most_bytes:
        words = "The file is larger than %(most)s MB. Scan it with fewer dots, or in grey."
        raise Refused(words, "file", most=most_bytes // 1_048_576)
    kind = kind_of(contents)
    check_ending(name, kind)
    CHECKS[kind](contents)
    check_one_thing(contents)
    return kind


def kind_of(contents: bytes) -> str:
    for kind, beginning in ((PDF, b"%PDF-"), (JPEG, b"\xff\xd8\xff"), (PNG, PNG_BEGINS)):
        if contents.startswith(beginning):
            return kind
    raise Refused("Only PDF, JPEG and PNG files are taken. This is none of them.", "file")


def check_ending(name: str, kind: str) -> None:
    _stem, dot, ending = name.rpartition(".")
    if dot and ending.casefold() not in ENDINGS[kind]:
        words = "The file is a %(kind)s but is called something else. Give it its own ending."
        raise Refused(words, "file", kind=NAMES[kind])


def check_one_thing(contents: bytes) -> None:
    """Nothing that somebody else's programme would read as a page or as an archive."""
    if MARKUP.search(contents) or ZIP_END in contents[-ZIP_TAIL:]:
        raise Refused(TWO_THINGS, "file")


TWO_THINGS = (
    "The file holds something besides the document. Print or scan the document anew and send that."
)
BROKEN = "The file is not whole. Open it, save it anew, and send that."


def check_pdf(contents: bytes) -> None:
    if not contents.rstrip(b"\0\r\n\t ").endswith(b"%%EOF"):
        raise Refused(BROKEN, "file")
    plain = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), contents)
    if LOCKED.search(plain):
        raise Refused("The PDF is locked with a password. Save it without one.", "file")
    if RUNS.search(plain):
        words = (
            "The PDF holds a programme, a form that runs, or another file. Print it to a new PDF."
        )
        raise Refused(words, "file")
    check_readable(plain)
    check_pages(plain)


def check_readable(plain: bytes) -> None:
    """It has what readers need: a table of places, and a page in the open or among packed parts."""
    if not (STARTS.search(plain) and TABLE.search(plain)):
        raise Refused(BROKEN, "file")
    if not (PAGES.search(plain) or PACKED.search(plain)):
        raise Refused("No page can be found in this PDF. Print it to a new PDF.", "file")


def check_pages(plain: bytes) -> None:
    """Not more pages than a person reads, as far as the file says so in the open."""
    said = max((int(number) for number in PAGE_COUNT.findall(plain)), default=0)
    if max(said, sum(1 for _ in PAGES.finditer(plain))) > MOST_PAGES:
        words = "The PDF has more than %(most)s pages. Send only the pages that matter."
        raise Refused(words, "file", most=MOST_PAGES)


def check_jpeg(contents: bytes) -> None:
    """Whole, of a size that can be opened, and nothing behind the picture but what cameras put there."""
    end = contents.rfind(b"\xff\xd9")
    if end < 0:
        raise Refused(BROKEN, "file")
    check_pixels(jpeg_sizes(contents))
    check_no_pdf(contents)


def check_pixels(sizes: Iterable[tuple[int, int]]) -> None:
    """Every size that the file states, as width and height, is one of a sheet of paper."""
    stated = list(sizes)
    if not stated or not all(width and height for width, height in stated):
        raise Refused(BROKEN, "file")
    if any(width * height > MOST_PIXELS for width, height in stated):
        words = (
            "The picture has more than %(most)s million pixels. Scan it with fewer dots an inch."
        )
        raise Refused(words, "file", most=MOST_PIXELS // 1_000_000)


FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC} | {0xDE}
"""Marks before the size of a JPEG, however it is packed; the others in their midst hold tables."""
SCAN = 0xDA
ALONE = frozenset({0x01, *range(0xD0, 0xDA)})
"""Marks that nothing belongs to."""


def jpeg_sizes(contents: bytes) -> Iterator[tuple[int, int]]:
    """Width and height from each head of a JPEG, up to the picture itself."""
    at = 2
    while at + 9 <= len(contents) and contents[at] == 0xFF and contents[at + 1] != SCAN:
        mark = contents[at + 1]
        if mark in ALONE or mark == 0xFF:
            at += 1 if mark == 0xFF else 2
            continue
        (length,) = unpack_from(">H", contents, at + 2)
        if mark in FRAMES:
            height, width = unpack_from(">HH", contents, at + 5)
            yield width, height
        at += 2 + max(length, 2)


def check_no_pdf(contents: bytes) -> None:
    """Readers of PDF look for its beginning anywhere."""
    if b"%PDF-" in contents:
        raise Refused(TWO_THINGS, "file")


PNG_BEGINS = b"\x89PNG\r\n\x1a\n"


def check_png(contents: bytes) -> None:
    """Its parts follow each other, each with its right sum, and nothing follows the last."""
    names = [name for name, _ in png_parts(contents)]
    if not names or names[0] != b"IHDR" or names[-1] != b"IEND":
        raise Refused(BROKEN, "file")
    check_pixels([png_size(contents)])
    if sum(12 + size for _, size in png_parts(contents)) + len(PNG_BEGINS) != len(contents):
        raise Refused(TWO_THINGS, "file")
    check_no_pdf(contents)


def png_size(contents: bytes) -> tuple[int, int]:
    """Width and height, which stand first in the first part."""
    if len(contents) < len(PNG_BEGINS) + 16:
        return 0, 0
    width, height = unpack_from(">II", contents, len(PNG_BEGINS) + 8)
    return width, height


def png_parts(contents: bytes) -> Iterator[tuple[bytes, int]]:
    """Name and size of each part, up to the end mark; stops where a part is not whole."""
    at = len(PNG_BEGINS)
    while at + 12 <= len(contents):
        (size,) = unpack_from(">I", contents, at)
        name, end = contents[at + 4 : at + 8], at + 8 + size
        if end + 4 > len(contents):
            return
        (sum_of_it,) = unpack_from(">I", contents, end)
        if zlib.crc32(contents[at + 4 : end]) != sum_of_it:
            return
        yield name, size
        if name == b"IEND":
            return
        at = end + 4


CHECKS: dict[str, Callable[[bytes], None]] = {PDF: check_pdf, JPEG: check_jpeg, PNG: check_png}


def ending_of(media_type: str) -> str:
    return ENDINGS[media_type][0]
