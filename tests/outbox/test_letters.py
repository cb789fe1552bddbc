"""Every mail, as text and as HTML, in each of the six languages."""

import html.parser
import json
import re
from pathlib import Path

import pytest

from tests.outbox.words import WORDS
from tpp import clock
from tpp.outbox.mail import letter, written
from tpp.outbox.models import Message
from tpp.wording import LANGUAGES

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(
    path.stem for path in (ROOT / "templates/mail").glob("*.txt") if path.stem[0] != "_"
)


class Read(html.parser.HTMLParser):
    """The words of a page, and whether every element was closed."""

    ALONE = {"meta", "br", "hr"}

    def __init__(self):
        super().__init__()
        self.open, self.words, self.head = [], [], {}

    def handle_starttag(self, tag, attrs):
        if tag == "html":
            self.head = dict(attrs)
        if tag not in self.ALONE:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open and "title" not in self.open:
            self.words.append(data)


def read(page):
    reader = Read()
    reader.feed(page)
    assert reader.open == []
    return reader


def test_words_are_known_for_every_mail():
    assert sorted(WORDS) == TEMPLATES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_mail_says_the_same_as_text_and_as_html(app, template, language):
    for words in WORDS[template]:
        subject, text, page = written(template, language, words)
        reader = read(page)
        said = " ".join("".join(reader.words).split())
        assert subject
        assert "%(" not in subject + text + page
        assert "None" not in subject + text + said
        assert "&#39;" not in subject + text
        assert (reader.head["lang"], reader.head["dir"]) == (
            language,
            "rtl" if language == "ar" else "ltr",
        )
        links = re.findall(r"http://localhost/\S+", text)
        assert links
        assert all(link in page for link in links)


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_two_languages_say_it_alike(app, template):
    words = WORDS[template][0]
    texts = {written(template, language, words)[1] for language in LANGUAGES}
    assert len(texts) == len(LANGUAGES)


NAMING_A_RUN = [name for name in TEMPLATES if '"code": "' in json.dumps(WORDS[name])]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", NAMING_A_RUN)
def test_the_code_of_a_run_does_not_break_at_its_hyphens(app, template, language):
    for words in WORDS[template]:
        _subject, _text, page = written(template, language, words)
        body = re.sub(r"<a [^>]*>[^<]*</a>|<title>[^<]*</title>", "", page)
        codes = set(re.findall(r'"code": "([^"]+)"', json.dumps(words)))
        for code in codes:
            assert body.count(code) == body.count(f'<bdi class="code">{code}</bdi>')
        assert ".letter .code { white-space: nowrap; }" in page


def test_the_words_of_others_are_text_in_both(app):
    words = WORDS["invitation"][0] | {"name": "N'Diaye <b>x</b> & Co"}
    _subject, text, page = written("invitation", "fr", words)
    assert "Bonjour N'Diaye <b>x</b> & Co," in text
    assert "N&#39;Diaye &lt;b&gt;x&lt;/b&gt; &amp; Co" in page


def test_the_sender_is_named_in_the_language_of_the_mail(app):
    message = Message(
        key="k",
        to="a@example.org",
        template="invitation",
        language="es",
        words=WORDS["invitation"][0],
        written_at=clock.now(),
    )
    assert "Registro de capacitación" in str(letter(message)["From"])
