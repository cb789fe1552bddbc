"""How often something may be tried: by the address it comes from, and by the account it is about.

``@limited("30 per minute")`` above a view; the answer to one try too many is 429.
"""

import hmac
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Any

from flask import Flask, Response, current_app, request
from flask_limiter import Limiter

View = Callable[..., Any]


def address() -> str:
    """Where a request comes from. A household or an office has a whole /64 of IPv6 to itself."""
    try:
        where = ip_address(request.remote_addr or "127.0.0.1")
    except ValueError:
        return "elsewhere"
    return str(where if where.version == 4 else ip_network((where, 64), strict=False))


def account_typed() -> str:
    """The account that a form names, whether or not there is one; not readable where counts are kept."""
    typed = (request.form.get("email") or "").strip().lower()[:300]
    key = str(current_app.secret_key).encode()
    return hmac.new(key, f"account:{typed}".encode(), "sha256").hexdigest()


limiter = Limiter(
    key_func=address,
    strategy="moving-window",
    headers_enabled=False,
    in_memory_fallback_enabled=True,
)


def init_app(app: Flask) -> None:
    app.config["RATELIMIT_STORAGE_URI"] = app.config["LIMITS_URL"]
    limiter.init_app(app)


def limited(
    often: str,
    by: Callable[[], str] = address,
    methods: tuple[str, ...] = (),
    failures_only: bool = False,
) -> Callable[[View], View]:
    """At most so ``often`` ("30 per minute; 200 per hour"), counted by address unless told otherwise.

    With ``failures_only`` only what was answered with an error page or a form with errors counts.
    """
    return limiter.limit(
        often,
        key_func=by,
        methods=list(methods) or None,
        deduct_when=failed if failures_only else None,
    )


def failed(response: Response) -> bool:
    return response.status_code >= 400
