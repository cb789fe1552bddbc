"""The register's own keys: where they are, and what signs certificates now."""

from functools import lru_cache
from pathlib import Path

from flask import current_app

from tpp.certificates.press import keys
from tpp.certificates.press.credential import Issuer, Maker
from tpp.certificates.press.proving import Prover
from tpp.certificates.press.sealing import Seal
from tpp.certificates.press.signing import Signer

ORGANISATION = "Triangular Partnership Programme"


def key_folder() -> Path:
    """Where the keys are; a development key is in it from the first look on."""
    folder = Path(current_app.config["TPP_DATA"]) / "keys"
    keys.make_for_development(folder, ORGANISATION)
    return folder


def all_keys() -> list[keys.Key]:
    return keys.keys_in(key_folder())


def prover() -> Prover:
    """What checks files and tokens, with every key that ever signed."""
    return Prover(all_keys())


def signs_for_development() -> bool:
    """Whether what is signed now proves nothing, which every page about it has to say."""
    signing = next((key for key in all_keys() if not key.is_retired), None)
    return signing is not None and signing.is_development


def maker() -> Maker:
    """What signs files and credentials now; NoKey where nothing can."""
    key = keys.signing_key(key_folder())
    changed = key.secret.stat().st_ctime_ns  # of what it holds, and of who may read it
    return made(key.folder, key.id, changed, str(current_app.config["BASE_URL"]))


@lru_cache(4)
def made(folder: Path, key_id: str, changed: int, base_url: str) -> Maker:
    """To open a key takes as long as to sign with it a hundred times: it stays open."""
    pair = keys.opened(next(key for key in keys.keys_in(folder) if key.id == key_id))
    seal = Seal(Signer(pair.files, pair.key.certificate), ORGANISATION)
    return Maker(seal, Issuer(ORGANISATION, base_url, key_id, pair.credentials))
