"""The signature of a certificate: CMS as PAdES wants it, baseline level B-B.

RFC 5652 (CMS), RFC 5035 (signing-certificate-v2), RFC 6211 (algorithm protection), ETSI EN 319 142-1
(PAdES), with ECDSA on P-256 and SHA-256. Only two values differ from one signature to the next, so
the rest is encoded once. The nonce is RFC 6979's: the same file has the same signature.
"""

from hashlib import sha256

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate

SEQUENCE, SET, OCTETS, INTEGER, IDENTIFIER = 0x30, 0x31, 0x04, 0x02, 0x06
ALGORITHM = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
LONGEST = 72
"""Bytes of an ECDSA signature on P-256 at most."""


def der(tag: int, *contents: bytes) -> bytes:
    """An element in the distinguished encoding rules (X.690, 8.1 and 10)."""
    value = b"".join(sorted(contents) if tag == SET else contents)
    length = len(value)
    if length < 128:
        return bytes((tag, length)) + value
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + value


def context(number: int, *contents: bytes) -> bytes:
    return der(0xA0 | number, *contents)


def integer(value: int) -> bytes:
    return der(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def identifier(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    return der(IDENTIFIER, bytes((first * 40 + second,)), *map(base128, rest))


def base128(value: int) -> bytes:
    octets = [value & 127]
    while value := value >> 7:
        octets.append(128 | value & 127)
    return bytes(reversed(octets))


DATA, SIGNED_DATA = identifier("1.2.840.113549.1.7.1"), identifier("1.2.840.113549.1.7.2")
CONTENT_TYPE = identifier("1.2.840.113549.1.9.3")
MESSAGE_DIGEST = identifier("1.2.840.113549.1.9.4")
SIGNING_CERTIFICATE = identifier("1.2.840.113549.1.9.16.2.47")
PROTECTION = identifier("1.2.840.113549.1.9.52")
SHA256, ECDSA = identifier("2.16.840.1.101.3.4.2.1"), identifier("1.2.840.10045.4.3.2")


class Signer:
    """A private key and its certificate, ready to sign digests."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, certificate: Certificate):
        self.key, self.certificate = key, certificate
        encoded = certificate.public_bytes(Encoding.DER)
        issuer, serial = certificate.issuer.public_bytes(), integer(certificate.serial_number)
        by = der(SEQUENCE, context(4, issuer))
        reference = der(SEQUENCE, der(OCTETS, sha256(encoded).digest()), der(SEQUENCE, by, serial))
        self.attributes = (
            attribute(CONTENT_TYPE, DATA),
            attribute(SIGNING_CERTIFICATE, der(SEQUENCE, der(SEQUENCE, reference))),
            attribute(PROTECTION, der(SEQUENCE, der(SEQUENCE, SHA256), context(1, ECDSA))),
        )
        digests = der(SET, der(SEQUENCE, SHA256))
        self.head = (integer(1), digests, der(SEQUENCE, DATA), context(0, encoded))
        self.who = (integer(1), der(SEQUENCE, issuer, serial), der(SEQUENCE, SHA256))

    @property
    def room(self) -> int:
        """Bytes that a signature takes at most."""
        return len(self.enclosed(self.signed(bytes(32)), bytes(LONGEST)))

    def sign(self, digest: bytes) -> bytes:
        """The CMS that vouches for data with this SHA-256."""
        attributes = self.signed(digest)
        return self.enclosed(attributes, self.key.sign(der(SET, *attributes), ALGORITHM))

    def signed(self, digest: bytes) -> tuple[bytes, ...]:
        return (*self.attributes, attribute(MESSAGE_DIGEST, der(OCTETS, digest)))

    def enclosed(self, attributes: tuple[bytes, ...], signature: bytes) -> bytes:
        about = context(0, *sorted(attributes))
        info = der(SEQUENCE, *self.who, about, der(SEQUENCE, ECDSA), der(OCTETS, signature))
        return der(SEQUENCE, SIGNED_DATA, context(0, der(SEQUENCE, *self.head, der(SET, info))))


def attribute(kind: bytes, value: bytes) -> bytes:
    return der(SEQUENCE, kind, der(SET, value))
