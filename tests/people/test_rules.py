"""What must be true of a person's record."""

from datetime import date

import pytest

from tpp.errors import Refused
from tpp.letters import check_name
from tpp.people.rules import check_born, folded


@pytest.mark.parametrize(
    "name",
    [
        "Asha",
        "ليلى عبد الرحمن",
        "N’Diaye-Mbargane",
        "សុខ ធីតា",
        "ፀሐይነሽ ገብረማርያም",
        "Åsa Öberg",
        "王秀英",
    ],
)
def test_a_name_in_any_script_and_a_single_name_are_kept_as_given(name):
    assert check_name(name) == name


def test_a_name_is_composed_and_tidied_but_never_set_in_capitals():
    assert check_name("  Ande\u0301  de la Cruz ") == "Andé de la Cruz"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "at least one letter"),
        ("...", "at least one letter"),
        ("x" * 201, "200"),
        ("x" * 10_000, "200"),
        ("Asha\x00", "U\\+0000"),
        ("Asha\u202eNjeri", "U\\+202E"),
        ("a" + "\u0301" * 100_000, "200"),
        ("a\u0315\u0316\u0317\u0318\u0319", "marks"),
    ],
)
def test_what_cannot_be_written_is_refused_with_the_reason(name, words):
    with pytest.raises(Refused, match=words):
        check_name(name)


def test_people_are_found_without_accents_and_case():
    assert folded("Aïssatou  OUÉDRAOGO") == "aissatou ouedraogo"


@pytest.mark.parametrize("born", [date(2020, 1, 1), date(1900, 1, 1)])
def test_an_impossible_age_is_refused(born):
    with pytest.raises(Refused):
        check_born(born, date(2026, 11, 24))
