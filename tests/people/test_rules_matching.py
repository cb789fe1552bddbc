"""Names in the scripts of the trade, and what speaks for two records being of one human being."""

from datetime import date

import pytest

from tpp.people.rules import Sex, Sign
from tpp.people.rules.likeness import likeness
from tpp.people.rules.matching import (
    Facts,
    keys,
    number_key,
    sought,
    swapped_day,
    weigh,
)
from tpp.people.rules.spelling import parts, sound

BORN = date(1990, 3, 14)

ONE_NAME = [
    ("Mohammed Ali", "محمد علي"),
    ("Mohammed Ali", "Muhammad Aly"),
    ("Мухаммед Али", "Mohamed Ali"),
    ("መሐመድ ዓሊ", "Mohammed Ali"),
    ("Abd al-Rahman Said", "Abdurrahman Saeed"),
    ("عبد الرحمن", "عبدالرحمن"),
    ("Abdul Rahman Khan", "عبد الرحمن خان"),
    ("Layla al-Haddad", "ليلى الحداد"),
    ("Youssef Haddad", "Yusuf Hadad"),
    ("Aïssatou Ouédraogo", "Aissatou Wedraogo"),
    ("Иван Петров", "Ivan Petrov"),
    ("Юлия Щербакова", "Yulia Shcherbakova"),
    ("Александр Петров", "Sasha Petrov"),
    ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos"),
    ("გიორგი ბერიძე", "Giorgi Beridze"),
    ("Հակոբ Պետրոսյան", "Hakob Petrosyan"),
    ("王小明", "Xiaoming Wang"),
    ("김철수", "Kim Chul-soo"),
    ("राम बहादुर", "Ram Bahadur"),
    ("Nguyễn Văn Đức", "Nguyen Van Duc"),
    ("יוסף משה", "Yosef Moshe"),
    ("O'Brien Patrick", "Patrick OBrien"),
    ("Kamau Joseph", "Joseph Kamau"),
    ("Joesph Kamau", "Joseph Kamau"),
    ("Joseph Kamau", "Joseph Mwangi Kamau"),
    ("J. M. Kamau", "Joseph Mwangi Kamau"),
    ("Jean-Pierre Habimana", "Jeanpierre Habimana"),
]
OTHER_NAMES = [
    ("Joseph Kamau", "Peter Kamau"),
    ("John Otieno Ouma", "Peter Otieno Ouma"),
    ("Mohammed Ali", "Mahmoud Ali"),
    ("Wang Wei", "Wang Fang"),
    ("Amina Yusuf", "Fatima Yusuf"),
    ("Ivan Petrov", "Ivan Sidorov"),
]


@pytest.mark.parametrize(("one", "other"), ONE_NAME)
def test_one_name_is_known_in_another_script_order_or_spelling(one, other):
    assert likeness([one], [other])[0] >= 0.85
    assert likeness([other], [one])[0] >= 0.85


@pytest.mark.parametrize(("one", "other"), ONE_NAME)
def test_two_who_may_be_one_share_a_key(one, other):
    assert sought(Facts((one,))) & keys(Facts((other,)))


@pytest.mark.parametrize(("one", "other"), OTHER_NAMES)
def test_brothers_and_namesakes_in_part_bear_other_names(one, other):
    assert likeness([one], [other])[0] < 0.8
    assert not weigh(Facts((one,), BORN), Facts((other,), BORN)).is_likely


def test_one_part_of_a_name_is_asked_about_with_the_birth_date_alone():
    one, other = ("Mohammed",), ("Mohammed Ali",)
    assert likeness(one, other)[0] < 0.8
    assert weigh(Facts(one, BORN), Facts(other, BORN)).is_likely
    assert not weigh(Facts(one), Facts(other)).is_likely


def test_a_name_common_to_many_says_little_by_itself():
    one = Facts(("Mohammed Ali",))
    assert weigh(one, one).is_likely
    common = weigh(one, one, namesakes=40)
    assert Sign.COMMON_NAME in common.evidence
    assert not common.is_likely


def test_namesakes_born_on_other_days_are_two_people():
    one, other = Facts(("Mohammed Ali",), BORN), Facts(("Mohammed Ali",), date(1987, 11, 2))
    assert not weigh(one, other).is_likely


@pytest.mark.parametrize(
    ("other", "sign"),
    [
        (BORN, Sign.SAME_BIRTH),
        (None, Sign.BIRTH_UNKNOWN),
        (date(1990, 1, 1), Sign.NEAR_BIRTH),
        (date(1991, 3, 14), Sign.NEAR_BIRTH),
        (date(1984, 7, 30), Sign.OTHER_BIRTH),
    ],
)
def test_birth_dates_speak_for_and_against(other, sign):
    assert sign in weigh(Facts(("A B",), BORN), Facts(("A B",), other)).evidence


def test_day_and_month_are_swapped_where_both_could_be_months():
    assert swapped_day(date(1990, 3, 4)) == date(1990, 4, 3)
    assert swapped_day(BORN) is None
    assert swapped_day(date(1990, 3, 3)) is None
    one, other = Facts(("Ann Lee",), date(1990, 3, 4)), Facts(("Ann Lee",), date(1990, 4, 3))
    assert Sign.SWAPPED_BIRTH in weigh(one, other).evidence
    assert sought(one) & keys(other)


def test_a_service_number_is_the_same_however_it_is_written():
    assert number_key("kdf-0012/ 7") == number_key("KDF 00127")
    one = Facts(("Kamau Joseph",), service_number="KDF 17")
    other = Facts(("Joseph Kamau",), service_number="kdf/17")
    told = weigh(one, other)
    assert set(told.evidence) >= {Sign.SAME_NUMBER, Sign.REORDERED_NAME}
    assert told.score > 0.99


def test_what_contradicts_counts_against():
    one = Facts(("Ann Lee",), BORN, "A1", frozenset(), 1, Sex.WOMAN)
    same = weigh(one, one).score
    for other in (
        Facts(("Ann Lee",), BORN, "B2", frozenset(), 1, Sex.WOMAN),
        Facts(("Ann Lee",), BORN, "A1", frozenset(), 2, Sex.WOMAN),
        Facts(("Ann Lee",), BORN, "A1", frozenset(), 1, Sex.MAN),
    ):
        assert weigh(one, other).score < same


def test_any_of_several_names_will_do():
    one = Facts(("Layla Haddad", "ليلى حداد"))
    assert likeness(["ليلى حداد"], one.names)[0] == 1.0


@pytest.mark.parametrize("name", ["", "…", "٣", "-", "'", "李", "A", "ʼ" * 5, "Ōō"])
def test_no_name_is_too_odd_to_be_compared(name):
    assert all(sound(part) for part in parts(name))
    assert 0 <= weigh(Facts((name,)), Facts(("Ann Lee",))).score <= 1
    assert keys(Facts((name,))) is not None
