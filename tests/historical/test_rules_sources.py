"""Only web addresses become links."""

import pytest

from tpp.errors import Refused
from tpp.historical.rules.sources import Source, sources


def test_several_sources_stand_apart_and_each_once():
    found = sources("https://a.example/1 | http://b.example/2 | https://a.example/1")

    assert [source.url for source in found] == ["https://a.example/1", "http://b.example/2"]


def test_a_remark_behind_an_address_is_not_part_of_the_link():
    assert sources("http://a.example/x (mirror of a page)") == [
        Source("(mirror of a page)", "http://a.example/x")
    ]


def test_a_citation_in_words_is_kept_without_a_link():
    assert sources("Army magazine, no. 7: page 3") == [Source("Army magazine, no. 7: page 3")]


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "ftp://a.example/x",
        "file:///etc/passwd",
        "https://",
        "http://localhost/x",
        "https://user:secret@a.example/",
        "https://a.example\\@b.example/",
        "https://[a.example/",
        "https://a.example/" + "x" * 2000,
    ],
)
def test_other_schemes_and_broken_addresses_are_refused(text):
    with pytest.raises(Refused) as refused:
        sources(text)

    assert refused.value.field == "source_url"
