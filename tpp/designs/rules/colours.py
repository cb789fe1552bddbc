"""The two colours of a design, and everything on the page that is drawn in their shades."""

import re
from typing import NamedTuple

from tpp.errors import Refused

COLOUR = re.compile(r"#[0-9a-f]{6}")
LEAST, LEAST_OF_RULES = 4.5, 2.5
"""Contrast to white paper (WCAG 2.2, 1.4.3) of letters, and of rules and ornaments."""


class Colours(NamedTuple):
    """``ink`` is that of letters, frame and band; ``accent`` of the qualification and the rules."""

    ink: str = "#12304a"
    accent: str = "#8a5f14"


USUAL = Colours()
"""Those in which the layout is drawn."""

INK = {
    "#12304a": 0.0,
    "#0b2238": 0.0,
    "#4a6072": 0.24,
    "#3b5268": 0.18,
    "#6d8598": 0.42,
    "#7f9bb2": 0.5,
    "#8fa5b7": 0.55,
    "#9fb6c9": 0.62,
    "#a3b4c2": 0.64,
    "#eef2f5": 0.93,
}
ACCENT = {"#8a5f14": 0.0, "#b8862f": 0.25, "#c79a45": 0.4, "#e2b65c": 0.55}
"""Every colour of the layout: how much white there is in that shade of ink or accent."""

LETTERS = (0.24, 0.0)
"""The palest shades of ink and accent in which something is written."""
ANY = re.compile("|".join((*INK, *ACCENT)), re.IGNORECASE)


def check_colours(colours: Colours) -> None:
    """Colours as #rrggbb, dark enough that everything printed in them can be read on white."""
    for field, colour, share, least in (
        ("ink", colours.ink, LETTERS[0], LEAST),
        ("accent", colours.accent, LETTERS[1], LEAST),
    ):
        if not COLOUR.fullmatch(colour):
            raise Refused("Write the colour as # and six digits or letters a to f.", field)
        ratio = contrast(mixed(colour, share), "#ffffff")
        if ratio < least:
            words = (
                "%(colour)s is too pale: its shades reach a contrast of %(ratio)s to white paper, and "
                "%(least)s is needed to read them. Choose a darker one."
            )
            raise Refused(words, field, colour=colour, ratio=f"{ratio:.1f}", least=least)


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2: 1 for the same colour, 21 for black on white."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = (part / 255 for part in parts_of(colour))
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def parts_of(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def mixed(colour: str, white: float) -> str:
    """The shade of a colour with this share of white in it."""
    return "#" + "".join(f"{round(part + (255 - part) * white):02x}" for part in parts_of(colour))


def recoloured(text: str, colours: Colours) -> str:
    """A style sheet or an SVG picture of the layout, in the shades of these colours."""
    if colours == USUAL:
        return text
    shades = {it: mixed(colours.ink, white) for it, white in INK.items()}
    shades |= {it: mixed(colours.accent, white) for it, white in ACCENT.items()}
    return ANY.sub(lambda found: shades[found[0].lower()], text)
