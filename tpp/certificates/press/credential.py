"""The credential in a certificate: Open Badges 3.0 as a JSON Web Token.

1EdTech Open Badges 3.0, 8.2 (VC-JWT; RS256 is what every verifier knows) on W3C Verifiable Credentials
2.0; RFC 7515 and 7519 (JWT), RFC 7517 (JWK), W3C Bitstring Status List 1.0 for what was revoked.
"""

import gzip
import json
from base64 import urlsafe_b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tpp.certificates.press.paper import printed_code
from tpp.certificates.press.sealing import Attachment, Seal
from tpp.certificates.rules import Variant, Words

CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
MEDIA_TYPE = "application/vc+jwt"
LISTED = 131_072
"""Certificates in one status list: the least that keeps one of them from being told by asking."""


@dataclass(frozen=True, eq=False)
class Issuer:
    """In whose name, at which address and with which key credentials are given."""

    name: str
    base_url: str
    key_id: str
    key: rsa.RSAPrivateKey

    @property
    def id(self) -> str:
        return f"{self.base_url}/issuer"

    def profile(self) -> dict[str, Any]:
        return {"id": self.id, "type": ["Profile"], "name": self.name, "url": self.base_url}

    def token(self, claims: Mapping[str, Any]) -> str:
        """The claims, signed (RFC 7515, 3.1)."""
        where = f"{self.base_url}/.well-known/jwks.json#{self.key_id}"
        head = {"alg": "RS256", "typ": "JWT", "kid": where}
        signed = f"{base64url(as_json(head))}.{base64url(as_json(claims))}"
        signature = self.key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{signed}.{base64url(signature)}"


@dataclass(frozen=True, eq=False)
class Maker:
    """What makes a certificate provable: the seal of file and paper, the issuer of its credential."""

    seal: Seal
    issuer: Issuer

    def code(self, words: Words, expires_on: date | None) -> str:
        """What the QR code on the paper says."""
        return printed_code(words, expires_on, self.seal.signer.key)

    def credential(self, words: Words, expires_on: date | None) -> Attachment:
        token = self.issuer.token(claims(words, expires_on, self.issuer))
        return Attachment(
            "credential.jwt", MEDIA_TYPE, "Open Badges 3.0 credential (VC-JWT)", token.encode()
        )


def claims(words: Words, expires_on: date | None, issuer: Issuer) -> dict[str, Any]:
    """What the credential says, with the names that JWT has for some of it (VC-JWT, 3)."""
    subject = f"urn:uuid:{uuid5(NAMESPACE_URL, words.url)}"
    from_day = date.fromisoformat(words.issued_iso)
    said = {
        "@context": CONTEXT,
        "id": words.url,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": words.number,
        "issuer": issuer.profile(),
        **{"validFrom": at(from_day).isoformat(), "credentialSubject": about(words, subject)},
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialStatus": status_entry(words.number, issuer.base_url),
        **{"iss": issuer.id, "jti": words.url, "sub": subject},
        "nbf": int(at(from_day).timestamp()),
    }
    if expires_on:
        end = datetime.combine(expires_on, time(23, 59, 59), UTC)
        said |= {"validUntil": end.isoformat(), "exp": int(end.timestamp())}
    return said


TYPES = {Variant.COMPLETION: "CertificateOfCompletion"}
"""As Open Badges 3.0 names them (AchievementType); every other one is a certificate."""
SAID = {
    Variant.COMPLETION: "completion",
    Variant.PARTICIPATION: "participation",
    Variant.LED: "course leadership",
    Variant.TAUGHT: "instruction",
    Variant.ASSISTED: "teaching assistance",
    Variant.INTERPRETED: "interpretation",
}


def about(words: Words, subject: str) -> dict[str, Any]:
    """The person, by the printed name alone, and what was achieved."""
    facts = (words.qualification, words.dates, words.place, words.hours)
    course = uuid5(NAMESPACE_URL, f"{words.course}\n{words.qualification}\n{words.variant}")
    return {
        "id": subject,
        "type": ["AchievementSubject"],
        "identifier": [
            {
                **{"type": "IdentityObject", "hashed": False},
                **{"identityHash": words.name, "identityType": "name"},
            }
        ],
        "achievement": {
            "id": f"urn:uuid:{course}",
            "type": ["Achievement"],
            "achievementType": TYPES.get(words.variant, "Certificate"),
            "name": words.course,
            "description": ", ".join(filter(None, facts)),
            "criteria": {"narrative": f"Certificate of {SAID[words.variant]}, {words.number}"},
        },
    }


def number_of(serial: str) -> int:
    """The register's number in a printed one."""
    return int(serial.rpartition("-")[2])


def status_entry(serial: str, base_url: str) -> dict[str, str]:
    """Where it stands whether the certificate is still in force."""
    page, index = divmod(number_of(serial), LISTED)
    address = f"{base_url}/credentials/status/{page}"
    return {
        "id": f"{address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": address,
    }


def status_list(page: int, numbers: Collection[int], issuer: Issuer, now: datetime) -> str:
    """A list of which certificates are in force no longer, as a credential of its own."""
    address = f"{issuer.base_url}/credentials/status/{page}"
    return issuer.token(
        {
            "@context": CONTEXT[:1],
            "id": address,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": issuer.id,
            "validFrom": now.isoformat(),
            "credentialSubject": {
                "id": f"{address}#list",
                "type": "BitstringStatusList",
                "statusPurpose": "revocation",
                "encodedList": encoded_list(page, numbers),
            },
            **{"iss": issuer.id, "jti": address, "nbf": int(now.timestamp())},
        }
    )


def encoded_list(page: int, numbers: Collection[int]) -> str:
    """One bit a certificate, the first the highest of the first byte (3.3)."""
    bits = bytearray(LISTED // 8)
    for number in numbers:
        index = number - page * LISTED
        bits[index // 8] |= 0x80 >> index % 8
    return "u" + base64url(gzip.compress(bytes(bits), mtime=0))


def public_jwk(key_id: str, key: rsa.RSAPublicKey) -> dict[str, str]:
    """A public key for ``/.well-known/jwks.json`` (RFC 7518, 6.3.1)."""
    numbers = key.public_numbers()
    modulus, exponent = (
        base64url(value.to_bytes((value.bit_length() + 7) // 8, "big"))
        for value in (numbers.n, numbers.e)
    )
    return {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": key_id, "n": modulus, "e": exponent}


def at(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def as_json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
