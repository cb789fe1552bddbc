"""WeasyPrint as the certificate's printer: our faces, our pictures, PDF/A-3a and PDF/UA-1 at once.

Imported only when a certificate is printed: WeasyPrint is large, the web process does without it.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from threading import Lock
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.pdf import VARIANTS
from weasyprint.pdf.pdfa import pdfa
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from tpp.certificates.fonts import use_only_ours
from tpp.certificates.tagging import spell_out
from tpp.designs.rules.looks import Look, Shown

VARIANT = "pdf/a-3a+ua-1"
DESIGNS = 16
"""Designs that are kept ready, with their pictures and faces."""
NONE: Mapping[str, Shown] = {}
ONE_AT_A_TIME = Lock()
"""Pango's font map is shared by all pages, and no two threads may use it at once."""

ACCESSIBLE = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that this file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""
"""What PDF/UA-1 adds to the metadata; PDF/A wants a property that it does not know described."""


class OnlyOurs(URLFetcher):
    """A page may show the pictures of its design, by key: no file, network or data address."""

    def __init__(self, pictures: Mapping[str, Shown]):
        super().__init__(
            timeout=1, allowed_protocols=("asset",), allow_redirects=False, fail_on_errors=True
        )
        self.pictures = pictures

    def fetch(self, url, headers=None):
        picture = (
            self.pictures.get(url.removeprefix("asset:")) if url.startswith("asset:") else None
        )
        if picture is None:
            raise FatalURLFetchingError(f"not one of our pictures: {url[:80]}")
        return URLFetcherResponse(
            url, body=picture.contents, headers={"Content-Type": picture.media_type}
        )


class Design:
    """A design's style sheet, pictures and faces, read once and used for every page of it."""

    def __init__(self, look: Look):
        use_only_ours()
        self.pictures = look.pictures
        self.fetcher = OnlyOurs(self.pictures)
        self.fonts = FontConfiguration()
        self.style = CSS(
            string=look.style, url_fetcher=self.fetcher, font_config=self.fonts, base_url="asset:"
        )
        self.seen: dict = {}

    def print(
        self,
        html: str,
        finisher: Callable[[Any, Any], None] | None = None,
        signatures: Mapping[str, Shown] = NONE,
    ) -> bytes:
        """The page as WeasyPrint writes it; ``finisher`` sees document and objects before that."""
        page = self.page(html, signatures)
        try:
            with ONE_AT_A_TIME:
                return page.write_pdf(
                    finisher=finisher,
                    uncompressed_pdf=bool(finisher),
                    stylesheets=[self.style],
                    font_config=self.fonts,
                    pdf_variant=VARIANT,
                    cache=self.seen,
                )
        except (
            FatalURLFetchingError
        ) as refusal:  # not an Exception: it would end the worker with the page
            raise ValueError(str(refusal)) from None

    def page(self, html: str, signatures: Mapping[str, Shown] = NONE) -> HTML:
        """The page, which may show these signatures besides the pictures of the design."""
        fetcher = OnlyOurs({**self.pictures, **signatures})
        return HTML(string=html, url_fetcher=fetcher, base_url="asset:")

    def proof(self, pages: Iterable[str]) -> tuple[bytes, int]:
        """Pages to look at, in one file, and how many there are; to be called where time is limited."""
        settings = {"stylesheets": [self.style], "font_config": self.fonts, "cache": self.seen}
        laid = [self.page(html).render(**settings) for html in pages]
        sheets = [sheet for document in laid for sheet in document.pages]
        return laid[0].copy(sheets).write_pdf(), len(sheets)


design = lru_cache(DESIGNS)(Design)


def archival_and_accessible(pdf, document, page_streams, attachments, compress):
    """PDF/A-3a whose one metadata packet also says PDF/UA-1: two packets would break that claim."""
    spell_out(pdf, document, page_streams)
    metadata = document.metadata
    metadata.generate_rdf_metadata = partial(with_accessible, metadata.generate_rdf_metadata)
    pdfa(pdf, document, page_streams, attachments, compress, version=3, variant="A")


def with_accessible(generate, *arguments) -> bytes:
    return generate(*arguments).replace(b"</rdf:RDF>", ACCESSIBLE + b"</rdf:RDF>", 1)


VARIANTS[VARIANT] = (
    archival_and_accessible,
    {"pdf_version": "1.7", "pdf_identifier": True, "output_intent": "srgb", "pdf_tags": True},
)
