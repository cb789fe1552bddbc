"""The certificate as a pure function: frozen words in, the bytes of a PDF out."""

import unicodedata
from dataclasses import fields, replace
from datetime import date
from functools import cache, lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from tpp.certificates.fonts import use_only_ours
from tpp.certificates.press.credential import Maker
from tpp.certificates.press.pages import UNKNOWN
from tpp.certificates.press.shaping import Unstampable
from tpp.certificates.press.stamping import Frame, Impression, Inscription
from tpp.certificates.qr import qr_slot, qr_svg
from tpp.certificates.rules import Signatory, Words, check_words
from tpp.designs.fitting import Line, fitted_flow, fitted_line, fitted_name, fitted_native
from tpp.designs.rules import LAYOUT
from tpp.designs.rules.looks import Look, Packaged, Shelf, Shown, packaged_look

DESIGNS = Path(__file__).parents[2] / "templates" / "certificates" / "designs"
PAGES = Environment(
    loader=FileSystemLoader(DESIGNS), autoescape=True, trim_blocks=True, lstrip_blocks=True
)

FRAMES = 16
"""Pages that a press keeps typeset: the kinds and qualifications of a few runs."""

SLOT, NOWHERE = "x-slot", "https://address.invalid/"
"""Language and address of what is stamped later."""

OWN = ("number", "address")
"""Slots that are set in the design's own face."""

LINE, COLUMN, NUMBER_LINE, PAGE = 207, 63, 118, 283
"""Room for a text, in millimetres: a line, one of three columns, an address, a page."""


def direction(text: str, otherwise: str) -> str:
    """The way a text runs is that of its first letter, whatever the page's."""
    kinds = (unicodedata.bidirectional(character) for character in text)
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "")
    return {"L": "ltr", "R": "rtl", "AL": "rtl"}.get(first, otherwise)


PAGES.filters["direction"] = direction


def render(words: Words) -> bytes:
    """The certificate as PDF/A-3a and PDF/UA-1, neither signed nor with a credential.

    The same words give the same bytes; nothing is read but our own files, nothing is written.
    """
    return unsealed().print(words)


class Common(NamedTuple):
    """What the pages of one frame share: every word but the person's, and how much room those take."""

    shared: tuple[Any, ...]
    has_native: bool
    has_two_lines: bool
    address_size: float

    @property
    def words(self) -> Words:
        native = SLOT if self.has_native else None
        stamped: dict[str, Any] = {
            "name": UNKNOWN,
            "name_language": SLOT,
            "number": "NUMBER",
            "url": NOWHERE,
        }
        stamped |= {"url_short": "ADDRESS"}
        shared = dict(zip(SHARED, self.shared, strict=True))
        return Words(**shared, **stamped, native=native, native_language=native)


STAMPED = ("name", "name_language", "native", "native_language", "number", "url", "url_short")
SHARED = tuple(it.name for it in fields(Words) if it.name not in STAMPED)
share = attrgetter(*SHARED)


class Press:
    """Prints many certificates: what they have in common is typeset once and kept.

    With a ``maker`` each file is signed and carries the credential that the maker writes. Designs and
    signatures are taken from the ``shelf``, by the keys that stand in the words.
    """

    def __init__(self, maker: Maker | None = None, shelf: Shelf | None = None):
        self.maker, self.shelf = maker, shelf or Packaged()
        self.seal = maker.seal if maker else None
        self.frame = lru_cache(FRAMES)(self.typeset)

    def print(self, words: Words, expires_on: date | None = None) -> bytes:
        """The certificate; the credential in it is valid to the end of ``expires_on``."""
        check_words(words)
        attached = self.maker.credential(words, expires_on) if self.maker else None
        code = self.maker.code(words, expires_on) if self.maker else ""
        name, look = fitted_name(words.name, words.name_language), self.shelf.look(words.design)
        try:
            stamped = impression(words, name, look)._replace(code=code)
            return self.frame(in_common(words, name)).print(stamped, attached)
        except Unstampable:
            return self.whole(words, look, code).print(
                Impression({}, *said_of(words, look)), attached
            )

    def typeset(self, common: Common) -> Frame:
        words, look = common.words, self.shelf.look(common.words.design)
        return self.composed(slotted_page(common, look), words, look, has_slots=True)

    def whole(self, words: Words, look: Look, code: str = "") -> Frame:
        """A frame for one: the page of words that only WeasyPrint can set."""
        return self.composed(page(words, look, code), words, look, has_slots=False)

    def signatures(self, words: Words) -> dict[str, Shown]:
        """The pictures of signatures that the page shows, by the key that it asks for."""
        keys = (it.image for it in words.signatories if it.image)
        found = ((key, self.shelf.signature(key)) for key in keys)
        return {f"signatures/{key}": shown for key, shown in found if shown}

    def composed(self, html: str, words: Words, look: Look, *, has_slots: bool) -> Frame:
        use_only_ours()
        from tpp.certificates.press import compiling  # loads WeasyPrint, which is large

        typeset = compiling.typeset(html, look, self.signatures(words), has_slots=has_slots)
        return Frame(typeset, self.seal, words.issued_iso, OWN if has_slots else ())


