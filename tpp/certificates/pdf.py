"""The certificate as a pure function: frozen words in, the bytes of a PDF out."""

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from tpp.certificates.fitting import Line, fitted_flow, fitted_line, fitted_name, fitted_native
from tpp.certificates.fonts import use_only_ours
from tpp.certificates.qr import qr_svg
from tpp.certificates.rules import Signatory, Words, check_words

DESIGNS = Path(__file__).parents[2] / "templates" / "certificates" / "designs"
PAGES = Environment(
    loader=FileSystemLoader(DESIGNS), autoescape=True, trim_blocks=True, lstrip_blocks=True
)

LINE, COLUMN, NUMBER_LINE, PAGE = 207, 63, 118, 283
"""Room for a text, in millimetres: a line, one of three columns, an address, a page."""


def direction(text: str, otherwise: str) -> str:
    """The way a text runs is that of its first letter, whatever the page's."""
    kinds = (unicodedata.bidirectional(character) for character in text)
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "")
    return {"L": "ltr", "R": "rtl", "AL": "rtl"}.get(first, otherwise)


PAGES.filters["direction"] = direction


def render(words: Words) -> bytes:
    """The certificate as PDF/A-3a and PDF/UA-1.

    The same words give the same bytes; nothing is read but our own files, nothing is written.
    """
    check_words(words)
    use_only_ours()
    from tpp.certificates import typesetting  # WeasyPrint is large: only who prints loads it

    return typesetting.design(words.design).print(page(words))


def page(words: Words) -> str:
    """The certificate as HTML, every text escaped and already fitted to its place."""
    texts = design_texts(words.design)
    text, second = texts[words.language], texts.get(words.second or "")
    return PAGES.get_template(f"{words.design}.html").render(
        c=words,
        t=text,
        u=second,
        f=sizes(words, "Noto Sans Arabic" if text["dir"] == "rtl" else "Noto Sans"),
        name=fitted_name(words.name, words.name_language),
        native=native_line(words),
        qr=qr_svg(words.url, text["qr"].format(words.number)),
    )


def native_line(words: Words) -> Line | None:
    """The second name line, on certificates that have one."""
    if not words.native:
        return None
    return fitted_native(words.native, words.native_language or words.name_language)


@cache
def design_texts(design: str) -> dict[str, Any]:
    """The words that are the same on every certificate of a design, by language."""
    return json.loads((DESIGNS / f"{design}.json").read_text(encoding="utf8"))


def sizes(words: Words, family: str) -> dict[str, Any]:
    """The size of each text that can be long: the design's, or as much less as the place needs."""
    return {
        "short": not words.second and fitted_line(words.course, family, "Bold", 18, LINE) == 18,
        "course": course_size(words, family),
        "course_second": fitted_line(words.course_second or "", family, "Regular", 12, LINE),
        "qualification": fitted_line(words.qualification, family, "Bold", 11.5, LINE),
        "dates": fact_size((words.dates, words.dates_second), family),
        "place": fact_size((words.place, None), family),
        "hours": fact_size((words.hours, words.hours_second), family),
        "signatories": [signatory_sizes(signatory, family) for signatory in words.signatories],
        "address": fitted_line(words.url_short, family, "Regular", 8, NUMBER_LINE),
        "specimen": fitted_line(words.specimen or "", family, "Regular", 6.5, PAGE),
    }


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
