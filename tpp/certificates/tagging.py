"""What a screen reader and a search are told, beyond what the drawn letters give away.

In most scripts letters join, stack and change places, and the glyphs of a page no longer spell the
word. So each stretch of such text carries its spelling (``ActualText``), and each stretch in
another language says which (``Lang``).
"""

from collections.abc import Iterator

import pydyf
from weasyprint.formatting_structure.boxes import ReplacedBox, TextBox

from tpp.certificates.press.shaping import has_marks, runs_left


def spell_out(pdf, document, page_streams) -> None:
    """Give the tagged stretches of the page their spelling and their language."""
    [page], [stream] = document.pages, page_streams
    marks = {
        part["MCID"]: part
        for part in stream.stream
        if isinstance(part, pydyf.Dictionary) and "MCID" in part
    }
    for box, (element, mark) in zip(drawn(page._page_box), tagged(pdf), strict=True):
        if not isinstance(box, TextBox):
            continue
        if runs_left(
            box.text
        ):  # on the element: readers that search the page turn a spelling there round
            element["ActualText"] = pydyf.String(box.text)
        elif has_marks(box.text):
            marks[mark]["ActualText"] = pydyf.String(box.text)
        if box.style["lang"] and box.style["lang"] != document.metadata.lang:
            element["Lang"] = pydyf.String(box.style["lang"])


def drawn(box) -> Iterator:
    """Texts and pictures of a page, in the order in which WeasyPrint tags them."""
    box = getattr(box, "_box", box)  # the stand-in for a box that is positioned by itself
    if isinstance(box, TextBox | ReplacedBox):
        yield box
    else:
        for child in getattr(box, "children", ()):
            yield from drawn(child)


def tagged(pdf) -> Iterator:
    """The leaves of the structure tree, in the same order: element, and number on the page."""
    elements = {part.reference: part for part in pdf.objects if isinstance(part, pydyf.Dictionary)}

    def leaves(element):
        for kid in element["K"]:
            if isinstance(kid, int):
                yield element, kid
            elif elements[kid].get("Type") == "/StructElem":
                yield from leaves(elements[kid])

    root = next(part for part in elements.values() if part.get("Type") == "/StructTreeRoot")
    return leaves(root)
