"""What must be true of passwords, codes and appointments."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from tpp.accounts.rules import appointments, signing_in
from tpp.accounts.rules.passwords import check_password
from tpp.acting import Role
from tpp.errors import Refused

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def is_good(password, *, has_second_factor=False, about=()):
    try:
        check_password(password, has_second_factor=has_second_factor, about=about)
    except Refused:
        return False
    return True


GOOD = [
    "violet kettle drum",
    "the heron stood still",
    "x9!kQ2#pLm4vT7r",
    "Кораблю нужна вода",
    "今日はとても良い天気ですから出かけよう",
    "a" + "bcdefghijklmno" + " reads as a row, not here",
    "🦒🐘🦏🐊🐍🦓🐆🦁🐃🐗🐪🦩🦅🐢🦎",
    "            spaces count too, as typed",
]
GUESSED = [
    "passwordpassword",
    "Password1234567",
    "P@ssw0rdP@ssw0rd",
    "letmein letmein letmein",
    "correct horse battery staple",
    "aaaaaaaaaaaaaaaaa",
    "abcabcabcabcabcabc",
    "123456789012345",
    "qwertyuiopasdfgh",
    "poiuytrewqlkjhgf",
    "1q2w3e4r5t6y7u8i",
    "йцукенгшщзхъфыва",
    "welcome to training 2026!".replace(" to ", " "),
    "peacekeeping 2026 !!!",
    "0000000000000000000",
]


@pytest.mark.parametrize("password", GOOD)
def test_any_long_password_of_ones_own_is_good(password):
    assert is_good(password)


@pytest.mark.parametrize("password", GUESSED)
def test_a_long_password_that_is_guessed_first_is_refused(password):
    assert not is_good(password)


def test_fifteen_characters_are_needed_or_eight_with_a_second_factor():
    assert not is_good("kx7 Drömp4 vlu")
    assert is_good("kx7 Drömp4 vluz")
    assert not is_good("kx7 Drö", has_second_factor=True)
    assert is_good("kx7 Dröm", has_second_factor=True)


def test_a_common_short_password_is_refused_even_with_a_second_factor():
    for password in ("password", "Summer24", "12345678", "qwertyui", "P@ssw0rd"):
        assert not is_good(password, has_second_factor=True)


def test_one_character_is_one_however_the_keyboard_composes_it():
    assert len("kx7 dro\u0308mp4 vlu") == 15
    assert not is_good("kx7 dro\u0308mp4 vlu")


def test_a_name_and_address_are_no_password():
    about = ("Asha Wanjiku Mwangi", "asha.mwangi@example.org")
    assert not is_good("AshaWanjikuMwangi1990", about=about)
    assert not is_good("asha.mwangi@example", about=about)
    assert is_good("Asha grows tall trees", about=about)


def test_a_password_of_more_than_256_characters_is_refused_in_no_time():
    long = " ".join(f"heron {n} otter" for n in range(1_000))
    assert is_good(long[:256])
    assert not is_good(long[:257])


# -- codes -------------------------------------------------------------------------------------

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(seconds=0):
    return pyotp.TOTP(SECRET).at(NOON + timedelta(seconds=seconds))


def test_a_code_belongs_to_its_step_and_the_two_beside_it():
    here = int(NOON.timestamp()) // 30
    steps = [signing_in.step_of(SECRET, code(s), NOON, None) for s in (-60, -30, 0, 30, 60)]
    assert steps == [None, here - 1, here, here + 1, None]


def test_a_step_that_was_used_and_those_before_it_open_nothing():
    here = int(NOON.timestamp()) // 30
    assert signing_in.step_of(SECRET, code(), NOON, here) is None
    assert signing_in.step_of(SECRET, code(-30), NOON, here) is None
    assert signing_in.step_of(SECRET, code(30), NOON, here) == here + 1


def test_without_a_secret_no_code_is_right():
    assert signing_in.step_of("", "000000", NOON, None) is None


def test_a_code_may_be_typed_with_a_space():
    assert signing_in.step_of(SECRET, f"{code()[:3]} {code()[3:]}", NOON, None)


# -- a second person ---------------------------------------------------------------------------


def test_offices_of_the_programme_need_a_second_person():
    needing = {role for role in Role if appointments.needs_second_person(role)}
    assert needing == {Role.COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR}


@pytest.mark.parametrize(("decides", "asked_by", "appointed"), [(1, 1, 3), (2, 1, 2), (None, 1, 3)])
def test_neither_who_asked_nor_who_is_appointed_decides(decides, asked_by, appointed):
    with pytest.raises(Refused):
        appointments.check_second_person(decides, asked_by=asked_by, appointed=appointed)


def test_another_administrator_decides():
    appointments.check_second_person(2, asked_by=1, appointed=None)
    appointments.check_second_person(2, asked_by=None, appointed=3)


@pytest.mark.parametrize(
    ("role", "has_party"),
    [(Role.FOCAL_POINT, False), (Role.SUPPORTER, False), (Role.COORDINATOR, True)],
)
def test_a_national_office_has_a_country_and_the_programmes_has_none(role, has_party):
    with pytest.raises(Refused):
        appointments.check_party(role, has_party)
