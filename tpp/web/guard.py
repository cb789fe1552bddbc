"""Who may reach a page. An application with a view that does not say so refuses to start."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.local import LocalProxy

from tpp.access import Ability, authorise, can, scope_of
from tpp.acting import Acting
from tpp.scope import NOTHING, see
from tpp.web.identity import acting_now

View = Callable[..., Any]
Loader = Callable[..., Any]

acting: Acting = LocalProxy(lambda: g.acting)  # type: ignore[assignment]
"""Who is signed in and for which office, in this request."""


def init_app(app: Flask) -> None:
    app.before_request(check_endpoint)


def public(view: View) -> View:
    """Anyone on the internet may see this."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def unrecognised(view: View) -> View:
    """Who is signed in in this browser is not looked at: no row and no line of the log tells who came."""
    view.unrecognised = True  # type: ignore[attr-defined]
    return view


def requires(ability: Ability, on: Loader | None = None) -> Callable[[View], View]:
    """Check ``ability`` first: a role that may not is told so (403), whether or not there is a row.

    With ``on``, load the row that the address names - ``on(acting, **address)`` gives it, or None -
    and pass it to the view in place of the address. A row that is not there, or not this office's,
    answers 404.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(**address: Any) -> Any:
            authorise(g.acting, ability)
            if on is None:
                return view(**address)
            row = on(g.acting, **address)
            if row is None or not can(g.acting, ability, row):
                abort(404)
            return view(row)

        guarded.access, guarded.loads = ability, on  # type: ignore[attr-defined]
        return guarded

    return guard


def check_endpoint() -> Any:
    """Fail closed: signed in unless public; from here on only this office's rows are seen."""
    view = current_app.view_functions.get(request.endpoint or "")
    g.unrecognised = getattr(view, "unrecognised", False)
    g.acting = None if g.unrecognised else acting_now()
    see(scope_of(g.acting) if g.acting else NOTHING)
    if request.endpoint is None or g.acting:
        return None
    if access_of(current_app, request.endpoint) == "public":
        return None
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
    abort(403)


def access_of(app: Flask, endpoint: str) -> Any:
    return getattr(app.view_functions[endpoint], "access", None)


def check_every_view_is_declared(app: Flask) -> None:
    silent = sorted(name for name in app.view_functions if access_of(app, name) is None)
    if silent:
        raise RuntimeError(f"These views do not say who may see them: {', '.join(silent)}")
