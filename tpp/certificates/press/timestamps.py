"""A time stamp over a whole certificate: when it was there, as an authority says that is not us.

RFC 3161 (the protocol), ETSI EN 319 142-1, 6.3: a document time stamp makes level B-T of B-B. It is
added behind the file, of which no byte changes; ISO 32000-2, 12.8.2.2 allows that even where a
signature allows no change. What the authority needs to be checked later without a network, its
certificates, goes with it; what says that none of them was revoked is added later (proofs.py).
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from asn1crypto import tsp
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

DIGEST = "sha256"
FIELD = "Timestamp"
LONGEST = 65_536
"""Bytes of an answer: a token with the certificates of its authority has a tenth of that."""

TIMEOUT = 15.0
"""Seconds that an authority may keep silent."""

SLOW = timedelta(minutes=10)
"""How far the authority's clock may be from ours before one of the two is wrong."""


class NoStamp(Exception):
    """The authority gave no time stamp that holds; says why, without any of its words."""


class Stamped(NamedTuple):
    """A file with its time stamp."""

    contents: bytes
    at: datetime
    authority: str


class Unmoved(HTTPRedirectHandler):
    """The address of the authority is a setting: it cannot send us elsewhere."""

    def redirect_request(self, *_: object) -> None:
        return None


class Authority(TimeStamper):
    """The authority at an address. What it answers is checked before it is used."""

    def __init__(self, url: str, now: Callable[[], datetime], timeout: float = 0):
        super().__init__(include_nonce=True)
        self.url, self.now, self.timeout = url, now, timeout or TIMEOUT
        self.opener = build_opener(Unmoved)
        self.last: tuple[datetime, str] | None = None

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return await asyncio.to_thread(self.ask, req.dump())

    def ask(self, query: bytes) -> tsp.TimeStampResp:
        headers = {
            "Content-Type": "application/timestamp-query",
            "Accept": "application/timestamp-reply",
        }
        with self.opener.open(Request(self.url, query, headers), timeout=self.timeout) as answer:
            said = answer.read(LONGEST + 1)
        if len(said) > LONGEST:
            raise NoStamp("the answer is too long")
        return tsp.TimeStampResp.load(said, strict=True)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> object:
        token = await super().async_timestamp(message_digest, md_algorithm)
        await self.check(token, message_digest)
        return token

    async def check(self, token: object, digest: bytes) -> None:
        """The token is about these bytes, signed by a certificate for time stamps, and of now."""
        signed = token["content"]  # type: ignore[index]
        trusts = ValidationContext(trust_roots=[], allow_fetching=False)  # the name alone is kept
        found = await validate_tst_signed_data(signed, trusts, lambda _: digest)
        if not (found["intact"] and found["valid"]):
            raise NoStamp("the answer is about another file, or its signature is wrong")
        usage = found["signing_cert"].extended_key_usage_value
        if usage is None or "time_stamping" not in usage.native:
            raise NoStamp("the answer is not signed by an authority for time stamps")
        at = found["timestamp"]
        if abs(at - self.now()) > SLOW:
            raise NoStamp("the answer is of another time")
        self.last = at, name_of(found["signing_cert"])


def name_of(certificate: object) -> str:
    subject = certificate.subject.native  # type: ignore[attr-defined]
    return str(subject.get("common_name") or subject.get("organization_name") or "")[:200]


def stamp(contents: bytes, authority: Authority) -> Stamped:
    """The file with a time stamp behind it; NoStamp where the authority gave none that holds."""
    out = BytesIO()
    try:
        writer = IncrementalPdfFileWriter(BytesIO(contents))
        PdfTimeStamper(authority, field_name=FIELD).timestamp_pdf(writer, DIGEST, output=out)
    except NoStamp:
        raise
    except Exception as problem:  # whatever an answer makes of the parser: it is no time stamp
        raise NoStamp(kind_of(problem)) from problem
    if not out.getvalue().startswith(contents) or authority.last is None:
        raise NoStamp("the file would be changed")
    return Stamped(out.getvalue(), *authority.last)


def kind_of(problem: Exception) -> str:
    if isinstance(problem, TimeoutError | URLError | OSError):
        return f"the authority does not answer ({type(problem).__name__})"
    return f"the answer cannot be read ({type(problem).__name__})"


logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
