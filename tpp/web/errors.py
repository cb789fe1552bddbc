"""Error pages: what, why, what to do instead, and the reference that also stands in the log."""

from typing import Any

from flask import Flask, g, render_template, request
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from tpp import clock
from tpp.db import db
from tpp.errors import Conflict, NotAllowed, Refused
from tpp.scope import NOTHING, see
from tpp.web.addresses import local
from tpp.web.limits import limiter
from tpp.web.logs import broke, reference
from tpp.web.refusals import back_with
from tpp.web.words import said

SHOWN = {400, 403, 404, 405, 409, 413, 414, 422, 429, 500}
HOPELESS = (
    "<!doctype html><title>500</title><h1>Something broke on our side</h1><p>Reference: {}</p>"
)
"""For when even the page about a broken page is broken."""


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, answer)
    app.register_error_handler(CSRFError, stale_page)
    app.register_error_handler(RateLimitExceeded, too_often)
    app.register_error_handler(NotAllowed, lambda _: page(403))
    app.register_error_handler(Refused, refused)
    app.register_error_handler(Conflict, conflict)
    app.register_error_handler(DataError, unreadable)
    app.register_error_handler(OverflowError, unreadable)
    app.register_error_handler(IntegrityError, overtaken)
    app.register_error_handler(StaleDataError, overtaken)
    app.register_error_handler(Exception, broken)


def page(code: int, status: int = 0, **words: Any) -> tuple[str, int]:
    if "acting" not in g:
        g.acting = None
    html = render_template(f"errors/{code}.html", reference=reference(), **words)
    return html, status or code


def answer(problem: HTTPException) -> Any:
    """Any answer of the web itself, in our layout, with the headers that belong to it (Allow)."""
    code = problem.code or 500
    if code < 400:
        return problem
    headers = [h for h in problem.get_headers() if h[0] not in ("Content-Type", "Content-Length")]
    shown = code if code in SHOWN else 400 if code < 500 else 500
    return *page(shown, code), headers


def stale_page(_: CSRFError) -> tuple[str, int]:
    return page(400, stale=True)


def too_often(_: RateLimitExceeded) -> Any:
    limit = limiter.current_limit
    seconds = seconds_left(limit.reset_at, limit.limit.get_expiry()) if limit else 60
    return *page(429), {"Retry-After": str(seconds)}


def seconds_left(ends_at: int, window: int) -> int:
    """Until a window of so many seconds ends, whose end was rounded up to a whole second."""
    return min(max(1, round(ends_at - clock.now().timestamp())), window)


def refused(refusal: Refused) -> Any:
    """A rule said no: back to where it was pressed, with the reason; 422 without a page."""
    back = local(request.form.get("back", ""))
    return back_with(refusal, back) if back else page(422, message=said(refusal))


def conflict(found: Conflict) -> tuple[str, int]:
    return page(409, theirs=found.theirs, yours=found.yours)


def overtaken(problem: Exception) -> tuple[str, int]:
    """Somebody did the same a moment earlier, and the database had the last word: a double press."""
    broke(problem, "overtaken")
    db.session.rollback()
    return page(409)


def unreadable(problem: Exception) -> tuple[str, int]:
    """The database cannot hold what was sent: a NUL, a number without end. Not the reader's page."""
    broke(problem, "unreadable")
    db.session.rollback()
    return page(400)


def broken(problem: Exception) -> tuple[str, int]:
    """A bug. The log gets where it happened, never the values: they may name people."""
    broke(problem)
    try:
        db.session.rollback()
        see(NOTHING)
        return page(500)
    except Exception as worse:
        broke(worse, "broken page")
        return HOPELESS.format(reference()), 500
