"""The keys with which certificates are signed: two files a key, in a folder that only we can read.

``ID.pem`` is public and stays for good: the X.509 certificate of the key that signs files (RFC 5280;
P-256) and the public key that signs credentials (RSA, 2048 bits). ``ID.key`` holds both private keys,
mode 0400. Without it the key is retired: it verifies what it signed, and signs no more.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from tpp import clock
from tpp.errors import Refused

DEVELOPMENT = "Development key, proves nothing"
YEARS = 25
SEPARATE = b"-----BEGIN"
PEM, PKCS8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
SUBJECT_INFO = serialization.PublicFormat.SubjectPublicKeyInfo


class NoKey(Refused):
    """Nothing can be signed; the sentence says why and what to do."""


@dataclass(frozen=True, eq=False)
class Key:
    """The public part of a key."""

    id: str
    folder: Path
    certificate: x509.Certificate
    credentials: rsa.RSAPublicKey

    @property
    def made_at(self) -> datetime:
        return self.certificate.not_valid_before_utc + timedelta(days=1)

    @cached_property
    def is_development(self) -> bool:
        units = self.certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
        return any(unit.value == DEVELOPMENT for unit in units)

    @property
    def secret(self) -> Path:
        return self.folder / f"{self.id}.key"

    @property
    def is_retired(self) -> bool:
        return not self.secret.exists()


@dataclass(frozen=True, eq=False)
class Pair:
    """The private part of a key: one signs files, the other credentials."""

    key: Key
    files: ec.EllipticCurvePrivateKey
    credentials: rsa.RSAPrivateKey


def keys_in(folder: Path) -> list[Key]:
    """Every key that ever signed, the newest first."""
    found = [public_part(path) for path in folder.glob("*.pem")]
    return sorted(found, key=lambda key: key.id, reverse=True)


def public_part(path: Path) -> Key:
    certificate, credentials = pems(path)
    key = serialization.load_pem_public_key(credentials)
    if not isinstance(key, rsa.RSAPublicKey):
        raise NoKey(f"{path.name} in the folder of keys is not one of ours.")
    return Key(path.stem, path.parent, x509.load_pem_x509_certificate(certificate), key)


def pems(path: Path) -> tuple[bytes, bytes]:
    """The two parts of a key's file."""
    try:
        _, first, second = path.read_bytes().split(SEPARATE)
    except (OSError, ValueError) as problem:
        raise NoKey(
            f"{path.name} in the folder of keys cannot be read. Put it back from the backup."
        ) from problem
    return SEPARATE + first, SEPARATE + second


def signing_key(folder: Path) -> Key:
    """The newest key that is not retired."""
    keys = keys_in(folder)
    for key in keys:
        if not key.is_retired:
            return key
    what = "Every signing key is retired" if keys else "The folder of signing keys is empty"
    raise NoKey(f"{what}, so no certificate can be signed. Make a key with: flask keys new")


def opened(key: Key) -> Pair:
    """The private part, if it is the right one and nobody else can read it."""
    if key.secret.stat().st_mode & 0o077:
        raise NoKey(
            f"Others can read {key.secret.name}, so nothing is signed with it. Retire it: flask keys "
            f"retire {key.id}; then make another: flask keys new"
        )
    first, second = pems(key.secret)
    try:
        files = serialization.load_pem_private_key(first, None)
        credentials = serialization.load_pem_private_key(second, None)
    except ValueError as problem:
        raise NoKey(f"{key.secret.name} is damaged. Put it back from the backup.") from problem
    public = (key.certificate.public_key(), key.credentials)
    if (
        isinstance(files, ec.EllipticCurvePrivateKey)
        and isinstance(credentials, rsa.RSAPrivateKey)
        and (files.public_key(), credentials.public_key()) == public
    ):
        return Pair(key, files, credentials)
    raise NoKey(f"{key.secret.name} does not belong to {key.id}.pem. Put both back together.")


def make(folder: Path, organisation: str, *, is_development: bool = False) -> Key:
    """A new key, which signs from now on."""
    folder.mkdir(mode=0o700, exist_ok=True)
    files, credentials = (
        ec.generate_private_key(ec.SECP256R1()),
        rsa.generate_private_key(65537, 2048),
    )
    now = clock.now()
    digest = sha256(files.public_key().public_bytes(PEM, SUBJECT_INFO)).hexdigest()
    key_id = f"{1 + len(list(folder.glob('*.pem'))):03}-{digest[:6]}"
    certificate = self_signed(files, key_id, organisation, now, is_development)
    public = certificate.public_bytes(PEM) + credentials.public_key().public_bytes(
        PEM, SUBJECT_INFO
    )
    none = serialization.NoEncryption()
    # The private part first: a key without it would count as retired.
    write(
        folder / f"{key_id}.key",
        files.private_bytes(PEM, PKCS8, none) + credentials.private_bytes(PEM, PKCS8, none),
        0o400,
    )
    write(folder / f"{key_id}.pem", public, 0o444)
    return public_part(folder / f"{key_id}.pem")


def self_signed(
    key: ec.EllipticCurvePrivateKey, key_id: str, organisation: str, now: datetime, is_dev: bool
) -> x509.Certificate:
    parts: Sequence[x509.NameAttribute] = (
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
        *([x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, DEVELOPMENT)] * is_dev),
        x509.NameAttribute(NameOID.COMMON_NAME, f"Certificates, key {key_id}"),
    )
    usage = dict.fromkeys(
        (
            *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
            *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
        ),
        False,
    ) | {"digital_signature": True, "content_commitment": True}
    return (
        x509.CertificateBuilder(x509.Name(parts), x509.Name(parts), key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # a day of issue may have begun elsewhere
        .not_valid_after(now + timedelta(days=365.25 * YEARS))
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .sign(key, hashes.SHA256())
    )


def write(path: Path, contents: bytes, mode: int) -> None:
    """A file that is whole, on the disk, and never readable for others in between."""
    part = path.with_suffix(path.suffix + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb") as file:
        file.write(contents)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)


def make_for_development(folder: Path, organisation: str) -> None:
    """A key to try the register with, where there has never been one.

    Whoever lost the folder's contents gets none: certificates that others verify need the old ones.
    """
    if folder.exists():
        return
    fresh = folder.with_name(f"{folder.name}.{os.getpid()}.part")
    make(fresh, organisation, is_development=True)
    try:
        fresh.rename(folder)
    except OSError:  # another process was first
        for path in fresh.iterdir():
            path.unlink()
        fresh.rmdir()


def retire(folder: Path, key_id: str) -> Key:
    """Destroy the private part. What the key signed stays valid."""
    key = next((it for it in keys_in(folder) if it.id == key_id), None)
    if key is None or key.is_retired:
        raise Refused(f"There is no key {key_id} in use. List them with: flask keys list")
    key.secret.unlink()
    return key
