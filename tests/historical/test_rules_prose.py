"""Parties are read from codes and from prose; what is not certain is kept, never guessed."""

import pytest

from tpp.errors import Refused
from tpp.historical.rules.prose import Register, certain_names, parties

COUNTRIES = [
    "AUS",
    "BTN",
    "FJI",
    "GHA",
    "IDN",
    "JPN",
    "KEN",
    "KHM",
    "NPL",
    "PHL",
    "RWA",
    "THA",
    "TLS",
    "TZA",
    "UGA",
    "COG",
    "COD",
]
REGISTER = Register(
    frozenset([*COUNTRIES, "COG", "COD"]),
    frozenset(["UN", "MONUSCO", "UNMISS", "UNISFA", "UNEF I"]),
    certain_names({"KEN": "Kenya", "COG": "Congo", "COD": "Democratic Republic of the Congo"}),
)


def read(words):
    found = parties(words, REGISTER, "participating")
    named = [f"{n.code} {n.stated}" if n.stated else n.code for n in found.named]
    return named, found.countries_stated, list(found.not_understood)


@pytest.mark.parametrize(
    ("words", "named", "stated", "kept"),
    [
        ("", [], None, []),
        ("KEN;UGA; RWA ;", ["KEN", "UGA", "RWA"], None, []),
        ("KEN, UGA and RWA", ["KEN", "UGA", "RWA"], None, []),
        ("KEN;KEN", ["KEN"], None, []),
        ("KEN (12); UGA (3)", ["KEN 12", "UGA 3"], None, []),
        ("KEN 3, GHA 2, TZA 1", ["KEN 3", "GHA 2", "TZA 1"], None, []),
        ("27 countries", [], 27, []),
        ("17 pays", [], 17, []),
        ("15 Member States incl. UGA", ["UGA"], 15, []),
        ("3 countries (KEN, UGA, RWA)", ["KEN", "UGA", "RWA"], 3, []),
        ("mission personnel: MONUSCO;UNMISS", ["MONUSCO", "UNMISS"], None, []),
        ("mission personnel: UNISFA;RSCE", ["UNISFA"], None, ["RSCE"]),
        ("UNEF I", ["UNEF I"], None, []),
        ("Kenya;Democratic Republic of the Congo", ["KEN", "COD"], None, []),
    ],
)
def test_codes_counts_and_missions_are_understood(words, named, stated, kept):
    assert read(words) == (named, stated, kept)


@pytest.mark.parametrize(
    ("words", "named", "stated", "kept"),
    [
        ("ASEAN members;BTN;FJI", ["BTN", "FJI"], None, ["ASEAN members"]),
        ("UN;JPN and others", ["UN", "JPN"], None, ["JPN and others"]),
        (
            "KHM;PHL;THA;IDN and five others (9 countries)",
            ["KHM", "PHL", "THA", "IDN"],
            9,
            ["IDN and five others (9 countries)"],
        ),
        (
            "IDN and neighbouring countries",
            ["IDN"],
            None,
            ["IDN and neighbouring countries"],
        ),
        ("African TCCs (10 countries)", [], 10, ["African TCCs (10 countries)"]),
    ],
)
def test_the_part_that_is_not_understood_is_kept_word_for_word(words, named, stated, kept):
    assert read(words) == (named, stated, kept)


@pytest.mark.parametrize(
    "words",
    [
        "le Kenya et l'Ouganda",
        "pays francophones",
        "Congo",
        "about 27 countries",
        "KEN (tbc)",
        "KEN and others but not UGA",
        "ken",
        "UN Global Service Centre",
        "TOT graduates of 2016",
    ],
)
def test_odd_prose_is_listed_and_never_guessed(words):
    assert read(words) == ([], None, [words])


@pytest.mark.parametrize("words", ["XYZ", "KEN;KNE", "KNE and others", "KEN, XXX", "XYZ (12)"])
def test_a_code_that_no_country_has_is_refused(words):
    with pytest.raises(Refused, match="ISO3") as refused:
        read(words)

    assert refused.value.field == "participating"


def test_a_party_named_twice_with_different_numbers_is_refused():
    with pytest.raises(Refused, match="KEN is named twice"):
        read("KEN (12); KEN (13)")


@pytest.mark.parametrize("words", ["2 countries;9 countries", "1 countries;KEN;UGA"])
def test_a_count_that_contradicts_itself_or_the_codes_is_listed_not_taken(words):
    _, stated, kept = read(words)

    assert stated is None
    assert words in kept
