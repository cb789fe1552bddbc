"""The QR code: inline SVG, sharp on paper, with words for a screen reader."""

import io

import segno
from markupsafe import Markup

INK = "#0b2238"
QUIET = 3
"""Modules of white round the code; the panel that it stands on adds the fourth."""


def qr_svg(url: str, title: str) -> Markup:
    """The address as a figure whose ``title`` says in words what scanning it does."""
    picture = io.BytesIO()
    code = segno.make(url, error="m", micro=False)
    code.save(
        picture,
        kind="svg",
        xmldecl=False,
        nl=False,
        border=QUIET,
        omitsize=True,
        title=title,
        dark=INK,
    )
    return Markup(picture.getvalue().decode())  # nosec B704: segno escapes the title
