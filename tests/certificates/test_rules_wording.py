"""Every printed word comes from the run, in the certificate's language."""

from dataclasses import replace
from datetime import date

import pytest

from tpp.certificates.rules import (
    DRAFT,
    Entry,
    Held,
    Names,
    Variant,
    latin_tag,
    without_names,
    wording,
)
from tpp.errors import Refused

HELD = Held(
    course="Heavy Engineering Equipment Operators",
    starts_on=date(2026, 11, 2),
    ends_on=date(2026, 12, 11),
    venue="Humanitarian Peace Support School",
    place="Nairobi, Kenya",
    hours=120,
    languages=["en"],
    is_demonstration=False,
)
ASHA = Names("Asha Wanjiru", "en")
ENTRY = Entry("TPP-2026-000417", "7kq2m9xd4tfwp3hz8vnb6ehs2k", date(2026, 12, 11))


def words(held=HELD, names=ASHA, entry=ENTRY):
    return wording(held, names, Variant.COMPLETION, "Operator", entry, "https://r.example.org")


def test_an_english_certificate():
    said = words()
    assert said.dates.split() == ["2", "Nov", "–", "11", "Dec", "2026"]
    assert said.place == "Humanitarian Peace Support School, Nairobi, Kenya"
    assert said.hours == "120 hours"
    assert (said.issued, said.issued_iso) == ("11 December 2026", "2026-12-11")
    assert said.url == "https://r.example.org/verify/7kq2m9xd4tfwp3hz8vnb6ehs2k"
    assert said.url_short == "r.example.org/verify/7kq2m9xd4tfwp3hz8vnb6ehs2k"
    assert said.specimen is None


def test_a_run_held_in_french_is_certified_in_french():
    said = words(replace(HELD, languages=["fr", "en"]))
    assert (said.language, said.issued) == ("fr", "11 décembre 2026")


def test_a_run_held_in_arabic_is_certified_in_arabic():
    said = words(replace(HELD, languages=["ar"], hours=5))
    assert (said.language, said.hours) == ("ar", "5 ساعات")


def test_a_language_without_a_certificate_text_is_certified_in_english():
    assert words(replace(HELD, languages=["pt"])).language == "en"


def test_a_run_of_one_day_has_one_date():
    assert words(replace(HELD, ends_on=HELD.starts_on)).dates == "2 November 2026"


def test_a_venue_that_names_the_town_is_not_followed_by_it():
    held = replace(HELD, venue="Regional Service Centre Entebbe", place="Entebbe")
    assert words(held).place == "Regional Service Centre Entebbe"


def test_a_demonstration_says_so_on_the_paper():
    assert "invented" in words(replace(HELD, is_demonstration=True)).specimen


def test_hours_that_are_not_known_are_left_out():
    assert words(replace(HELD, hours=None)).hours == ""


@pytest.mark.parametrize(
    ("name", "says"),
    [("ᠪᠠᠲᠤ", "typefaces have no"), ("x" * 201, "longer"), ("\u202eAsha", "cannot")],
)
def test_a_name_that_cannot_be_printed_is_refused_before_a_number_is_given(name, says):
    with pytest.raises(Refused, match=says):
        words(names=Names(name, "en"), entry=DRAFT)


def test_the_chain_holds_every_word_but_the_names():
    frozen = without_names(words(names=Names("Layla", "ar-Latn", "ليلى", "ar")))
    assert "Layla" not in str(frozen)
    assert "ليلى" not in str(frozen)
    assert frozen["course"] == HELD.course


def test_a_passport_name_says_that_its_letters_are_latin():
    assert (latin_tag("ar"), latin_tag("vi"), latin_tag("")) == ("ar-Latn", "vi", "en")
