"""What a design may say, and in which colours, so that it fits its places and can be read."""

import re
from copy import deepcopy

import pytest

from tpp.designs.rules.colours import USUAL, Colours, check_colours, contrast, mixed, recoloured
from tpp.designs.rules.looks import PICTURES, Logo, Look, made_look, packaged_look
from tpp.designs.rules.texts import FIELDS, LANGUAGES, check_texts, packaged, usual, whole
from tpp.errors import Refused


def texts(language="en", **changed):
    found = deepcopy(usual())
    found[language] |= changed
    return found


def test_the_words_that_come_with_the_register_fit():
    for second in (None, "en", "fr", "es", "ru", "zh"):
        check_texts(usual(), second)


def test_a_design_fills_the_places_of_the_layout_and_leaves_the_rest_as_it_is():
    made = whole(texts(programme="Our programme", title_completion="Diploma"))
    assert made["en"]["programme"] == "Our programme"
    assert made["en"]["title"]["completion"] == "Diploma"
    assert made["en"]["scan"] == packaged()["en"]["scan"]
    assert made["fr"] == packaged()["fr"]
    assert packaged()["en"]["title"]["completion"] == "Certificate of completion"


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_too_wide_for_its_place_is_refused_with_the_text_and_the_language(language, field):
    long = (usual()[language][field] + " ") * 40
    with pytest.raises(Refused) as refused:
        check_texts(texts(language, **{field: long[:155]}), None)
    assert refused.value.field == f"{language}-{field}"
    assert refused.value.words["language"] == language
    assert refused.value.words["text"] in long
    assert "% of the room there is" in refused.value.message


def test_two_languages_share_a_line():
    sentence = "This is to certify to whom it may concern, by the authority of the programme, that"
    check_texts(texts(certifies=sentence), None)
    with pytest.raises(Refused) as refused:
        check_texts(texts(certifies=sentence, has_completion="x"), "ru")
    assert refused.value.field == "en-certifies"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Write this text"),
        ("  ", "Write this text"),
        ("가", "typefaces"),
        ("a\u202eb", "cannot be printed"),
        ("a" + "\u0301" * 20, "marks"),
        ("a\nb", "cannot be printed"),
        ("W" * 161, "room for 160"),
    ],
    ids=range(7),
)
def test_a_text_that_cannot_be_printed_is_refused(text, said):
    with pytest.raises(Refused, match=said) as refused:
        check_texts(texts("fr", office=text), None)
    assert refused.value.field == "fr-office"


@pytest.mark.parametrize("second", ["ar", "de"])
def test_a_second_language_runs_like_the_first(second):
    with pytest.raises(Refused) as refused:
        check_texts(usual(), second)
    assert refused.value.field == "second"


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("colours", "field"),
    [
        (Colours("#8899aa", "#000000"), "ink"),
        (Colours("#000000", "#e2b65c"), "accent"),
        (Colours("red", "#000000"), "ink"),
        (Colours("#12304a", "#8a5f14;}*{background:url(x)"), "accent"),
        (Colours("#123", "#000000"), "ink"),
    ],
)
def test_a_colour_that_cannot_be_read_on_white_is_refused(colours, field):
    check_colours(USUAL)
    with pytest.raises(Refused) as refused:
        check_colours(colours)
    assert refused.value.field == field


def test_every_colour_of_the_layout_follows_the_two_of_the_design():
    green = Colours("#0b3d2a", "#7a1f1f")
    for file in ("certificate.css", "band-completion.svg", "band-participation.svg", "frame.svg"):
        drawn = (PICTURES / "2026" / file).read_text(encoding="utf8")
        assert recoloured(drawn, USUAL) == drawn
        left = set(colours_in(drawn)) & set(colours_in(recoloured(drawn, green)))
        assert left <= {"#fff"}, file
    assert mixed("#000000", 0.5) == "#808080"


def colours_in(text):
    return re.findall(r"#[0-9a-fA-F]{3,6}\b", text)


def test_a_look_says_what_can_be_seen_of_it():
    plain, logo = packaged_look(), Logo(b"<svg/>", "image/svg+xml", 100, 50)
    looks = [
        plain,
        made_look("d2v1", texts(office="Another office"), USUAL, None),
        made_look("d2v1", {}, Colours("#000000", "#000000"), None),
        made_look("d2v1", {}, USUAL, logo),
    ]
    assert len({it.fingerprint for it in looks}) == 4
    assert made_look("d2v1", {}, USUAL, None).fingerprint == plain.fingerprint
    assert looks[3].pictures["logo"].contents == b"<svg/>"
    assert "logo" not in plain.pictures
    assert isinstance(plain, Look)


def test_a_logo_stands_in_the_middle_of_its_panel():
    style = made_look("d2v1", {}, USUAL, Logo(b"", "image/png", 200, 100)).style
    assert "url(asset:logo) 20.0mm 29.5mm / 26.0mm 13.0mm" in style
