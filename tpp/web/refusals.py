"""A rule said no to what was typed: the page of the form comes back, with the rule and every word."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from flask import Flask, current_app, flash, g, redirect, request
from werkzeug.exceptions import HTTPException

from tpp.errors import NotAllowed, Refused
from tpp.web.addresses import local
from tpp.web.words import said

TYPED = "reason"
"""The field that makes a button a form: words of somebody, which must not be lost."""


class Returned:
    """What was sent and why it was refused, for the page that shows it again."""

    def __init__(self, refusal: Refused) -> None:
        self.address, self.form = request.script_root + request.path, request.form
        self.field, self.words = refusal.field, said(refusal)

    def is_of(self, address: str, same: Mapping[str, Any]) -> bool:
        """Is this the form that sends to this address, with these hidden values?"""
        return self.address == address and all(
            self.form.get(name) == str(value) for name, value in same.items()
        )


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(returned=returned, came_back=lambda: g.get("returned"))


def returned(address: str, same: Mapping[str, Any] | None = None) -> Returned | None:
    """What was refused of the form that sends to this address; None where nothing was."""
    found: Returned | None = g.get("returned")
    return found if found and found.is_of(address, same or {}) else None


def back_with(refusal: Refused, back: str) -> Any:
    """The page of the form with what was typed, 422; a button without words leads back to it, 303."""
    if TYPED in request.form:
        g.returned = Returned(refusal)
        html = page_at(back)
        if html is not None:
            return html, 422
        g.returned = None
    flash(said(refusal), "refusal")
    return redirect(back, 303)


def page_at(address: str) -> str | None:
    """The page of this address as the same reader sees it; None where there is none to show."""
    path, _, query = local(address).partition("?")
    asked = dict(request.environ)
    for name in ("werkzeug.request", "CONTENT_TYPE"):
        asked.pop(name, None)
    asked |= {"REQUEST_METHOD": "GET", "PATH_INFO": path.removeprefix(request.script_root)}
    asked |= {"QUERY_STRING": query, "CONTENT_LENGTH": "0", "wsgi.input": BytesIO()}
    with current_app.request_context(asked):
        try:
            answer = current_app.make_response(current_app.dispatch_request())
        except (HTTPException, NotAllowed, Refused):
            return None
        is_page = answer.status_code == 200 and answer.mimetype == "text/html"
        return answer.get_data(as_text=True) if is_page else None
