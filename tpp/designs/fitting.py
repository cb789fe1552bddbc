"""How large a text may be set to fit its place: measured with the real letters, before printing."""

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import uharfbuzz

from tpp.letters import characters, is_invisible
from tpp.typefaces import face_file

POINTS = 72 / 25.4
LINE = 207 * POINTS
"""The text's width on the page, in points."""


@dataclass(frozen=True)
class Face:
    """A family, the sizes (points) at which it looks as large as Latin, the space of signs (em)."""

    family: str
    name: float
    native: float
    spacing: float = 0


LATIN = Face("Noto Serif Display", 40, 19)
LATIN_TEXT = Face("Noto Serif", 40, 19)
SCRIPTS = (
    Face("Noto Naskh Arabic", 42, 22),
    Face("Noto Serif Ethiopic", 35, 17),
    Face("Noto Serif Khmer", 33, 19),
    Face("Noto Serif Devanagari", 37, 18),
    Face("Noto Serif Bengali", 37, 18),
    Face("Noto Serif Gurmukhi", 37, 18),
    Face("Noto Serif Gujarati", 37, 18),
    Face("Noto Serif Malayalam", 34, 17),
    Face("Noto Serif Sinhala", 35, 17),
    Face("Noto Serif Tamil", 33, 17),
    Face("Noto Sans Myanmar", 28, 16),
    Face("Noto Serif Thai", 37, 19),
    Face("Noto Serif Lao", 37, 19),
    Face("Noto Serif Georgian", 38, 18),
    Face("Noto Serif Armenian", 38, 18),
    Face("Noto Serif Hebrew", 40, 20),
    Face("Noto Sans Thaana", 36, 18),
    Face("Noto Serif SC", 36, 17, 0.06),
)
LAST = Face("Noto Sans", 38, 18)
NAME_FACES = (LATIN, LATIN_TEXT, *SCRIPTS, LAST)
NATIVE_FACES = (LATIN_TEXT, *SCRIPTS, LAST)


@dataclass(frozen=True)
class Line:
    """A name as it will be set: one line, or (``first``) two."""

    text: str
    language: str
    families: tuple[str, ...]
    size: float
    spacing: float
    first: str | None = None


def fitted_name(text: str, language: str) -> Line:
    """As large as the line allows; a name that would get too small is broken over two lines."""
    face, families = faces_for(text, NAME_FACES)
    whole = largest(text, families, "Bold", face.name, face.spacing)
    words = text.split()
    if whole >= face.name * 0.66 or len(words) < 2:
        return Line(text, language, families, whole, face.spacing)
    first, rest = evenly_broken(words, families)
    size = min(
        largest(half, families, "Bold", face.name * 0.7, face.spacing) for half in (first, rest)
    )
    return Line(rest, language, families, size, face.spacing, first)


def fitted_native(text: str, language: str) -> Line:
    """The name in its own script, under the printed one, on one line."""
    face, families = faces_for(text, NATIVE_FACES)
    return Line(
        text,
        language,
        families,
        largest(text, families, "Regular", face.native, face.spacing),
        face.spacing,
    )


def evenly_broken(words: list[str], families: tuple[str, ...]) -> tuple[str, str]:
    halves = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return min(halves, key=lambda half: max(width(part, families, "Bold") for part in half))


def largest(
    text: str, families: tuple[str, ...], style: str, size: float, spacing: float = 0
) -> float:
    """The size at which a text fills the line at most, in tenths of a point."""
    advance = width(text, families, style) * 1.005 + len(text) * spacing
    return min(size, math.floor((LINE - 4) / advance * 10) / 10)


def fitted_line(text: str, family: str, style: str, size: float, millimetres: float) -> float:
    """The size at which a text that never wraps fits its place."""
    advance = width(text, text_families(text, family), style) or 1
    return min(size, math.floor((millimetres * POINTS - 2) / advance * 10) / 10)


def fitted_flow(
    text: str, family: str, style: str, size: float, millimetres: float, lines: int
) -> float:
    """The size at which a wrapped text keeps to the height of so many full lines.

    Smaller lines stand closer, so there may be more of them.
    """
    families = text_families(text, family)
    words = [width(word, families, style) for word in text.split()]
    space, measure, smaller = width(" ", families, style), millimetres * POINTS - 2, size
    while smaller > 1 and lines_needed(words, space, measure / smaller) > int(
        lines * size / smaller
    ):
        smaller -= 0.5
    return smaller


def text_families(text: str, family: str) -> tuple[str, ...]:
    return faces_for(text, (Face(family, 0, 0), *NATIVE_FACES))[1]


def lines_needed(words: list[float], space: float, measure: float) -> int:
    """Lines that words of these widths fill; a word wider than the measure is broken anywhere."""
    lines, used = 1, 0.0
    for word in words:
        if used and used + space + word > measure:
            lines, used = lines + 1, 0.0
        used += word + (space if used else 0)
        broken = math.ceil(used / measure) - 1
        lines, used = lines + max(broken, 0), used - max(broken, 0) * measure
    return lines


def faces_for(text: str, faces: tuple[Face, ...]) -> tuple[Face, tuple[str, ...]]:
    """The face that a text is at home in, and every family that it needs, that one first."""
    letters = {ord(c) for c in text if unicodedata.category(c)[0] in "LM"}
    home = next((it for it in faces if letters <= characters(it.family)), None)
    home = home or max(faces, key=lambda face: len(letters & characters(face.family)))
    if characters(home.family).issuperset(map(ord, text)):
        return home, (home.family,)
    chain = (home, *(face for face in faces if face != home))
    needed = dict.fromkeys(family for family, _ in runs(text, tuple(face.family for face in chain)))
    return home, tuple(dict.fromkeys((home.family, *needed)))


def runs(text: str, families: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The text in stretches of one family: a mark stays with its letter, a space with its word."""
    if text and characters(families[0]).issuperset(map(ord, text)):
        yield families[0], text
        return
    family, stretch = families[0], ""
    for character in text:
        chosen = family if stays_in(family, character) else first_with(character, families)
        if chosen != family and stretch:
            yield family, stretch
            stretch = ""
        family, stretch = chosen, stretch + character
    if stretch:
        yield family, stretch


@lru_cache(4096)
def stays_in(family: str, character: str) -> bool:
    if is_invisible(character):
        return True
    return unicodedata.category(character)[0] == "M" and ord(character) in characters(family)


@lru_cache(4096)
def first_with(character: str, families: tuple[str, ...]) -> str:
    return next((it for it in families if ord(character) in characters(it)), families[0])


def width(text: str, families: tuple[str, ...], style: str) -> float:
    """How wide a text is at the size of one em."""
    return sum(shaped(stretch, shaper(family, style)) for family, stretch in runs(text, families))


def shaped(text: str, font: uharfbuzz.Font) -> float:
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    return sum(glyph.x_advance for glyph in buffer.glyph_positions) / font.face.upem


@cache
def shaper(family: str, style: str) -> uharfbuzz.Font:
    return uharfbuzz.Font(
        uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face_file(family, style))))
    )
