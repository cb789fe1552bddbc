"""A design, typeset once by WeasyPrint, taken apart at the places that differ from page to page.

An element with ``data-slot`` in the design's HTML is such a place. What stands in it on the typeset
page is left out; its place, colour, face and features are kept, and so is its element in the
structure tree, with room for language and spelling (ISO 32000-1, 14.9.2 and 14.9.4).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pydyf
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.text.fonts import font_features

from tpp.certificates import typesetting
from tpp.certificates.press.objects import Parts, Slot
from tpp.certificates.press.pages import UNKNOWN, Packed, Place, Typeset
from tpp.certificates.tagging import drawn, tagged
from tpp.designs.rules.looks import Look, Shown
from tpp.letters import faces

FEATURES = (
    *("font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps"),
    *("font_variant_numeric", "font_variant_alternates", "font_variant_east_asian"),
    "font_feature_settings",
)


def typeset(html: str, look: Look, signatures: Mapping[str, Shown], *, has_slots: bool) -> Typeset:
    """The page of a design; without slots, it is taken as it stands."""
    taken: list[Typeset] = []
    typesetting.design(look).print(
        html,
        lambda document, pdf: taken.append(take_apart(document, pdf, has_slots)),
        signatures,
    )
    return taken[0]


def take_apart(document: Any, pdf: pydyf.PDF, has_slots: bool) -> Typeset:
    pdf.add_object(pdf.info)
    [page] = document.pages
    numbered = {it.reference: it for it in pdf.objects if it.free != "f"}
    sheet = next(it for it in numbered.values() if is_a(it, "/Page"))
    stream = numbered[sheet["Contents"]]
    places, contents = {}, content(stream)
    parts: Parts = (contents,)
    if has_slots:
        leaves = list(zip(drawn(page._page_box), tagged(pdf), strict=True))
        places = dict(places_of(leaves))
        parts = cut(contents, places, mark_of_code(leaves))
        open_objects(pdf, leaves, numbered)
    open_fonts(numbered)
    return sorted_out(numbered, stream, parts, places, (pdf.catalog, pdf.info, sheet))


def content(stream: pydyf.Stream) -> bytes:
    return b"\n".join(pydyf._to_bytes(item) for item in stream.stream)


def is_a(thing: Any, kind: str) -> bool:
    return isinstance(thing, pydyf.Dictionary) and thing.get("Type") == kind


# The places


def slot_of(box: Any) -> str | None:
    return box.element.get("data-slot") if box.element is not None else None


def places_of(leaves: list[Any]) -> Iterator[tuple[str, Place]]:
    for box, (_, mark) in leaves:
        name = slot_of(box)
        if name and isinstance(box, TextBox):
            yield name, place_of(box, mark)


def place_of(box: TextBox, mark: int) -> Place:
    style, known = box.style, {face["family"] for face in faces()}
    side = style["text_align_all"]
    if side not in ("left", "right"):
        raise ValueError("a line that is stamped stands at the left or at the right")
    return Place(
        mark=mark,
        left=box.position_x,
        right=box.position_x + box.width,
        baseline=box.position_y + box.baseline,
        is_right=side == "right",
        size=style["font_size"],
        families=tuple(family for family in style["font_family"] if family in known),
        style="Bold" if style["font_weight"] >= 600 else "Regular",
        features=font_features(**{key: style[key] for key in FEATURES}),
    )


def mark_of_code(leaves: list[Any]) -> int:
    return next(mark for box, (_, mark) in leaves if slot_of(box) == "qr")


def cut(contents: bytes, places: dict[str, Place], code: int) -> Parts:
    """The page's content between the slots; of each slot, what sets its colour stays.

    A line's own text object makes room for the stamped one, the code's square for its bars.
    """
    cuts = [line_cut(contents, name, place.mark) for name, place in places.items()]
    cuts.append(code_cut(contents, code))
    parts: list[bytes | Slot] = []
    done = 0
    for start, end, new in sorted(cuts):
        parts += [contents[done:start], *new]
        done = end
    return (*parts, contents[done:])


Cut = tuple[int, int, tuple[bytes | Slot, ...]]


def line_cut(contents: bytes, name: str, mark: int) -> Cut:
    found = re.search(rb"<</MCID %d>>(\nBDC\n.*?)BT\n.*?ET(?=\nEMC)" % mark, contents, re.DOTALL)
    assert found, f"no text stands in the slot {name}"
    opening = b"<</MCID %d" % mark
    return (
        found.start(),
        found.end(),
        (opening, Slot(f"{name}:spelled"), b">>" + found[1], Slot(name)),
    )


def code_cut(contents: bytes, mark: int) -> Cut:
    figure = re.search(rb"<</MCID %d>>\nBDC\n" % mark, contents)
    square = figure and re.compile(rb"0 0 m\n1 0 l\n1 1 l\n0 1 l\nh\nf").search(
        contents, figure.end()
    )
    assert square, "the code's square is drawn otherwise"
    return square.start(), square.end(), (Slot("bars"),)


# The objects


def open_objects(pdf: pydyf.PDF, leaves: list[Any], numbered: dict[bytes, Any]) -> None:
    """Make room in the objects that say again what the slots show."""
    for box, (element, _) in leaves:
        name = slot_of(box)
        if name == "qr":
            element["Alt"] = token("alt")
        elif name:
            element["Lang"] = token(f"{name}:said")
    for link in (it for it in numbered.values() if is_a(it, "/Annot") and "A" in it):
        link["A"]["URI"] = link["Contents"] = token("address:link")
        _, bottom, _, top = link["Rect"]
        link["Rect"] = pydyf.Array([token("address:left"), bottom, token("address:right"), top])
    pdf.info["Title"] = token("title")


def open_fonts(numbered: dict[bytes, Any]) -> None:
    resources = next(it for it in numbered.values() if isinstance(it, dict) and "ExtGState" in it)
    numbered[resources["Font"]]["Z"] = FONTS


def token(name: str) -> bytes:
    """A slot, between two bytes that no object of WeasyPrint's holds."""
    return b"\x02%b\x03" % name.encode()


FONTS = token("fonts")


def slotted(data: bytes) -> Parts:
    pieces = re.split(rb"\x02([\w:]+)\x03", data)
    return tuple(Slot(it.decode()) if index % 2 else it for index, it in enumerate(pieces) if it)


def sorted_out(
    numbered: dict[bytes, Any], stream: Any, contents: Parts, places: dict[str, Place], ends: Any
) -> Typeset:
    objects, streams, metadata = {}, {}, {}
    for thing in numbered.values():
        if thing is stream:
            continue
        if not isinstance(thing, pydyf.Stream):
            objects[thing.number] = slotted(thing.data.replace(b"/Z " + FONTS, FONTS))
            continue
        extra = {key: it for key, it in thing.extra.items() if key != "Length"}
        entries, data = pydyf.Dictionary(extra).data[2:-2], content(thing)
        if extra.get("Type") == "/Metadata":
            metadata[thing.number] = (entries, titled(data))
        else:
            streams[thing.number] = Packed(entries, data)
    root, info, page = (it.number for it in ends)
    return Typeset(objects, streams, metadata, stream.number, contents, places, root, info, page)


def titled(packet: bytes) -> Parts:
    """The metadata packet (ISO 16684-1), with the title as a slot where it holds one."""
    mark = UNKNOWN.encode()
    return slotted(re.sub(rb">[^<>]*%b[^<>]*<" % mark, b">" + token("title:xml") + b"<", packet))
