"""The QR code (ISO/IEC 18004): inline SVG, sharp on paper, with words for a screen reader."""

import re
from collections.abc import Iterator
from operator import getitem
from struct import unpack

import zxingcpp
from markupsafe import Markup

INK = "#0b2238"
QUIET = 3
"""Modules of white round the code; the panel that it stands on adds the fourth."""
DARK = re.compile(rb"\0+")


def modules(words: str) -> tuple[int, bytes]:
    """How many modules wide the code is, and each of them, row by row: 0 is dark.

    The mask is always the same: to choose among the eight (7.8.3) takes four times as long as all the
    rest, and in words that are mostly a signature none is better than another.
    """
    code = zxingcpp.create_barcode(words, zxingcpp.BarcodeFormat.QRCode, ec_level="M", data_mask=3)
    picture = code.to_image(scale=1, add_quiet_zones=False)
    return picture.shape[0], bytes(memoryview(picture))  # type: ignore[arg-type]


def bars(address: str) -> tuple[int, Iterator[tuple[int, int, int]]]:
    """How many modules wide the code and its white are, and each dark bar: x, y and length."""
    side, dots = modules(address)
    found = (
        (bar.start() + QUIET, y + QUIET, bar.end() - bar.start())
        for y in range(side)
        for bar in DARK.finditer(dots[y * side : (y + 1) * side])
    )
    return side + 2 * QUIET, found


STEP = 8


class Stretch(dict[int, bytes]):
    """The bars of eight modules at one place of any row, as a PDF paints them; the row is a letter y."""

    def __init__(self, left: int):
        super().__init__()
        self.left = left + QUIET

    def __missing__(self, dots: int) -> bytes:
        bars = DARK.finditer(dots.to_bytes(STEP, "big"))
        found = ((bar.start() + self.left, bar.end() - bar.start()) for bar in bars)
        self[dots] = b"".join(b"%d y %d 1 re\n" % bar for bar in found)
        return self[dots]


STRETCHES = [Stretch(left) for left in range(0, 177, STEP)]
"""A code has at most 177 modules. Painting by eights takes a tenth of painting bar by bar."""


def painted(words: str) -> tuple[int, bytes]:
    """How many modules wide the code and its white are, and its bars as rectangles of a PDF's path."""
    side, dots = modules(words)
    count = -(-side // STEP)
    light = b"\xff" * (count * STEP - side)
    padded = b"".join([dots[at : at + side] + light for at in range(0, side * side, side)])
    drawn = list(map(getitem, STRETCHES[:count] * side, unpack(f">{count * side}Q", padded)))
    rows = [
        b"".join(drawn[y * count : (y + 1) * count]).replace(b"y", b"%d" % (y + QUIET))
        for y in range(side)
    ]
    return side + 2 * QUIET, b"".join(rows)


def qr_svg(address: str, title: str) -> Markup:
    """The address as a figure whose ``title`` says in words what scanning it does."""
    side, found = bars(address)
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in found)
    return figure(side, title, path)


def qr_slot(title: str) -> Markup:
    """The place of a code, all ink, into which the press stamps each address."""
    return figure(1, title, "M0 0h1v1h-1z")


def figure(side: int, title: str, path: str) -> Markup:
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" data-slot="qr" viewBox="0 0 {side} {side}">'
        '<title>{title}</title><path fill="{ink}" d="{path}"/></svg>'
    ).format(side=side, title=title, ink=INK, path=path)
