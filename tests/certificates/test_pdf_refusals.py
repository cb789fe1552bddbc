"""What the certificate refuses to be made to do, whoever wrote the words on it."""

import threading
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.certificates.specimens import bare, copied, make_words
from tpp.certificates import typesetting
from tpp.certificates.pdf import render
from tpp.certificates.rules import Signatory
from tpp.designs.rules.looks import packaged_look
from tpp.errors import Refused

ATTACKS = (
    "<img src=file:///etc/passwd>",
    "<img src={web}/img>",
    "<link rel=attachment href=file:///etc/passwd>",
    "<style>@import url({web}/css)</style>",
    "<style>*{{background:url({web}/bg)}}</style>",
    "<link rel=stylesheet href={web}/sheet>",
    "<svg><image xlink:href={web}/svg /></svg>",
    "<base href=file:///etc/><img src=passwd>",
    "<p style=background:url(file:///etc/hostname)>x",
    "<object data={web}/object></object>",
    "<a rel=attachment href=file:///etc/passwd>x</a>",
    "<img src='data:image/svg+xml,<svg/>'>",
    "</p></main></body></html><script>x</script>",
    '"><img src=asset:frame.svg>',
    "{{{{ c }}}}{{% include '2026.html' %}}&lt;b&gt;&#65;",
)


@pytest.fixture
def web():
    """A web server that remembers who called."""
    calls = []

    class Caller(BaseHTTPRequestHandler):
        def do_GET(self):
            calls.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Caller) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        server.calls, server.url = calls, f"http://127.0.0.1:{server.server_port}"
        yield server
        server.shutdown()


@pytest.mark.parametrize("attack", ATTACKS)
def test_markup_in_a_name_or_a_title_is_printed_as_the_text_it_is(web, attack):
    attack = attack.format(web=web.url)
    words = make_words(
        **dict.fromkeys(("name", "native", "course", "place", "hours", "specimen"), attack),
        native_language=attack,
        signatories=(Signatory(attack, attack),),
    )
    text = copied(render(words))
    assert text.count(bare(attack)) >= 8
    assert "root:x" not in text
    assert web.calls == []


@pytest.mark.parametrize(
    "attack", [a for a in ATTACKS if "file:" in a or "{web}" in a or "data:" in a]
)
def test_a_design_that_asks_for_anything_but_packaged_pictures_is_not_printed(web, attack):
    html = f"<html lang=en><title>t</title>{attack.format(web=web.url)}"
    with suppress(ValueError):  # most are refused, the rest is printed without what it asked for
        pdf = typesetting.design(packaged_look()).print(html)
        assert b"EmbeddedFile" not in pdf
        assert b"/XObject" not in pdf
    assert web.calls == []


def test_a_signature_that_is_not_packaged_is_not_printed():
    words = make_words(signatories=(Signatory("A", "B", "../../../etc/passwd"),))
    with pytest.raises(ValueError, match="not one of our pictures"):
        render(words)


def test_a_name_that_no_typeface_can_write_never_reaches_paper():
    with pytest.raises(Refused, match=r"U\+AC00 \(HANGUL SYLLABLE GA\)"):
        render(make_words(name="가 Smith"))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"url": "file:///etc/passwd"}, "on the web"),
        ({"url": "javascript:alert(1)"}, "on the web"),
        ({"issued_iso": "yesterday"}, "isoformat"),
        ({"design": "../mail/reset"}, "name of a design"),
        ({"variant": "excellence"}, "Variant"),
        ({"signatories": (Signatory("A", "B"),) * 3}, "two signatures"),
    ],
)
def test_words_that_no_certificate_can_have_are_no_words(changed, told):
    with pytest.raises(ValueError, match=told):
        replace(make_words(), **changed)


@pytest.mark.parametrize(("language", "second"), [("de", None), ("en", "ar"), ("en", "en")])
def test_a_certificate_is_in_one_of_six_languages_or_two_that_run_alike(language, second):
    with pytest.raises(Refused):
        make_words(language=language, second=second)
