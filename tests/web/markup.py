"""Renders macros without the register, and reads the markup that comes out."""

from html.parser import HTMLParser

from flask import Flask
from flask_babel import Babel

from tpp import ROOT
from tpp.web import charts, refusals

HOSTILE = """<script>alert("x")</script>' onload='x' {{ 7 * 7 }}"""
VOID = {"input", "link", "meta", "br", "hr", "img"}


def plain_app() -> Flask:
    """An application with the globals of the macros, and nothing else of the register."""
    app = Flask(__name__, template_folder=ROOT / "templates", static_folder=None)
    app.secret_key = "tests"
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        static=lambda path: f"/static/{path}",
        csrf_token=lambda: "token-of-the-page",
        words=lambda value: str(value).replace("_", " "),
    )
    charts.init_app(app)
    refusals.init_app(app)
    Babel(app)
    return app


class Reader(HTMLParser):
    """Every element in order, with its attributes and the words directly and deeper inside."""

    def __init__(self, markup: str):
        super().__init__()
        self.found: list[Element] = []
        self.open: list[Element] = []
        self.feed(markup)

    def handle_starttag(self, tag, attributes):
        element = Element(tag, dict(attributes), [e.tag for e in self.open])
        self.found.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attributes):
        self.found.append(Element(tag, dict(attributes), [e.tag for e in self.open]))

    def handle_endtag(self, tag):
        while self.open and self.open.pop().tag != tag:
            pass

    def handle_data(self, data):
        for element in self.open:
            element.words += data


class Element:
    def __init__(self, tag, attributes, inside):
        self.tag, self.attributes, self.inside, self.words = tag, attributes, inside, ""

    def __getitem__(self, name):
        return self.attributes.get(name)

    @property
    def text(self) -> str:
        return " ".join(self.words.split())


class Markup:
    def __init__(self, text: str):
        self.text = text
        self.elements = Reader(text).found

    def all(self, tag: str, **attributes) -> list[Element]:
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements
            if element.tag == tag and all(element[name] == value for name, value in wanted.items())
        ]

    def one(self, tag: str, **attributes) -> Element:
        [element] = self.all(tag, **attributes)
        return element

    @property
    def ids(self) -> list[str]:
        return [element["id"] for element in self.elements if element["id"]]
