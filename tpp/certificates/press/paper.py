"""What the printed code says behind its address, so that a paper is verified with no network.

``https://…/verify/CODE#1PAYLOAD``: any telephone opens the address, and what follows ``#`` never leaves
it (RFC 3986, 3.5). PAYLOAD is base32 (RFC 4648, 6: letters that a QR code packs closely) of a few lines
in UTF-8, and of a signature over CODE and lines: ECDSA on P-256 with SHA-256, r and s side by side as
WebCrypto has them (IEEE P1363), with RFC 6979's nonce, so that the same words give the same code.
"""

from base64 import b32encode
from datetime import date

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from tpp.certificates.press.signing import ALGORITHM
from tpp.certificates.rules import Words

SCHEME = "1"
CONTEXT = b"Printed certificate 1"
"""Begins what is signed: no signature of a file can be passed off as one of a paper, nor the reverse."""

LONGEST = 300
"""Bytes of the lines: with more the code would be printed finer than telephones read."""
COURSE, QUALIFICATION = 80, 60
"""Characters of these; longer ones end in three dots, the paper has them whole."""


def printed_code(words: Words, expires_on: date | None, key: ec.EllipticCurvePrivateKey) -> str:
    """What the code says; the address alone where the words are too many for it."""
    lines = lines_of(words, expires_on)
    if len(lines) > LONGEST:
        return words.url
    der = key.sign(signed_part(words.url.rpartition("/")[2], lines), ALGORITHM)
    signature = b"".join(it.to_bytes(32, "big") for it in decode_dss_signature(der))
    return f"{words.url}#{SCHEME}{b32encode(lines + signature).decode().rstrip('=')}"


def signed_part(code: str, lines: bytes) -> bytes:
    return b"\n".join((CONTEXT, code.encode(), lines))


def lines_of(words: Words, expires_on: date | None) -> bytes:
    """Number, kind, days as YYYYMMDD, course, qualification, dates as printed; the name comes last."""
    lines = (
        words.number,
        str(words.variant),
        words.issued_iso.replace("-", ""),
        f"{expires_on:%Y%m%d}" if expires_on else "",
        shortened(words.course, COURSE),
        shortened(words.qualification, QUALIFICATION),
        words.dates,
        words.name,
    )
    return "\n".join(" ".join(line.split()) for line in lines).encode()


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
