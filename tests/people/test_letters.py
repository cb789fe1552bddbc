"""Names as they may stand on a certificate."""

import time
import unicodedata

import pytest

from tests.certificates.specimens import NAMES
from tpp.errors import Refused
from tpp.letters import check_name


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_names_of_every_script_are_kept_as_given(name):
    assert check_name(name) == unicodedata.normalize("NFC", name)


def test_a_single_name_is_a_name():
    assert check_name("Suharto") == "Suharto"


def test_a_name_typed_in_pieces_is_put_together():
    assert check_name("  Jose\u0301   A\u0308 ") == "José Ä"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Ann\u202eeel", "RIGHT-TO-LEFT OVERRIDE"),
        ("Ann\u2066e", "LEFT-TO-RIGHT ISOLATE"),
        ("Ann\u200be", "ZERO WIDTH SPACE"),
        ("Ann\x00e", r"U\+0000"),
        ("Ann\ne", r"U\+000A"),
        ("Ann\ud800e", r"U\+D800"),
        ("Ann\ue000e", r"U\+E000"),
        ("Ann\u0378e", r"U\+0378"),
        ("Ann\U000e0041e", "TAG LATIN CAPITAL LETTER A"),
        ("김민수", "HANGUL SYLLABLE GIM"),
        ("Ann 🎖", r"U\+1F396"),
        ("e" + "\u0301" * 6, "marks on one letter"),
        ("", "at least one letter"),
        (" \u3000 ", "at least one letter"),
        ("-.-", "at least one letter"),
        ("x" * 201, "longer than 200"),
    ],
)
def test_what_cannot_be_printed_is_refused_by_its_name(name, told):
    with pytest.raises(Refused, match=told) as refusal:
        check_name(name, field="printed_name")
    assert refusal.value.field == "printed_name"


def test_200_characters_are_a_name():
    assert len(check_name("x" * 200)) == 200


@pytest.mark.parametrize("marks", ["\u0301" * 100_000, "\u0301\u0323" * 50_000])
def test_a_hundred_thousand_marks_are_refused_at_once(marks):
    began = time.process_time()
    with pytest.raises(Refused):
        check_name("e" + marks)
    assert time.process_time() - began < 0.1
