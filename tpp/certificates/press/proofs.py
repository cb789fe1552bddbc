"""What proves years later that the authority of a time stamp was in order when it gave it.

ETSI EN 319 142-1, 6.3: level B-LT is B-T with the certificates of the chain and what says that none of
them was revoked (RFC 5280 lists, RFC 6960 answers) in a document security store (ISO 32000-2, 12.8.4.3),
added behind the file; that is allowed even where a signature allows no other change. Our own key's
certificate is self-signed: nobody says anything of its revocation but the register itself.
"""

import asyncio
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.request import Request, build_opener

from asn1crypto import crl, ocsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp as asking
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import CertificateValidator, ValidationContext

from tpp.certificates.press.timestamps import NoStamp, Unmoved, kind_of

LONGEST = 4_000_000
"""Bytes of a list of what was revoked; those of authorities for time stamps are small."""
MOST = 5
"""Certificates of a chain that are asked about."""
TIMEOUT = 15.0

Fetch = Callable[[str, bytes | None], bytes]
"""Address and, for a question, what is asked; what came back."""


class Proven(NamedTuple):
    """A file with what its time stamp is checked by."""

    contents: bytes
    lists: int
    answers: int


def fetched(url: str, question: bytes | None = None) -> bytes:
    """What an address in a certificate of the authority answers; it cannot send us elsewhere."""
    if not url.startswith(("http://", "https://")):
        raise NoStamp("an address in the authority's certificate is not of the web")
    headers = {"Content-Type": "application/ocsp-request"} if question else {}
    try:
        with build_opener(Unmoved).open(Request(url, question, headers), timeout=TIMEOUT) as answer:
            said: bytes = answer.read(LONGEST + 1)
    except HTTPError as refusal:
        refusal.close()
        raise NoStamp(f"who tells what was revoked answers {refusal.code}") from None
    if len(said) > LONGEST:
        raise NoStamp("the answer is too long")
    return said


def prove(contents: bytes, fetch: Fetch = fetched) -> Proven | None:
    """The file with the proof behind it; None where the chain names nothing to ask.

    NoStamp where what it names does not answer, or the answers do not hold: to be tried again.
    """
    try:
        return asyncio.run(proven(contents, fetch))
    except NoStamp:
        raise
    except Exception as problem:  # whatever an answer makes of the parser: it is no proof
        raise NoStamp(kind_of(problem)) from problem


async def proven(contents: bytes, fetch: Fetch) -> Proven | None:
    stamp = PdfFileReader(BytesIO(contents)).embedded_timestamp_signatures[-1]
    chain = chain_of(stamp.signer_cert, stamp.other_embedded_certs)
    lists, answers = list[Any](), list[Any]()
    for certificate, issuer in pairwise(chain):
        if certificate.ocsp_urls:
            question = question_about(certificate, issuer)
            answers.append(
                ocsp.OCSPResponse.load(fetch(certificate.ocsp_urls[0], question), strict=True)
            )
        elif urls := list_urls(certificate):
            lists.append(crl.CertificateList.load(fetch(urls[0], None), strict=True))
        else:
            return None
    if not lists and not answers:
        return None
    trusts = ValidationContext(
        trust_roots=[chain[-1]],
        other_certs=chain,
        crls=lists,
        ocsps=answers,
        allow_fetching=False,
        revocation_mode="require",
    )
    checked = CertificateValidator(chain[0], chain[1:-1], validation_context=trusts)
    path = await checked.async_validate_usage(set(), {"time_stamping"})
    out = BytesIO(contents)
    DocumentSecurityStore.add_dss(
        out, stamp.pkcs7_content.hex().encode(), paths=[path], crls=lists, ocsps=answers
    )
    if not out.getvalue().startswith(contents):
        raise NoStamp("the file would be changed")
    return Proven(out.getvalue(), len(lists), len(answers))


def chain_of(first: asn1.Certificate, others: list[asn1.Certificate]) -> list[asn1.Certificate]:
    """From the authority's certificate to the last one that came with the stamp."""
    chain = [first]
    while chain[-1].self_signed == "no" and len(chain) <= MOST:
        above = [it for it in others if it.subject == chain[-1].issuer and it not in chain]
        if not above:
            break
        chain.append(above[0])
    return chain


def list_urls(certificate: asn1.Certificate) -> list[str]:
    """Where lists of what the issuer revoked lie, those over the web."""
    urls = (it.url for it in certificate.crl_distribution_points)
    return [it for it in urls if it and it.startswith(("http://", "https://"))]


def question_about(certificate: asn1.Certificate, issuer: asn1.Certificate) -> bytes:
    """Was this certificate revoked? As its issuer is asked (RFC 6960, 4.1)."""
    one, above = (x509.load_der_x509_certificate(it.dump()) for it in (certificate, issuer))
    builder = asking.OCSPRequestBuilder().add_certificate(one, above, hashes.SHA1())  # nosec B303
    return builder.build().public_bytes(serialization.Encoding.DER)
