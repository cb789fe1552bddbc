"""One certificate: the typeset page with a person's lines in their places.

Most of the file is written once for all (``Frame``). What is stamped: five lines of text with their
faces, the code, and wherever the file repeats them: structure tree, link, title. The file has object
and cross-reference streams (ISO 32000-1, 7.5.7 and 7.5.8), which PDF/A-3 allows.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from html import escape
from itertools import count
from typing import NamedTuple

from tpp.certificates import qr
from tpp.certificates.press.objects import (
    Parts,
    Pieces,
    Places,
    Slot,
    Writer,
    deflated,
    filled,
    number,
    plain,
    reference,
    string,
)
from tpp.certificates.press.pages import POINTS, Place, Typeset
from tpp.certificates.press.sealing import Attachment, Seal, Stamp
from tpp.certificates.press.shaping import Run, Text, has_marks, runs_left, shape
from tpp.certificates.press.subsetting import Face, Subset, cut, font_objects

HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"


class Inscription(NamedTuple):
    """What is stamped into a slot; without families, in those of the design."""

    text: str
    language: str
    size: float | None = None
    families: tuple[str, ...] = ()
    spacing: float = 0


class Impression(NamedTuple):
    """What one certificate says that the others of its frame do not."""

    lines: Mapping[str, Inscription]
    title: str
    alt: str
    address: str
    identity: str
    """What the file's identifier is made from (14.4)."""
    code: str = ""
    """What the QR code says; empty for the address alone."""


class Frame:
    """All that the files of one page have in common, ready to be written."""

    def __init__(
        self, page: Typeset, seal: Seal | None = None, day: str = "", own: Collection[str] = ()
    ):
        """Lines of ``own`` places hold Latin letters in the design's face: it is embedded at once."""
        self.page, self.content = page, Pieces(page.contents)
        objects = dict(page.objects)
        first = max(page.content, *objects, *page.streams, *page.metadata) + 1
        writer, self.stamp = Writer(HEADER, Places()), None
        if seal:
            self.stamp = Stamp(seal, first, page.root, page.page, objects, day)
            self.stamp.begin(writer)
            first += self.stamp.objects
        fresh = count(first)
        self.ready = embedded(latin_glyphs(page.places[it] for it in own), b"Y", fresh, writer)
        objects |= {key: (contents,) for key, contents in self.ready.objects}
        self.changing = {key: parts for key, parts in objects.items() if has_slot(parts)}
        for key, (entries, data) in page.streams.items():
            writer.put(key, (plain if b"/Filter" in entries else deflated)(entries, data))
        lasting = {key: parts for key, parts in objects.items() if key not in self.changing}
        writer.pack(next(fresh), ((key, filled(parts, {})) for key, parts in lasting.items()), 9)
        self.start, self.places, self.first = b"".join(writer.out), writer.places, next(fresh)

    def print(self, impression: Impression, attachment: Attachment | None = None) -> bytes:
        """The file of one certificate; a sealed one has something attached."""
        writer, fresh = Writer(self.start, self.places.copied()), count(self.first)
        setting = Setting(self.page.places, impression.lines)
        fonts = embedded(setting.lacking(self.ready.codes), b"Z", fresh, writer)
        codes = self.ready.codes | fonts.codes
        values = {**setting.values, **setting.shown(codes), **said(impression)}
        values["fonts"] = self.ready.entries + fonts.entries
        for key, (entries, parts) in self.page.metadata.items():
            writer.put(key, plain(entries, filled(parts, values)))
        data = self.content.joined(values)
        writer.put(self.page.content, plain(b"/Filter/FlateDecode", data))
        if self.stamp and attachment:
            values |= self.stamp.attach(attachment, writer)
        changed = [(key, filled(parts, values)) for key, parts in self.changing.items()]
        writer.pack(next(fresh), changed + fonts.objects)
        file = writer.close(self.trailer(impression))
        return self.stamp.sign(file) if self.stamp else file

    def trailer(self, impression: Impression) -> bytes:
        identity = sha256(impression.identity.encode()).hexdigest()[:32].encode()
        root, info = reference(self.page.root), reference(self.page.info)
        return b"/Root %b/Info %b/ID[<%b><%b>]" % (root, info, identity, identity)


def has_slot(parts: Parts) -> bool:
    return any(isinstance(part, Slot) for part in parts)


