"""The QR code (ISO/IEC 18004): inline SVG, sharp on paper, with words for a screen reader."""

import re
from collections.abc import Iterator

import zxingcpp
from markupsafe import Markup

INK = "#0b2238"
QUIET = 3
"""Modules of white round the code; the panel that it stands on adds the fourth."""
DARK = re.compile(rb"\0+")


def bars(address: str) -> tuple[int, Iterator[tuple[int, int, int]]]:
    """How many modules wide the code and its white are, and each dark bar: x, y and length."""
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    picture = code.to_image(scale=1, add_quiet_zones=False)
    side, dots = picture.shape[0], bytes(memoryview(picture))  # type: ignore[arg-type]
    found = (
        (bar.start() + QUIET, y + QUIET, bar.end() - bar.start())
        for y in range(side)
        for bar in DARK.finditer(dots[y * side : (y + 1) * side])
    )
    return side + 2 * QUIET, found


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
