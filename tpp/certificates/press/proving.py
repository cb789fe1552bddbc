"""Checking what the register signed, with the public part of every key that ever signed.

RFC 7515 (JWS) for credentials and for the head of the register; files as in signatures.py. Nothing here
needs a private key or a network.
"""

import json
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from tpp.certificates.press.keys import Key
from tpp.certificates.press.sealing import attached_to
from tpp.certificates.press.signatures import signatures_in


class Prover:
    """Knows every key of the register, retired ones too."""

    def __init__(self, keys: Sequence[Key]):
        self.keys = {key.id: key for key in keys}

    def fault_of(self, file: bytes, url: str, serial: str) -> str:
        """Why a file is not our certificate of this number; empty where it is."""
        if not any(it.is_intact for it in signatures_in(file, self.keys.values())):
            return "it is not signed with a key of this register"
        token = attached_to(file)
        claims = self.claims(token.decode("ascii", "replace")) if token else None
        if claims is None:
            return "its credential is not signed with a key of this register"
        if (claims.get("id"), claims.get("name")) != (url, serial):
            return "its credential is that of another certificate"
        return ""

    def claims(self, token: str) -> dict[str, Any] | None:
        """What a token of ours says; None where none of our keys signed it."""
        try:
            head, payload, signature = token.strip().split(".")
            key = self.keys[str(json.loads(base64(head))["kid"]).rpartition("#")[2]]
            signed = f"{head}.{payload}".encode()
            key.credentials.verify(base64(signature), signed, padding.PKCS1v15(), hashes.SHA256())
            claims = json.loads(base64(payload))
        except (ValueError, KeyError, TypeError, RecursionError, InvalidSignature):
            return None
        return claims if isinstance(claims, dict) else None


def base64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
