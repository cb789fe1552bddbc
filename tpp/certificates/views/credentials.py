"""What a verifier of credentials fetches: issuer, public keys, lists of what is in force no longer."""

from typing import Any

from flask import abort
from werkzeug.wrappers import Response

from tpp import clock
from tpp.certificates import queries
from tpp.certificates.press.credential import (
    LISTED,
    MEDIA_TYPE,
    as_json,
    public_jwk,
    status_list,
)
from tpp.certificates.sealing import all_keys, maker
from tpp.certificates.views.blueprint import bp
from tpp.web.guard import public
from tpp.web.limits import limited


@bp.get("/issuer")
@public
def issuer() -> Response:
    """Who issues the credentials (Open Badges 3.0, Profile)."""
    return json_of(maker().issuer.profile())


@bp.get("/.well-known/jwks.json")
@public
def public_keys() -> Response:
    """Every key that ever signed a credential, retired ones too (RFC 7517)."""
    return json_of({"keys": [public_jwk(key.id, key.credentials) for key in all_keys()]})


@bp.get("/credentials/status/<int(max=9999):page>")
@public
@limited("120 per minute")
def status_of(page: int) -> Response:
    """Which certificates of a hundred thousand are in force no longer, as a signed list of bits."""
    numbers = queries.numbers_not_in_force(page * LISTED, LISTED)
    if numbers is None:
        abort(404)
    token = status_list(page, numbers, maker().issuer, clock.now())
    answer = Response(token, mimetype=MEDIA_TYPE)
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


def json_of(value: dict[str, Any]) -> Response:
    answer = Response(as_json(value), mimetype="application/json")
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer
