"""Which signatures a file of unknown origin carries, and whether one of them is ours.

Nothing in the file is believed, its own certificates least: what counts is a signature that one of our
keys verifies. ISO 32000-1, 12.8.1 (byte ranges); RFC 5652, 5.4 (attributes are signed as a SET).
"""

import re
from collections.abc import Collection
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from asn1crypto.cms import ContentInfo
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec

from tpp.certificates.press.keys import Key
from tpp.certificates.press.signing import (
    ALGORITHM,
    MESSAGE_DIGEST,
    OCTETS,
    SET,
    attribute,
    der,
)

NUMBER = rb"(\d{1,10})"
RANGES = re.compile(rb"/ByteRange\s{0,9}\[\s{0,9}" + rb"\s{1,9}".join([NUMBER] * 4))
CONTENTS = re.compile(rb"/Contents\s{0,9}(<[0-9A-Fa-f]{200,131072}>)")
MOST = 8
"""Signatures that are looked at in one file."""


class Signed(NamedTuple):
    """One signature in a file."""

    key_id: str
    """Which of our keys made it; empty where none did."""
    is_intact: bool
    """Whether it is ours and over every byte of the file, as they are."""


def signatures_in(file: bytes, keys: Collection[Key]) -> list[Signed]:
    """The signatures that a file carries, the first few of them."""
    ranges = [tuple(map(int, it.groups())) for it in islice(RANGES.finditer(file), MOST)]
    found = islice(CONTENTS.finditer(file), MOST)
    return [judged(file, it.span(1), ranges, keys) for it in found]


def judged(
    file: bytes, place: tuple[int, int], ranges: Collection[tuple[int, ...]], keys: Collection[Key]
) -> Signed:
    opens, closes = place
    attributes, signature = signer_in(bytes.fromhex(file[opens + 1 : closes - 1].decode()))
    key_id = maker_of(attributes, signature, keys)
    is_whole = (0, opens, closes, len(file) - closes) in ranges
    digest = sha256(file[:opens] + file[closes:]).digest()
    is_said = attribute(MESSAGE_DIGEST, der(OCTETS, digest)) in attributes
    return Signed(key_id, bool(key_id) and is_whole and is_said)


def maker_of(attributes: bytes, signature: bytes, keys: Collection[Key]) -> str:
    """The id of our key that made a signature; empty where none of them did."""
    for key in keys:
        public = key.certificate.public_key()
        try:
            if isinstance(public, ec.EllipticCurvePublicKey):
                public.verify(signature, attributes, ALGORITHM)
                return key.id
        except InvalidSignature:
            continue
    return ""


def signer_in(cms: bytes) -> tuple[bytes, bytes]:
    """What the signer of a CMS signed, and the signature; empty where it is no such thing."""
    try:
        [signer] = ContentInfo.load(cms)["content"]["signer_infos"]
        return bytes((SET,)) + signer["signed_attrs"].dump()[1:], signer["signature"].native
    except (ValueError, TypeError, KeyError, RecursionError):
        return b"", b""
