"""Papers of invented nominees: files that say on their one page that they are specimens."""

import zlib
from struct import pack

from tpp.catalogue.rules.eligibility import DocumentKind

PDF, PNG = "application/pdf", "image/png"
TITLES = {
    DocumentKind.PASSPORT: "Passport",
    DocumentKind.NOMINATION_LETTER: "Letter of nomination",
}
SIDE = 64


def specimens() -> dict[DocumentKind, tuple[bytes, str]]:
    """The bytes of each kind of paper that is shown, and what they are."""
    papers = {kind: (pdf(title), PDF) for kind, title in TITLES.items()}
    return papers | {DocumentKind.LICENCE_COPY: (png(), PNG)}


def pdf(title: str) -> bytes:
    """One page with the title and SPECIMEN across it."""
    drawn = (
        f"BT /F 24 Tf 72 700 Td ({title}) Tj ET\n"
        "BT /F 60 Tf .7 .7 -.7 .7 130 260 Tm (SPECIMEN) Tj ET\n"
        "BT /F 12 Tf 72 670 Td (Demonstration: invented, of nobody.) Tj ET"
    )
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>",
    ]
    text, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{part}\nendobj\n"
    lines = "".join(f"{place:010d} 00000 n \n" for place in places)
    head = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{lines}"
    end = f"trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(text)}\n%%EOF\n"
    return (text + head + end).encode("ascii")


def png() -> bytes:
    """A grey square crossed out, in place of a scan."""
    rows = b"".join(
        b"\0" + bytes(90 if x in (y, SIDE - 1 - y) else 220 for x in range(SIDE))
        for y in range(SIDE)
    )
    header = pack(">IIBBBBB", SIDE, SIDE, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(it)) + kind + it + pack(">I", zlib.crc32(kind + it)) for kind, it in chunks
    )
