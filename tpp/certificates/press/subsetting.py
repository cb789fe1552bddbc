"""Faces as a PDF embeds them: the used glyphs alone, as a CID-keyed TrueType font.

ISO 32000-1, 9.7.4 (CIDFontType2, Identity-H), 9.9 (FontFile2), 9.10.3 (ToUnicode); PDF/A-3 (ISO
19005-3), 6.2.11: embedded, widths as in the program, every glyph with its Unicode.
"""

import hashlib
from collections.abc import Callable, Mapping
from functools import cache, cached_property, lru_cache
from struct import unpack
from typing import NamedTuple

import uharfbuzz

from tpp.certificates.fonts import face_file
from tpp.certificates.press.objects import packed
from tpp.designs.fitting import shaper

UNUSED = ("GSUB", "GPOS", "GDEF", "BASE", "JSTF", "DSIG", "STAT", "OS/2", "cmap", "name", "post")
UNUSED_TOO = ("gasp", "meta", "vhea", "vmtx", "VORG", "cvt ", "fpgm", "prep")
"""What a PDF reader takes from elsewhere, or not at all."""
DROPPED = tuple(int.from_bytes(tag.encode(), "big") for tag in UNUSED + UNUSED_TOO)

NOTHING = "\u200b"
"""What a glyph stands for that belongs to the letter before it."""


class Face:
    """One file of type, opened once a process."""

    def __init__(self, family: str, style: str):
        self.family, self.style = family, style
        self.font = shaper(family, style)
        self.face = self.font.face
        self.upem = self.face.upem
        self.name = face_file(family, style).stem.encode()

    @cached_property
    def prepared(self) -> uharfbuzz.Face:
        """The face in the form from which subsets are cut fastest."""
        return uharfbuzz.subset_preprocess(self.face)

    @cached_property
    def measures(self) -> bytes:
        """The entries of a font descriptor (9.8.1) that are the same for every subset."""
        box = unpack(">4h", self.face.reference_table("head").data[36:44])
        left, bottom, right, top = (round(edge * 1000 / self.upem) for edge in box)
        extents = self.font.get_font_extents("ltr")
        ascent, descent = (
            round(it * 1000 / self.upem) for it in (extents.ascender, extents.descender)
        )
        return (
            b"/Flags 4/ItalicAngle 0/StemV 80/CapHeight %d/Ascent %d/Descent %d/FontBBox[%d %d %d %d]"
            % (ascent, ascent, descent, left, bottom, right, top)
        )

    @cache  # noqa: B019  faces live as long as the process
    def width(self, glyph: int) -> float:
        return self.font.get_glyph_h_advance(glyph) * 1000 / self.upem


face_of = cache(Face)


class Subset(NamedTuple):
    """Some glyphs of a face: the packed program, and the code by which the page calls each."""

    face: Face
    program: bytes
    length: int
    codes: dict[int, int]
    texts: dict[int, str]


def cut(face: Face, texts: Mapping[int, str]) -> Subset:
    """The subset with these glyphs, each with the text that it stands for."""
    wanted = uharfbuzz.SubsetInput()
    wanted.sets(uharfbuzz.SubsetInputSets.GLYPH_INDEX).update(texts)
    wanted.drop_table_tag_set.update(DROPPED)
    wanted.flags = (
        uharfbuzz.SubsetFlags.NO_HINTING
        | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
        | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    )
    plan = uharfbuzz.SubsetPlan(face.prepared, wanted)
    program, codes = plan.execute().blob.data, plan.old_to_new_glyph_mapping
    kept = {glyph: codes[glyph] for glyph in texts}
    return Subset(face, packed(program), len(program), kept, dict(texts))


Add = Callable[[bytes], int]
"""Takes an object into the file and answers its number."""


def font_objects(subset: Subset, add: Add, add_stream: Add) -> int:
    """The five objects of an embedded font; the number of the one that a page refers to."""
    name = b"/%b+%b" % (tag_of(subset), subset.face.name)
    program = add_stream(
        b"<</Length1 %d/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream"
        % (subset.length, len(subset.program), subset.program)
    )
    descriptor = add(
        b"<</Type/FontDescriptor/FontName%b%b/FontFile2 %d 0 R>>"
        % (name, subset.face.measures, program)
    )
    descendant = add(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont%b/CIDToGIDMap/Identity/CIDSystemInfo"
        b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/W[%b]/FontDescriptor %d 0 R>>"
        % (name, widths(subset), descriptor)
    )
    text = packed(to_unicode(subset))
    unicode = add_stream(
        b"<</Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (len(text), text)
    )
    return add(
        b"<</Type/Font/Subtype/Type0/BaseFont%b/Encoding/Identity-H/DescendantFonts[%d 0 R]"
        b"/ToUnicode %d 0 R>>" % (name, descendant, unicode)
    )


def tag_of(subset: Subset) -> bytes:
    """Six letters that tell subsets of one face apart (9.6.4)."""
    digest = hashlib.sha256(repr(sorted(subset.codes)).encode()).digest()
    return bytes(65 + byte % 26 for byte in digest[:6])


def widths(subset: Subset) -> bytes:
    return b"".join(
        b"%d[%g]" % (code, round(subset.face.width(glyph), 2))
        for glyph, code in sorted(subset.codes.items(), key=lambda pair: pair[1])
    )


CMAP = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def
/CMapName/Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000><ffff>
endcodespacerange
%bendcmap
CMapName currentdict/CMap defineresource pop
end
end"""


@lru_cache(8192)
def spelled(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()


def to_unicode(subset: Subset) -> bytes:
    lines = [
        b"<%04x><%b>\n" % (subset.codes[glyph], spelled(text or NOTHING))
        for glyph, text in subset.texts.items()
    ]
    blocks = (lines[at : at + 100] for at in range(0, len(lines), 100))
    return CMAP % b"".join(
        b"%d beginbfchar\n%bendbfchar\n" % (len(block), b"".join(block)) for block in blocks
    )
