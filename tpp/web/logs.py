"""One line a request, as JSON, with a reference that error pages show.

Lines say which view, which account by its number and how it ended: no names, no addresses of people,
nothing that was typed. A traceback's message can hold all of these, so only its places are written.
"""

import logging
import sys
import time
import traceback
from secrets import token_hex
from typing import Any

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger()


class Standard:
    """Writes to what is standard error now, so that it can be turned elsewhere."""

    def msg(self, line: str) -> None:
        sys.stderr.write(line + "\n")
        sys.stderr.flush()

    debug = info = warning = warn = error = critical = exception = msg


def init_app(app: Flask) -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=lambda *_: Standard(),
        cache_logger_on_first_use=False,
    )
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    app.log_exception = lambda exc_info: broke(exc_info[1])  # type: ignore[method-assign]
    app.before_request(begin)
    app.after_request(finish)


def begin() -> None:
    g.began = time.perf_counter()


def finish(response: Response) -> Response:
    """Which view, for which office, how it ended: never who is in it."""
    response.headers["X-Request-Reference"] = reference()
    if request.endpoint and request.endpoint.startswith("health."):
        return response
    who: Any = g.get("acting")
    log.info(
        "request",
        reference=reference(),
        method=request.method if request.method in METHODS else "other",
        endpoint=request.endpoint or "-",
        status=response.status_code,
        milliseconds=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000),
        account=who.account_id if who else None,
        office=who.office_id if who else None,
    )
    return response


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def reference() -> str:
    """The mark of this request, in its log line and on its error page."""
    if "reference" not in g:
        g.reference = token_hex(6)
    return g.reference


def broke(problem: BaseException | None, what: str = "broken") -> None:
    """A bug, or input that the database refused: where, never with which values."""
    frames = traceback.extract_tb(problem.__traceback__) if problem else []
    places = ["/".join(frame.filename.rsplit("/", 2)[-2:]) + f":{frame.lineno}" for frame in frames]
    log.error(what, reference=reference(), kind=type(problem).__name__, where=places[-8:])
