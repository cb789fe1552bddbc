"""What may be asked of a certificate after its issue, and by whom it is decided."""

from dataclasses import replace
from datetime import date

import pytest

from tests.certificates.specimens import ENGLISH
from tpp.certificates.rules import Entry, Names, Status, Words, without_names
from tpp.certificates.rules.corrections import (
    Wish,
    check_differs,
    check_fits,
    check_reason,
    check_second_person,
    reissued,
)
from tpp.errors import Refused

NAMES = Names("Asha Wanjiru Kamau", "en")
ENTRY = Entry("TPP-2027-000009", "9" * 26, date(2027, 2, 3))


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        (Wish.CORRECTION, Status.ISSUED),
        (Wish.REVOCATION, Status.ISSUED),
        (Wish.REVOCATION, Status.SUSPENDED),
        (Wish.REISSUE, Status.REVOKED),
    ],
)
def test_what_can_be_asked_of_a_certificate_rests_on_how_it_stands(wish, status):
    check_fits(wish, status, is_replaced=False)


@pytest.mark.parametrize(
    ("wish", "status", "says"),
    [
        (Wish.CORRECTION, Status.SUSPENDED, "Reinstate it first"),
        (Wish.CORRECTION, Status.REVOKED, "issued again, not corrected"),
        (Wish.REVOCATION, Status.REVOKED, "was revoked"),
        (Wish.REISSUE, Status.ISSUED, "only a revoked one"),
        (Wish.REISSUE, Status.SUSPENDED, "is suspended"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_to_do_instead(wish, status, says):
    with pytest.raises(Refused, match=says):
        check_fits(wish, status, is_replaced=False)


@pytest.mark.parametrize("wish", Wish)
def test_of_a_certificate_that_was_replaced_nothing_is_asked(wish):
    with pytest.raises(Refused, match="Open the new one"):
        check_fits(wish, Status.SUPERSEDED, is_replaced=True)


def test_whoever_asked_and_whoever_holds_it_do_not_decide():
    check_second_person(3, asked_by=1, holder=2)
    for decides in (None, 1, 2):
        with pytest.raises(Refused, match="another coordinator"):
            check_second_person(decides, asked_by=1, holder=2)


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 1001])
def test_a_reason_is_given_in_a_few_words(reason):
    with pytest.raises(Refused) as refusal:
        check_reason(reason)
    assert refusal.value.field == "reason"


def test_a_correction_changes_something():
    with pytest.raises(Refused):
        check_differs(NAMES, replace(NAMES, name_language="fr"))
    check_differs(NAMES, replace(NAMES, native="عائشة"))


def test_all_words_stay_but_for_names_number_address_and_day():
    before = without_names(Words(**ENGLISH))
    words = reissued(before, NAMES, ENTRY, "https://register.example")
    after = without_names(words)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"number", "url", "url_short", "issued", "issued_iso"}
    assert (words.name, words.number) == ("Asha Wanjiru Kamau", "TPP-2027-000009")
    assert words.url == f"https://register.example/verify/{'9' * 26}"
    assert (words.issued, words.issued_iso) == ("3 February 2027", "2027-02-03")


def test_a_name_that_cannot_be_printed_is_refused_at_its_field():
    with pytest.raises(Refused) as refusal:
        reissued(
            without_names(Words(**ENGLISH)),
            replace(NAMES, native="ᠪᠠᠲᠤ"),
            ENTRY,
            "https://x.example",
        )
    assert refusal.value.field == "native"


@pytest.mark.parametrize("wrong", ["محمد Ali", "Аsha Wanjiru", "Asha 欧阳", "អាសា"])
def test_a_name_in_latin_letters_is_not_corrected_into_another_script(wrong):
    """The second one begins with a Cyrillic letter that nobody can tell from a Latin one."""
    with pytest.raises(Refused, match="in Latin letters") as refusal:
        check_differs(NAMES, replace(NAMES, name=wrong))
    assert refusal.value.field == "name"


@pytest.mark.parametrize("right", ["Nguyễn Thị Hằng", "Ng’ang’a-Wa Mĩrĩ", "Ọlọ́runtóbi ʻOfa 3rd"])
def test_every_letter_that_is_latin_may_stand_in_a_name(right):
    check_differs(NAMES, replace(NAMES, name=right))


def test_a_name_that_was_printed_in_its_own_script_alone_may_be_corrected_in_it():
    check_differs(Names("محمد علي", "ar"), Names("محمد عليّ", "ar"))
