"""Addresses that come from outside: where a link or a button may lead, and which numbers can be keys."""

from urllib.parse import urlencode, urlsplit

from flask import Flask, abort, current_app, request, url_for
from werkzeug.routing import IntegerConverter, ValidationError

LARGEST_KEY = 2**31 - 1
"""What a key column holds on PostgreSQL; beyond it there is no row."""

LONGEST_QUERY = 6000
"""Bytes behind the question mark of an address: below what the web server lets through (8,190 for
the whole line), so that the refusal is a page of ours; 200 letters of any script take 2,400."""


class Key(IntegerConverter):
    """``<int:…>`` in an address: a number too large to be a key is a page that is not there."""

    regex = "[0-9]{1,10}"

    def to_python(self, value: str) -> int:
        number = super().to_python(value)
        if number > LARGEST_KEY:
            raise ValidationError
        return number


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = Key
    app.jinja_env.globals.update(url_with=url_with)
    app.before_request(refuse_endless_addresses)
    app.before_request(refuse_unreadable)
    app.before_request(refuse_endless_forms)


def refuse_endless_forms() -> None:
    """Only a form that sends files may be as long as files are."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]
        if (request.content_length or 0) > request.max_content_length:
            abort(413)


def refuse_endless_addresses() -> None:
    """No filter needs so many words; a page would repeat them in each of its links."""
    if len(request.query_string) > LONGEST_QUERY:
        abort(414)


def refuse_unreadable() -> None:
    """No address has a NUL in it: databases cannot hold one. A certificate's code is looked at by itself,
    so that every miss is answered alike."""
    if "\0" in request.path and request.endpoint != "certificates.verified":
        abort(404)
    if b"%00" in request.query_string or b"\0" in request.query_string:
        abort(400)


def local(address: str) -> str:
    """The address when it is one of ours, else nothing: a link must not lead away."""
    plain = address.replace("\\", "/")
    if not plain.startswith("/") or plain.startswith("//") or not address.isprintable():
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc else address


def url_with(**changes: object) -> str:
    """This page's address with some of its filters changed; None takes one out."""
    place = {name: changes.pop(name, value) for name, value in (request.view_args or {}).items()}
    kept: dict[str, object] = {**request.args.to_dict(flat=False), **changes}
    pairs = {key: value for key, value in kept.items() if value not in (None, "", [])}
    here = url_for(request.endpoint or "reports.home", **place)  # type: ignore[arg-type]
    return f"{here}?{urlencode(pairs, doseq=True)}" if pairs else here