class Setting:
    """The lines of one certificate, shaped, and the glyphs that each face needs for them."""

    def __init__(self, places: Mapping[str, Place], lines: Mapping[str, Inscription]):
        self.values: dict[str, bytes] = {}
        self.at: dict[str, bytes] = {}
        self.glyphs: dict[Face, dict[int, str]] = {}
        self.set = [self.placed(name, places[name], line) for name, line in lines.items()]

    def placed(
        self, name: str, place: Place, line: Inscription
    ) -> tuple[str, tuple[Run, ...], float]:
        families = line.families or place.families
        text = Text(line.text, line.language, families, place.style, line.spacing)
        shaped = shape(text, place.features)
        spoiled = self.collect(shaped)
        size = int((line.size / POINTS if line.size else place.size) * 1024) / 1024
        width = sum(run.width for run in shaped) * size / 1000
        left = place.right - width if place.is_right else place.left
        self.say(name, line, spoiled)
        self.values[f"{name}:left"] = number(left * POINTS)
        self.values[f"{name}:right"] = number((left + width) * POINTS)
        self.at[name] = b"%b %b" % (number(left), number(place.baseline))
        return name, shaped, size

    def collect(self, shaped: tuple[Run, ...]) -> bool:
        """Note the glyphs; true where they do not spell the text by themselves."""
        spoiled = False
        for face, glyphs in shaped:
            known = self.glyphs.setdefault(face, {})
            for glyph in glyphs:
                first = known.setdefault(glyph.id, glyph.text)
                spoiled |= not glyph.text or first != glyph.text
        return spoiled

    def say(self, name: str, line: Inscription, is_spoiled: bool) -> None:
        """Language and spelling; of text that runs left on the element, as readers that search need."""
        said, spelled = string(line.language), b""
        if runs_left(line.text):
            said += b"/ActualText " + string(line.text)
        elif is_spoiled or has_marks(line.text):
            spelled = b"/ActualText " + string(line.text)
        self.values[f"{name}:said"], self.values[f"{name}:spelled"] = said, spelled

    def lacking(self, ready: "Codes") -> dict[Face, dict[int, str]]:
        """The faces that have to be embedded besides those that are ready."""
        return {
            face: texts
            for face, texts in self.glyphs.items()
            if face not in ready or not ready[face][1].codes.keys() >= texts.keys()
        }

    def shown(self, codes: "Codes") -> dict[str, bytes]:
        return {name: shown(runs, codes, size, self.at[name]) for name, runs, size in self.set}


Codes = Mapping[Face, tuple[bytes, Subset]]
"""How the page calls each face, and its glyphs."""


class Embedded(NamedTuple):
    """Faces in a file: what the page calls them, its entries for them, their small objects."""

    codes: dict[Face, tuple[bytes, Subset]]
    entries: bytes
    objects: list[tuple[int, bytes]]


def embedded(
    glyphs: Mapping[Face, Mapping[int, str]], prefix: bytes, fresh: Iterator[int], writer: Writer
) -> Embedded:
    """Put subsets with these glyphs into the file."""
    faces = Embedded({}, b"", [])

    def add(contents: bytes) -> int:
        faces.objects.append((next(fresh), contents))
        return faces.objects[-1][0]

    def add_stream(contents: bytes) -> int:
        writer.put(key := next(fresh), contents)
        return key

    for index, (face, texts) in enumerate(glyphs.items()):
        name, subset = b"/%b%d" % (prefix, index), cut(face, texts)
        entry = b"%b %b" % (name, reference(font_objects(subset, add, add_stream)))
        faces.codes[face] = (name, subset)
        faces = faces._replace(entries=faces.entries + entry)
    return faces


LATIN = "".join(map(chr, range(0x21, 0x7F)))


def latin_glyphs(places: Iterable[Place]) -> dict[Face, dict[int, str]]:
    """What numbers and addresses are written with."""
    found: dict[Face, dict[int, str]] = {}
    for place in places:
        for letter in LATIN:
            text = Text(letter, "en", place.families, place.style)
            for face, glyphs in shape(text, place.features, "ltr"):
                found.setdefault(face, {}).update({it.id: it.text for it in glyphs})
    return found


def said(impression: Impression) -> dict[str, bytes]:
    """What the file says again elsewhere."""
    return {
        "title": string(impression.title),
        "title:xml": escape(impression.title, quote=False).encode(),
        "alt": string(impression.alt),
        "address:link": string(impression.address),
        "bars": painted(impression.code or impression.address),
    }


def painted(words: str) -> bytes:
    """The bars of the code in a square of one unit."""
    side, drawn = qr.painted(words)
    scale = b"%.6f" % (1 / side)
    return b"%b 0 0 %b 0 0 cm\n%bf" % (scale, scale, drawn)


def shown(shaped: tuple[Run, ...], codes: Codes, size: float, at: bytes) -> bytes:
    """A text object (9.4): glyphs by code, moved where kerning and marks want them."""
    out = [b"BT\n1 0 0 -1 %b Tm" % at]
    for run in shaped:
        name, subset = codes[run.face]
        out.append(b"%b %b Tf" % (name, b"%.6f" % size))
        out += moved(run, subset, size)
    return b"\n".join([*out, b"ET"])


def moved(run: Run, subset: Subset, size: float) -> Iterator[bytes]:
    """A run's glyphs; a new array wherever one stands above or below the line."""
    row, height, pending = bytearray(b"["), 0.0, 0.0
    for glyph in run.glyphs:
        if glyph.y != height:
            if len(row) > 1:
                yield bytes(row.replace(b"><", b"")) + b"]TJ"
            row, height = bytearray(b"["), glyph.y
            yield number(height * size / 1000) + b" Ts"
        pending += glyph.x
        if abs(pending) >= 0.05:
            row += b"%.1f" % -pending
            pending = 0
        row += b"<%04x>" % subset.codes[glyph.id]
        pending += glyph.advance - glyph.x - run.face.width(glyph.id)
    if abs(pending) >= 0.05:
        row += b"%.1f" % -pending
    yield bytes(row.replace(b"><", b"")) + b"]TJ"
    if height:
        yield b"0 Ts"
