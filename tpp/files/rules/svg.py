"""An SVG picture taken apart and written anew from what is known to be harmless.

Shapes, groups and plain colours pass. Whatever could run, refer, repeat itself or be read from
elsewhere is refused with what to do instead; what drawing programmes note for themselves is left out.
"""

import re
from typing import NamedTuple
from xml.parsers import expat  # nosec B407 -- declares no type and no entity: both are refused
from xml.sax.saxutils import quoteattr  # nosec B406 -- writes, never reads

from tpp.errors import Refused

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
SHAPES = {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
LEFT_OUT = {"metadata", "title", "desc", "defs"}
NOTES = ("inkscape.org", "sodipodi", "www.w3.org/1999/02/22-rdf-syntax-ns", "adobe.com", "sketch")
"""Elements in namespaces of drawing programmes say nothing of the picture."""

LARGEST_BYTES = 256 * 1024
MOST_ELEMENTS = 2000
DEEPEST = 24
LARGEST_NUMBER = 100_000
FLATTEST = 12
"""Times as wide as high, or as high as wide."""

NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
VALUES = {
    "path": re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9eE+\-.,\s]*"),
    "numbers": re.compile(r"[0-9eE+\-.,\s%]*(?:mm|cm|in|pt|pc|px)?"),
    "transform": re.compile(
        r"\s*(?:(?:matrix|translate|scale|rotate|skewX|skewY)\s*\([0-9eE+\-.,\s]*\)[\s,]*)*"
    ),
    "colour": re.compile(r"#[0-9a-fA-F]{3,8}|[a-zA-Z]+|rgba?\([0-9.,%\s]+\)"),
    "word": re.compile(r"[a-zA-Z-]+"),
}
KINDS = {
    **dict.fromkeys(("fill", "stroke"), "colour"),
    **dict.fromkeys(("fill-rule", "stroke-linecap", "stroke-linejoin"), "word"),
    **dict.fromkeys(("opacity", "fill-opacity", "stroke-opacity", "stroke-width"), "numbers"),
    "stroke-miterlimit": "numbers",
}
"""How a shape may be painted, as attributes or in ``style``."""
PLACED = {
    "d": "path",
    "points": "numbers",
    "transform": "transform",
    **dict.fromkeys(("x", "y", "width", "height", "rx", "ry", "r", "cx", "cy"), "numbers"),
    **dict.fromkeys(("x1", "y1", "x2", "y2"), "numbers"),
}
ALLOWED = KINDS | PLACED
REFERS = re.compile(r"url\s*\(|javascript:|data:|@import|expression\s*\(|\\", re.IGNORECASE)


REFUSALS = {
    "types": "The SVG picture declares a document type or entities. Save it as plain SVG.",
    "orders": "The SVG picture holds instructions to programmes. Save it as plain SVG.",
    "parts": "The SVG picture has too many parts, or parts too deep in each other. Simplify it.",
    "element": (
        "The SVG picture holds <%(name)s>. Only shapes, groups and plain colours can be printed: "
        "turn everything else into paths, or send a PNG."
    ),
    "reference": "The SVG picture refers to something else. Draw it out, or send a PNG.",
    "runs": "The SVG picture holds something to run. Save it as plain SVG.",
    "paint": "The SVG picture is painted with more than plain colours. Use those, or send a PNG.",
    "value": "The SVG picture holds a %(name)s that cannot be read. Save it as plain SVG.",
    "large": "The SVG picture holds a %(name)s that is far too large. Draw it smaller.",
    "empty": "Nothing is drawn in the SVG picture. Turn its text into paths, or send a PNG.",
    "size": "The SVG picture has no size that can be used. Give it a width and a height.",
    "flat": "The SVG picture is far too flat. Cut it to what shall be printed.",
}


class Drawing(NamedTuple):
    """A picture that may be printed, and its size in units of its own."""

    contents: bytes
    width: float
    height: float


def cleaned(contents: bytes, field: str = "picture") -> Drawing:
    """The same picture without anything that could do harm; Refused with what is in the way."""
    if len(contents) > LARGEST_BYTES:
        raise Refused("The SVG picture is larger than 256 kB. Simplify its paths.", field)
    cleaner = Cleaner(field)
    try:
        return cleaner.read(contents)
    except expat.ExpatError:
        words = "The SVG picture is not whole. Open it, save it as plain SVG, and send that."
        raise Refused(words, field) from None


