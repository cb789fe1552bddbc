"""WeasyPrint as the certificate's printer: our faces, our pictures, PDF/A-3a and PDF/UA-1 at once.

Imported only when a certificate is printed: WeasyPrint is large, the web process does without it.
"""

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from threading import Lock
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.pdf import VARIANTS
from weasyprint.pdf.pdfa import pdfa
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from tpp.certificates.fonts import use_only_ours
from tpp.certificates.tagging import spell_out

PICTURES = Path(__file__).parents[2] / "static" / "certificates"
KINDS = {".svg": "image/svg+xml", ".png": "image/png"}
VARIANT = "pdf/a-3a+ua-1"
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
    """A page may show packaged pictures, by key: no file, network or data address."""

    def __init__(self, pictures: Mapping[str, Path]):
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
            url, body=picture.read_bytes(), headers={"Content-Type": KINDS[picture.suffix]}
        )


class Design:
    """A design's style sheet, pictures and faces, read once and used for every page of it."""

    def __init__(self, name: str):
        use_only_ours()
        folder = PICTURES / name
        self.fetcher = OnlyOurs(pictures_in(folder) | signatures())
        self.fonts = FontConfiguration()
        style = (folder / "certificate.css").read_text(encoding="utf8")
        self.style = CSS(
            string=style, url_fetcher=self.fetcher, font_config=self.fonts, base_url="asset:"
        )
        self.seen: dict = {}

    def print(self, html: str, finisher: Callable[[Any, Any], None] | None = None) -> bytes:
        """The page as WeasyPrint writes it; ``finisher`` sees document and objects before that."""
        page = HTML(string=html, url_fetcher=self.fetcher, base_url="asset:")
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


design = cache(Design)


def pictures_in(folder: Path) -> dict[str, Path]:
    return {path.name: path for path in sorted(folder.iterdir()) if path.suffix in KINDS}


def signatures() -> dict[str, Path]:
    """Signature images, each under the key that a signatory names."""
    return {
        f"signatures/{name}": path for name, path in pictures_in(PICTURES / "signatures").items()
    }


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
