"""The joining letter as a pure function: one person's words in, the bytes of a PDF out."""

import io
from functools import cache
from typing import Any

import segno
from markupsafe import Markup

from tpp.enrolments.rules.joining import Letter
from tpp.typefaces import ONE_AT_A_TIME, use_only_ours
from tpp.wording import in_language, wording
from tpp.wording import render as filled

QUIET = 4
"""Modules of white round the code."""


def render(words: Letter) -> bytes:
    """The letter as PDF/UA-1: tagged, in the reader's language, with our own typefaces."""
    use_only_ours()
    html = page(words)
    with ONE_AT_A_TIME:
        return printed(html)


def page(words: Letter) -> str:
    """The letter as HTML, every text escaped."""
    with in_language(words.language):
        title = wording("Scan at arrival")
    code = qr_svg(words.url, title) if words.url else ""
    return filled("letters/joining.html", words.language, it=words, qr=code)


def qr_svg(address: str, title: str) -> Markup:
    """The address as a figure whose ``title`` says in words what scanning it does."""
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        picture, kind="svg", xmldecl=False, nl=False, border=QUIET, omitsize=True, title=title
    )
    return Markup(picture.getvalue().decode())  # nosec B704: segno escapes the title


def printed(html: str) -> bytes:
    from weasyprint import HTML  # large: only who prints loads it
    from weasyprint.urls import FatalURLFetchingError

    letter = HTML(string=html, url_fetcher=nothing_from_outside())
    try:
        return letter.write_pdf(pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as refusal:  # not an Exception: it would end the worker
        raise ValueError(str(refusal)) from None


@cache
def nothing_from_outside() -> Any:
    """A letter holds all that it shows: no file, network or data address is read."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class Nothing(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            raise FatalURLFetchingError(f"a letter reads nothing: {url[:80]}")

    return Nothing(timeout=1, allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