unsealed = cache(Press)


def in_common(words: Words, name: Line) -> Common:
    return Common(share(words), bool(words.native), bool(name.first), address_size(words))


def impression(words: Words, name: Line, look: Look) -> Impression:
    """What is stamped for this person; Unstampable where a line needs a whole typesetter."""
    lines = {
        "name": inscribed(name),
        "number": latin(words.number),
        "address": latin(words.url_short),
    }
    if name.first:
        lines["first"] = inscribed(replace(name, text=name.first))
    if native := native_line(words):
        lines["native"] = inscribed(native)
    return Impression(lines, *said_of(words, look))


def inscribed(line: Line) -> Inscription:
    return Inscription(line.text, line.language, line.size, line.families, line.spacing)


def latin(text: str) -> Inscription:
    """A line in the design's own face and size."""
    return Inscription(text, "en")


def said_of(words: Words, look: Look) -> tuple[str, str, str, str]:
    """Title, words for the code, its address, and what tells this file from every other."""
    text = look.texts[words.language]
    return (
        title_of(words, look),
        text["qr"].format(words.number),
        words.url,
        f"{words.number}\n{words.name}",
    )


def title_of(words: Words, look: Look) -> str:
    return f"{look.texts[words.language]['title'][words.variant]} – {words.name}"


def page(words: Words, look: Look | None = None, code: str = "") -> str:
    """The certificate as HTML, every text escaped and already fitted to its place."""
    look = look or packaged_look(words.design)
    _, alt, address, _ = said_of(words, look)
    name = fitted_name(words.name, words.name_language)
    return filled(words, look, sizes(words), name, native_line(words), qr_svg(code or address, alt))


def slotted_page(common: Common, look: Look) -> str:
    """The page that a frame is typeset from: any letters where the person's lines will stand."""
    words = common.words
    name = Line("NAME", SLOT, ("Noto Sans",), 20, 0, "FIRST" if common.has_two_lines else None)
    native = Line("NATIVE", SLOT, ("Noto Sans",), 12, 0) if common.has_native else None
    measured = sizes(words) | {"address": common.address_size}
    return filled(words, look, measured, name, native, qr_slot("QR"))


def filled(
    words: Words,
    look: Look,
    measured: dict[str, Any],
    name: Line,
    native: Line | None,
    code: Markup,
) -> str:
    return PAGES.get_template(f"{LAYOUT}.html").render(
        c=words,
        t=look.texts[words.language],
        u=look.texts.get(words.second or ""),
        f=measured,
        name=name,
        native=native,
        qr=code,
        title=title_of(words, look),
    )


def native_line(words: Words) -> Line | None:
    """The second name line, on certificates that have one."""
    if not words.native:
        return None
    return fitted_native(words.native, words.native_language or words.name_language)


def sizes(words: Words) -> dict[str, Any]:
    """The size of each text that can be long: the design's, or as much less as the place needs."""
    family = family_of(words)
    return {
        "short": not words.second and fitted_line(words.course, family, "Bold", 18, LINE) == 18,
        "course": course_size(words, family),
        "course_second": fitted_line(words.course_second or "", family, "Regular", 12, LINE),
        "qualification": fitted_line(words.qualification, family, "Bold", 11.5, LINE),
        "dates": fact_size((words.dates, words.dates_second), family),
        "place": fact_size((words.place, None), family),
        "hours": fact_size((words.hours, words.hours_second), family),
        "signatories": [signatory_sizes(signatory, family) for signatory in words.signatories],
        "address": address_size(words),
        "specimen": fitted_line(words.specimen or "", family, "Regular", 6.5, PAGE),
    }


def family_of(words: Words) -> str:
    return "Noto Sans Arabic" if words.language == "ar" else "Noto Sans"


def address_size(words: Words) -> float:
    return fitted_line(words.url_short, family_of(words), "Regular", 8, NUMBER_LINE)


def course_size(words: Words, family: str) -> float:
    """A course title takes two lines; beside a second language, one."""
    if words.second:
        return fitted_line(words.course, family, "Bold", 16, LINE)
    return fitted_flow(words.course, family, "Bold", 18, LINE, 2)


def fact_size(texts: tuple[str, str | None], family: str) -> float:
    """Three lines of a column, shared by the languages that there are."""
    wanted = 10.5 if family == "Noto Sans Arabic" else 10
    given = [text for text in texts if text]
    sizes = (
        fitted_flow(text, family, "Regular", wanted, COLUMN, 3 // len(given)) for text in given
    )
    return min(sizes, default=wanted)


def signatory_sizes(signatory: Signatory, family: str) -> dict[str, float]:
    return {
        "name": fitted_flow(signatory.name, family, "Bold", 9.5, COLUMN, 2),
        "role": fitted_flow(signatory.role, family, "Regular", 7.5, COLUMN, 2),
    }
