"""Reading what the register answers: the forms on a page, and every text that left with it."""

import html
import io
import json
import re
import zipfile
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote

TYPED = {
    "email": "someone.new@example.org",
    "number": "1",
    "date": "2026-11-20",
    "datetime-local": "2026-11-20T08:00",
    "time": "08:00",
    "password": "violet kettle under the bridge",
}


NAMED = {
    "starts": "08:00",
    "first_ends": "09:00",
    "second_starts": "10:00",
    "ends": "11:00",
    "born_on": "1990-05-05",
    "timezone": "Africa/Nairobi",
    "supporters": "JPN",
    "mark": "70",
    "reason": "Because it was decided so.",
}
"""What a field wants that says so only by its name."""


def typed(name: str, kind: str) -> str:
    for ending in sorted(NAMED, key=len, reverse=True):
        if name.rstrip("-0123456789").endswith(ending):
            return NAMED[ending]
    return TYPED.get(kind, "Because")


@dataclass
class Form:
    """A form as it stands on a page, filled in as a person would who means it."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)

    def put(self, name: str | None, value: str) -> None:
        if name and not name.endswith("csrf_token"):
            self.fields.setdefault(name, []).append(value)


class FormReader(HTMLParser):
    """Collects the forms of a page, also fields that name their form from outside."""

    def __init__(self, markup: str, here: str):
        super().__init__()
        self.here = here
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.open: Form | None = None
        self.late: list[tuple[str, str, dict]] = []
        self.select: tuple[Form, str] | None = None
        self.feed(markup)
        for form_id, tag, attributes in self.late:
            if form_id in self.by_id:
                self.take(self.by_id[form_id], tag, attributes)
        for form in self.forms:
            form.fields = {name: self.settled(values) for name, values in form.fields.items()}

    @staticmethod
    def settled(values: list[str]) -> list[str]:
        """Hidden and ticked values all; of radios and options the first that says something."""
        return [it for it in values if it] or [""]

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.open = Form(
                given.get("action") or self.here, (given.get("method") or "get").lower()
            )
            self.forms.append(self.open)
            if given.get("id"):
                self.by_id[given["id"]] = self.open
        elif tag == "option" and self.select:
            form, name = self.select
            if given.get("value") and (name not in form.fields or "selected" in given):
                form.fields[name] = [given["value"]]
        elif tag in ("input", "textarea", "select", "button"):
            if given.get("form"):
                self.late.append((given["form"], tag, given))
            elif self.open:
                self.take(self.open, tag, given)

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = None

    def take(self, form: Form, tag: str, given: dict) -> None:
        name, kind = given.get("name"), given.get("type", "text")
        if tag == "select":
            self.select = (form, name) if name else None
        elif tag == "textarea":
            form.put(name, "Because it is so.")
        elif tag == "button":
            if name and name not in form.fields:
                form.put(name, given.get("value") or "")
        elif kind == "radio":
            if name not in form.fields:
                form.put(name, given.get("value") or "on")
        elif kind in ("checkbox", "hidden"):
            form.put(name, given.get("value") or ("on" if kind == "checkbox" else ""))
        elif kind not in ("submit", "reset", "file"):
            form.put(name, given.get("value") or typed(name or "", kind))


def forms_on(markup: str, here: str) -> list[Form]:
    return FormReader(markup, here).forms


def texts_of(response, serializer) -> str:
    """Everything readable in an answer: body, files inside files, headers, cookies."""
    parts = [body_of(response.get_data())]
    for name, value in response.headers:
        readable = value.encode("latin-1", "replace").decode("utf-8", "replace")
        parts.append(f"{name}: {unquote(readable)}")
        if name == "Set-Cookie":
            parts.append(contents_of(value, serializer))
    return "\n".join(parts)


def body_of(body: bytes) -> str:
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return "\n".join(body_of(packed.read(name)) for name in packed.namelist())
    text = body.decode("utf-8", "replace")
    if "&" in text:
        text += html.unescape(text)
    if "\\u" in text:
        text += re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    return text


def contents_of(cookie: str, serializer) -> str:
    """A session cookie is signed, not secret."""
    value = cookie.split(";")[0].partition("=")[2]
    try:
        return json.dumps(serializer.loads(value), ensure_ascii=False, default=str)
    except Exception:
        return value
