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


def mark_of(email: str, purpose: str = "account") -> str:
    """An account for counting, whether or not there is one; not readable where counts are kept."""
    key, typed = str(current_app.secret_key).encode(), email.strip().lower()[:300]
    return hmac.new(key, f"{purpose}:{typed}".encode(), "sha256").hexdigest()


def account_typed() -> str:
    """The account that a form names."""
    return mark_of(request.form.get("email") or "")


def account_in_this_browser() -> str:
    """The account that a form names, counted apart where it signed in from this very browser before.

    So whoever guesses at an account elsewhere shuts only strangers out, never its owner.
    """
    known = mark_of(request.form.get("email") or "", KNOWN)
    is_here = hmac.compare_digest(request.cookies.get(KNOWN, "").encode(), known.encode())
    return known if is_here else account_typed()


def remember_here(response: Any, email: str) -> Any:
    """The browser of a successful sign-in is known from now on; its cookie names nobody."""
    response.set_cookie(
        KNOWN,
        mark_of(email, KNOWN),
        max_age=A_YEAR,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/sign-in",
    )
    return response


KNOWN, A_YEAR = "tpp-known", 365 * 86400

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
