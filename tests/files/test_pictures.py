"""Uploaded pictures are written anew, or refused with what is in the way."""

import io
import struct
import zlib

import pytest
from PIL import Image

from tpp.errors import Refused
from tpp.files.pictures import RASTER, VECTOR, cleaned
from tpp.files.rules.svg import cleaned as clean_svg

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20">{}</svg>'


def raster(kind="PNG", mode="RGBA", size=(60, 20), **settings):
    out = io.BytesIO()
    Image.new(mode, size, "navy").save(out, kind, **settings)
    return out.getvalue()


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(width, height):
    """A picture of a few bytes that unfolds into width x height dots."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9000))


def test_a_picture_comes_out_as_its_dots_and_nothing_else():
    exif = Image.Exif()
    exif[0x010E] = "Taken at the house of the signatory"
    jpeg = raster("JPEG", "RGB", exif=exif, comment=b"a note")
    picture = cleaned(jpeg)
    assert (picture.media_type, picture.width, picture.height) == (RASTER, 60, 20)
    assert b"house" not in picture.contents
    assert b"note" not in picture.contents


def test_what_is_clear_stays_clear_and_what_is_large_gets_smaller():
    picture = cleaned(raster(size=(3000, 1000)))
    with Image.open(io.BytesIO(picture.contents)) as opened:
        assert (opened.mode, opened.size) == ("RGBA", (1600, 533))


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        (b"", "empty"),
        (b"GIF89a" + b"\0" * 40, "Only PNG, JPEG and SVG"),
        (b"\0" * 3_000_000, "larger than 2 MB"),
        (raster()[:-30], "cannot be read"),
        (bomb(30_000, 30_000), "too many dots"),
        (bomb(4_000, 2), "far too flat"),
        (bomb(2_000, 2_000), "cannot be read"),
    ],
    ids=range(7),
)
def test_what_is_no_picture_for_paper_is_refused(contents, said):
    with pytest.raises(Refused, match=said) as refused:
        cleaned(contents, "logo")
    assert refused.value.field == "logo"


def test_a_drawing_keeps_its_shapes_and_colours():
    drawn = SVG.format(
        '<title>Logo</title><g transform="translate(1 2)" style="fill:#123456;font-size:9px">'
        '<path d="M0 0h10v10z" class="a" onclock=""/><circle cx="5" cy="5" r="2" fill="none"/></g>'
    ).replace(' onclock=""', "")
    assert cleaned(drawn.encode()) == (
        SVG.format(
            '<g transform="translate(1 2)" fill="#123456">'
            '<path d="M0 0h10v10z"></path><circle cx="5" cy="5" r="2" fill="none"></circle></g>'
        ).encode(),
        VECTOR,
        60,
        20,
    )


def test_what_drawing_programmes_note_for_themselves_is_left_out():
    noted = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="60mm" height="20mm" '
        'xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd">'
        '<sodipodi:namedview><sodipodi:guide/></sodipodi:namedview><defs id="defs2"/>'
        '<metadata><any xmlns="http://example.org/"/></metadata><path d="M0 0h1z"/></svg>'
    )
    assert clean_svg(noted.encode()) == (
        SVG.format('<path d="M0 0h1z"></path>').encode(),
        60,
        20,
    )


def test_what_was_cleaned_is_clean():
    once = cleaned(SVG.format('<rect x="1" y="2" width="3" height="4"/>').encode())
    assert cleaned(once.contents) == once


@pytest.mark.parametrize(
    "part",
    [
        "<g>" * 30 + "</g>" * 30,
        "<g/>" * 3000,
        '<path d="M0 0h1e9z"/>',
        '<path fill="url(#a)" d="M0 0h1z"/>',
        '<path d="M0 0h1z" onload="x()"/>',
        '<use href="#a"/>',
        "<text>words</text>",
        "<path d='M0 0h1z'",
        '<path style="fill:\\75rl(x)" d="M0 0"/>',
        "",
        "<g><title>empty</title></g>",
    ],
    ids=range(11),
)
def test_what_a_drawing_may_not_hold(part):
    with pytest.raises(Refused):
        clean_svg(SVG.format(part).encode())


DRAWN = '<path d="M0 0h1z"/>'


@pytest.mark.parametrize("box", ["0 0 0 20", "0 0 1e9 5", "0 0 nan 4", "0 0 100 1", "0 0 20", "x"])
def test_a_drawing_has_a_size(box):
    with pytest.raises(Refused, match="SVG picture"):
        clean_svg(SVG.replace("0 0 60 20", box).format(DRAWN).encode())
