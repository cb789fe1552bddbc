"""From a text to placed glyphs, as Pango would place them: one line, one script, one direction.

Shaping is HarfBuzz's; direction follows the Unicode Bidirectional Algorithm (UAX 9) in the cases
where all of a line is on one level, script UAX 24. What needs more than that is refused here
(``Unstampable``) and left to WeasyPrint.
"""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import uharfbuzz
from fontTools.unicodedata import script

from tpp.certificates.press.subsetting import Face, face_of
from tpp.designs.fitting import runs

LIGATURES = ("liga", "clig", "dlig")
"""What spaced letters do not make."""


class Unstampable(Exception):
    """A line that only a whole typesetter can set."""


class Glyph(NamedTuple):
    """A glyph, the text that it stands for, and its place; thousandths of an em."""

    id: int
    text: str
    advance: float
    x: float
    y: float


class Run(NamedTuple):
    """Glyphs of one face, in the order in which they stand on the page."""

    face: Face
    glyphs: tuple[Glyph, ...]

    @property
    def width(self) -> float:
        return sum(glyph.advance for glyph in self.glyphs)


class Text(NamedTuple):
    """A line to be shaped: what, in which language and faces; spacing in ems."""

    text: str
    language: str
    families: tuple[str, ...]
    style: str
    spacing: float = 0


def shape(line: Text, features: Mapping[str, int], direction: str = "") -> tuple[Run, ...]:
    """The line's glyphs from left to right."""
    direction = direction or direction_of(line.text)
    check_script(line.text)
    wanted = dict(features) | (dict.fromkeys(LIGATURES, 0) if line.spacing else {})
    shaped = [
        Run(face, tuple(glyphs(stretch, face, line, direction, wanted)))
        for family, stretch in runs(line.text, line.families)
        if (face := face_of(family, line.style))
    ]
    return tuple(reversed(shaped) if direction == "rtl" else shaped)


def direction_of(text: str) -> str:
    """The one direction in which all of a line runs."""
    kinds = {unicodedata.bidirectional(character) for character in text}
    if not kinds & {"R", "AL"} and "L" in kinds:
        return "ltr"
    if kinds & {"R", "AL"} and not kinds & {"L", "EN", "AN"}:
        return "rtl"
    raise Unstampable("runs in two directions")


def check_script(text: str) -> None:
    if (
        not text.isascii()
        and len({script_of(character) for character in text} - {"Zyyy", "Zinh"}) > 1
    ):
        raise Unstampable("is written in two scripts")


script_of = lru_cache(4096)(script)


def runs_left(text: str) -> bool:
    return not text.isascii() and any(
        unicodedata.bidirectional(character) in ("R", "AL") for character in text
    )


def has_marks(text: str) -> bool:
    """Vowel signs and tones, which stand elsewhere on the page than in the word."""
    return not text.isascii() and any(
        unicodedata.category(character)[0] == "M" for character in text
    )


def glyphs(
    text: str, face: Face, line: Text, direction: str, features: Mapping[str, int]
) -> list[Glyph]:
    """HarfBuzz's glyphs for a stretch of one face, each cluster's text with its first glyph."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.flags = uharfbuzz.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    buffer.guess_segment_properties()
    buffer.direction, buffer.language = direction, line.language
    uharfbuzz.shape(face.font, buffer, features)
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    spelled = spelling(text, [info.cluster for info in infos])
    em, gap, placed = 1000 / face.upem, line.spacing * 1000, []
    for info, place in zip(infos, positions, strict=True):
        if info.codepoint == 0:
            raise Unstampable(f"needs more than {face.family} has")
        written = spelled.pop(info.cluster, "")
        advance = place.x_advance * em + (gap if written else 0)
        placed.append(
            Glyph(info.codepoint, written, advance, place.x_offset * em, place.y_offset * em)
        )
    return placed


def spelling(text: str, clusters: list[int]) -> dict[int, str]:
    """The letters of each cluster, by the index of its first."""
    ends = [*sorted(set(clusters)), len(text)]
    return {start: text[start:end] for start, end in pairwise(ends)}
