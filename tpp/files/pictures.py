"""Pictures that people upload to be printed: by what they are, written anew, never as they came."""

import json
import subprocess  # nosec B404 -- our own file, with fixed arguments
import sys
from pathlib import Path
from typing import Any, NamedTuple

from tpp.errors import Refused
from tpp.files.rules import apart, svg

APART = Path(apart.__file__)
LARGEST_BYTES = 2 * 1024 * 1024
LIMITS = {
    "pixels": 12_000_000,
    "longest": 1600,
    "memory": 512 * 1024 * 1024,
    "seconds": 4,
}
"""What decoding may ask for: dots, dots a side that are kept, bytes, seconds of processor time."""

RASTER, VECTOR = "image/png", "image/svg+xml"
REFUSALS = {
    "unknown": "Only PNG, JPEG and SVG pictures are taken. This is none of them.",
    "damaged": "The picture cannot be read. Open it, save it anew, and send that.",
    "too_many_dots": "The picture has too many dots. Make it smaller: 1,600 in width are enough.",
    "too_flat": "The picture is far too flat. Cut it to what shall be printed.",
    "too_long": "The picture took too long to read. Open it, save it anew as PNG, and send that.",
}


class Picture(NamedTuple):
    """A picture that may be printed; its size in units of its own."""

    contents: bytes
    media_type: str
    width: float
    height: float


def cleaned(contents: bytes, field: str = "picture") -> Picture:
    """The picture written anew, without anything but itself; Refused with what is in the way."""
    if not contents:
        raise Refused("The file is empty. Choose another one.", field)
    if len(contents) > LARGEST_BYTES:
        raise Refused("The picture is larger than 2 MB. Make it smaller.", field)
    if contents.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"<"):
        drawing = svg.cleaned(contents.removeprefix(b"\xef\xbb\xbf").lstrip(), field)
        return Picture(drawing.contents, VECTOR, drawing.width, drawing.height)
    if not contents.startswith(tuple(apart.FORMATS)):
        raise Refused(REFUSALS["unknown"], field)
    return decoded(contents, field)


def decoded(contents: bytes, field: str) -> Picture:
    """Dots, read in another process; one that ends by itself or by force was asked for too much."""
    command = [sys.executable, "-I", str(APART), json.dumps(LIMITS)]
    try:
        done = subprocess.run(  # nosec B603 -- no word of the user's is in it
            command,
            input=contents,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LIMITS["seconds"] + 4,
        )
    except subprocess.TimeoutExpired:
        raise Refused(REFUSALS["too_long"], field) from None
    head, _, png = done.stdout.partition(b"\n")
    is_done = done.returncode == 0 and head
    told: dict[str, Any] = json.loads(head) if is_done else {"refused": "too_long"}
    if "refused" in told:
        raise Refused(REFUSALS[told["refused"]], field)
    return Picture(png, RASTER, told["width"], told["height"])
