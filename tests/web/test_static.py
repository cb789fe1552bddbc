"""What browsers load: unchanged from its makers, light, and no more than the policy allows."""

import gzip
import json
import re
from hashlib import sha256

import pytest

from tpp import ROOT

STATIC = ROOT / "static"
MANIFEST = json.loads((STATIC / "vendor" / "manifest.json").read_text(encoding="utf8"))["files"]
STYLES = sorted((STATIC / "css").glob("*.css"))
FIRST_VISIT = [
    "vendor/bootstrap/bootstrap.min.css", "css/app.css", "css/parts.css", "css/figures.css",
    "css/phone.css", "css/print.css", "css/timeline.css", "vendor/htmx/htmx.min.js", "js/app.js",
    "icons.svg", "images/land.svg", "images/shapes.svg", "favicon.svg",
]  # fmt: skip


def text_of(name):
    return (STATIC / name).read_text(encoding="utf8")


@pytest.mark.parametrize("path", MANIFEST)
def test_a_vendored_file_is_the_one_its_makers_published(path):
    assert sha256((ROOT / path).read_bytes()).hexdigest() == MANIFEST[path]["sha256"]


def test_every_vendored_file_is_in_the_manifest():
    vendored = [
        *(STATIC / "vendor").rglob("*"),
        *(ROOT / "tests" / "browser" / "vendor").rglob("*"),
    ]
    names = {
        str(f.relative_to(ROOT)) for f in vendored if f.is_file() and f.name != "manifest.json"
    }

    assert names == set(MANIFEST)


def test_a_first_visit_leaves_fifteen_of_a_hundred_kilobytes_for_the_page():
    weight = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in FIRST_VISIT)

    assert weight < 85_000


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_a_style_sheet_names_no_other_place_and_no_side(style):
    text = style.read_text(encoding="utf8")

    assert "url(" not in text
    assert "@import" not in text
    assert re.findall(r"(?:margin|padding|border)-(?:left|right)|[^-](?:left|right):", text) == []
    assert re.findall(r"(?:float|text-align): (?:left|right)", text) == []


def test_every_icon_that_a_template_asks_for_is_in_the_sprite():
    sprite = set(
        re.findall(
            r'<symbol id="([is])-([a-z]+)"', text_of("icons.svg") + text_of("images/shapes.svg")
        )
    )
    templates = "".join(f.read_text(encoding="utf8") for f in (ROOT / "templates").rglob("*.html"))
    asked = set(re.findall(r"icon\.([is])\([\"']([a-z]+)[\"']\)", templates))
    asked |= {("i", name) for name in re.findall(r"\"icon\": \"([a-z]+)\"", templates)}

    assert asked - sprite == set()


def test_a_timeline_has_every_column_and_length_of_a_year():
    text = text_of("css/timeline.css")

    for n in range(1, 105):
        assert f".from-{n} {{" in text
        assert f".span-{n} {{" in text


def test_the_script_builds_nothing_from_words():
    builders = r"innerHTML|outerHTML|insertAdjacentHTML|eval\(|\.style\b|document\.write"

    assert not re.search(builders, text_of("js/app.js"))