class Cleaner:
    """Follows a picture element by element and writes down what may stay."""

    def __init__(self, field: str):
        self.field, self.out = field, list[str]()
        self.depth, self.count, self.skipped = 0, 0, 0
        self.size, self.is_drawn = (0.0, 0.0), False
        self.parser = expat.ParserCreate("UTF-8", namespace_separator=" ")
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.declared
        self.parser.EntityDeclHandler = self.declared
        self.parser.ProcessingInstructionHandler = self.instructed

    def read(self, contents: bytes) -> Drawing:
        self.parser.Parse(contents, True)
        if not self.is_drawn:
            raise self.refuse("empty")
        return Drawing("".join(self.out).encode(), *self.size)

    def declared(self, *_: object) -> None:
        raise self.refuse("types")

    def instructed(self, *_: object) -> None:
        raise self.refuse("orders")

    def refuse(self, why: str, **words: str) -> Refused:
        return Refused(REFUSALS[why], self.field, **words)

    def begin(self, name: str, given: dict[str, str]) -> None:
        self.depth, self.count = self.depth + 1, self.count + 1
        if self.count > MOST_ELEMENTS or self.depth > DEEPEST:
            raise self.refuse("parts")
        space, _, element = name.rpartition(" ")
        if self.skipped or self.is_note(space, element):
            self.skipped += 1
            return
        if space != SVG or element not in SHAPES or (element == "svg") != (self.depth == 1):
            raise self.refuse("element", name=element[:30])
        self.is_drawn = self.is_drawn or element not in ("svg", "g")
        kept = self.attributes(given)
        if element == "svg":
            self.out.append(f'<svg xmlns="{SVG}" viewBox="{self.measured(given)}"')
            kept = {key: it for key, it in kept.items() if key in KINDS}
        else:
            self.out.append(f"<{element}")
        self.out += [f" {key}={quoteattr(it)}" for key, it in kept.items()]
        self.out.append(">")

    def is_note(self, space: str, element: str) -> bool:
        return any(it in space for it in NOTES) or (space == SVG and element in LEFT_OUT)

    def end(self, name: str) -> None:
        self.depth -= 1
        if self.skipped:
            self.skipped -= 1
        else:
            self.out.append(f"</{name.rpartition(' ')[2]}>")

    def attributes(self, given: dict[str, str]) -> dict[str, str]:
        """What may stay of an element's attributes; a style's declarations are among them."""
        for key, value in given.items():
            local = key.rpartition(" ")[2]
            if local == "href" or key.startswith(XLINK):
                raise self.refuse("reference")
            if " " not in key and local.lower().startswith("on"):
                raise self.refuse("runs")
            if REFERS.search(value):
                raise self.refuse("paint")
        said = {key: it for key, it in given.items() if key in ALLOWED}
        declared = (it.partition(":") for it in given.get("style", "").split(";"))
        styled = {key.strip(): it.strip() for key, _, it in declared if key.strip() in KINDS}
        return {key: self.checked(key, it) for key, it in (said | styled).items()}

    def checked(self, key: str, value: str) -> str:
        if not VALUES[ALLOWED[key]].fullmatch(value):
            raise self.refuse("value", name=key)
        if ALLOWED[key] in ("path", "numbers", "transform") and too_large(value):
            raise self.refuse("large", name=key)
        return value

    def measured(self, given: dict[str, str]) -> str:
        """The picture's own window, from its viewBox or its width and height."""
        box = numbers(given.get("viewBox", ""))
        if not box:
            box = [0, 0, *numbers(given.get("width", "")), *numbers(given.get("height", ""))]
        if len(box) != 4 or min(box[2:]) <= 0 or too_large(" ".join(map(str, box))):
            raise self.refuse("size")
        if max(box[2] / box[3], box[3] / box[2]) > FLATTEST:
            raise self.refuse("flat")
        self.size = (box[2], box[3])
        return " ".join(f"{it:g}" for it in box)


def numbers(text: str) -> list[float]:
    """The numbers in a text; none in one that is no list of numbers."""
    if len(text) > 200 or not VALUES["numbers"].fullmatch(text) or "%" in text:
        return []
    return [float(it) for it in NUMBER.findall(text)]


def too_large(text: str) -> bool:
    return any(abs(float(it)) > LARGEST_NUMBER for it in NUMBER.findall(text))
