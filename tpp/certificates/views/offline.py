"""Verifying with no network: the public keys to print, and a scanner to keep."""

import json
from base64 import b64encode
from hashlib import sha256
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Response, current_app, url_for
from markupsafe import Markup

from tpp.certificates.press.credential import base64url
from tpp.certificates.press.keys import Key
from tpp.certificates.sealing import all_keys, signs_for_development
from tpp.certificates.views.blueprint import bp
from tpp.certificates.views.speaking import page
from tpp.web.guard import public
from tpp.web.headers import HEADERS
from tpp.web.limits import limited
from tpp.web.static import FOLDER

SCRIPTS = ("vendor/jsqr/jsQR.js", "js/scanner.js")
STYLES = ("css/plain.css", "css/app.css", "css/parts.css", "css/scanner.css")
KEPT = (*STYLES, *SCRIPTS, "css/phone.css", "css/print.css", "images/shapes.svg", "favicon.svg")
"""What the scanner's page is made of."""


class PublicKey(NamedTuple):
    """A key that signs papers, as anybody may keep it."""

    key: Key
    pem: str
    fingerprint: str
    """SHA-256 of the key (RFC 5280's SubjectPublicKeyInfo), in groups of four."""
    jwk: dict[str, str]


def public_keys_of_papers() -> list[PublicKey]:
    """Every key that ever signed papers, the newest first."""
    return [public_part(key) for key in all_keys()]


def public_part(key: Key) -> PublicKey:
    public = key.certificate.public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey), "keys of ours are P-256"
    told = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode().strip()
    digest = sha256(told).hexdigest().upper()
    groups = " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))
    x, y = (base64url(it.to_bytes(32, "big")) for it in numbers_of(public))
    return PublicKey(key, pem, groups, {"kty": "EC", "crv": "P-256", "x": x, "y": y})


def numbers_of(public: ec.EllipticCurvePublicKey) -> tuple[int, int]:
    numbers = public.public_numbers()
    return numbers.x, numbers.y


@bp.get("/verify/offline")
@public
@limited("120 per minute")
def offline() -> str:
    """How to verify with no network, and the public keys, to be printed."""
    is_trial = signs_for_development()
    return page("verify_offline.html", keys=public_keys_of_papers(), signs_for_development=is_trial)


@bp.get("/verify/scanner")
@public
@limited("120 per minute")
def scanner() -> Response:
    """The scanner: a page that stays in the browser; the only one that may use a camera."""
    answer = Response(page("verify_scanner.html", **for_scanner(), keeper=url_for(".keeper")))
    policy = HEADERS["Permissions-Policy"].replace("camera=()", "camera=(self)")
    answer.headers["Permissions-Policy"] = policy
    return answer


def for_scanner() -> dict[str, Any]:
    keys = public_keys_of_papers()
    told = json.dumps([{"id": it.key.id, "jwk": it.jwk} for it in keys])
    return {"keys": told, "shown": keys}


@bp.get("/verify/scanner/keeper.js")
@public
@limited("120 per minute")
def keeper() -> Response:
    """Keeps the scanner's page, and nothing else, for when there is no network (a service worker)."""
    static = current_app.jinja_env.globals["static"]
    files = [static(path) for path in KEPT]  # type: ignore[operator]
    name = "scanner-" + sha256(json.dumps(files).encode()).hexdigest()[:12]
    script = page("verify_keeper.js", name=name, page=url_for(".scanner"), files=files)
    answer = Response(script, mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = url_for(".scanner")
    return answer


@bp.get("/verify/scanner/file")
@public
@limited("30 per minute")
def scanner_file() -> Response:
    """The scanner as one file, which loads nothing: its policy names the hashes of what is in it."""
    scripts, style = [content(it) for it in SCRIPTS], "\n".join(content(it) for it in STYLES)
    ours = " ".join(hash_of(it) for it in scripts)
    policy = (
        f"default-src 'none'; script-src {ours}; style-src {hash_of(style)}; img-src blob: data:; "
        "media-src blob:; base-uri 'none'; form-action 'none'"
    )
    inside = {"scripts": list(map(Markup, scripts)), "style": Markup(style)}  # nosec B704 -- ours
    answer = Response(page("verify_scanner_file.html", **for_scanner(), **inside, policy=policy))
    answer.headers.set("Content-Disposition", "attachment", filename="verify-certificates.html")
    return answer


def content(path: str) -> str:
    """A file of ours, as it stands in the scanner's file."""
    return (FOLDER / path).read_text(encoding="utf8").strip()


def hash_of(text: str) -> str:
    """As a content security policy names it (CSP Level 3, 2.3.1)."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
