"""What every answer carries, so that a browser does nothing that we did not ask for.

Set outside the application, so that static files, redirects, refused methods and broken pages have
them too.
"""

from collections.abc import Iterable
from typing import Any

from flask import Flask, Response, g
from werkzeug.middleware.proxy_fix import ProxyFix

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}
HTTPS_ONLY = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


def init_app(app: Flask) -> None:
    app.after_request(keep_private)
    is_https = app.config["BASE_URL"].startswith("https:")
    proxies = app.config.get("TRUSTED_PROXIES", 0)
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    app.wsgi_app = Hardened(app.wsgi_app, HEADERS | (HTTPS_ONLY if is_https else {}))  # type: ignore[method-assign]


def keep_private(response: Response) -> Response:
    """What somebody signed in sees is kept nowhere, files neither; other pages are not shared."""
    if g.get("acting") or g.get("unrecognised"):
        response.headers["Cache-Control"] = "no-store"
    else:
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


class Hardened:
    """Adds the headers that an answer does not have yet, whoever made it."""

    def __init__(self, app: Any, headers: dict[str, str]):
        self.app = app
        self.headers = [(name.lower(), name, value) for name, value in headers.items()]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        def start(status: str, given: list[tuple[str, str]], *exc_info: Any) -> Any:
            present = {name.lower() for name, _ in given}
            missing = [(name, value) for low, name, value in self.headers if low not in present]
            return start_response(status, [*given, *missing], *exc_info)

        return self.app(environ, start)
