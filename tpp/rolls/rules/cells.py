"""From the words of one cell to a fact, or to what is wrong with it."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, lru_cache
from typing import Any

from email_validator import EmailNotValidError, validate_email

from tpp.errors import Refused
from tpp.letters import check_name
from tpp.people.rules import RankBand, Service, Sex, check_born
from tpp.rolls.rules import answers, days, words
from tpp.rolls.rules.customs import Customs, Problem, Wrong, day_of, one_of, table
from tpp.rolls.rules.headings import folded

LONGEST = {"rank": 60, "unit": 200, "service_number": 60, "note": 2000}


@cache
def sexes() -> dict[str, Sex]:
    return table(words.SEXES)


@cache
def services() -> dict[str, Service]:
    return table(words.SERVICES)


@cache
def scripts() -> dict[str, str]:
    return table(words.SCRIPTS) | {code: code for code in words.SCRIPTS}


def m_means_woman(texts: Iterable[str]) -> bool:
    letters = {folded(text) for text in texts}
    return "h" in letters and "m" in letters and not letters & {"f", "w"}


def sex_of(text: str, customs: Customs) -> Sex:
    plain = folded(text)
    if plain == "m" and customs.m_is_woman:
        return Sex.WOMAN
    if plain not in sexes():
        raise Wrong("sex")
    return sexes()[plain]


def service_of(text: str, customs: Customs) -> Service:
    plain = folded(text)
    if plain not in services():
        raise Wrong("service")
    return services()[plain]


@cache
def rank_bands() -> dict[str, RankBand]:
    return table(words.RANK_BANDS) | {folded(band): band for band in RankBand}


def rank_band_of(text: str, customs: Customs) -> RankBand:
    plain = folded(text)
    if plain not in rank_bands():
        raise Wrong("rank_band")
    return rank_bands()[plain]


def script_of(text: str, customs: Customs) -> str:
    if folded(text) not in scripts():
        raise Wrong("script")
    return scripts()[folded(text)]


def name_of(text: str, customs: Customs) -> str:
    return check_name(text, "name")


def born_of(text: str, customs: Customs) -> date:
    born = day_of(text, customs)
    check_born(born, customs.today)
    return born


def nationality_of(text: str, customs: Customs) -> str:
    return one_of(text, customs.countries, "country")


def mission_of(text: str, customs: Customs) -> str:
    plain = folded(text)
    if plain in ("no", "none", "from home", "non", "لا", "нет", "否"):
        return ""
    if plain in customs.missions:
        return customs.missions[plain]
    return one_of(text.partition("–")[0] or text, customs.missions, "mission")


SHORTENED = re.compile(r"\d[.,]\d+E\+\d+", re.IGNORECASE)


def email_of(text: str, customs: Customs) -> str:
    address = text.removeprefix("mailto:")
    before, _, domain = address.rpartition("@")
    if len(address) > 200:
        raise Wrong("too_long", most=200)
    is_plain = len(before) <= 64 and PLAIN.fullmatch(before)
    is_right = is_domain(domain) if is_plain else is_address(address)
    if not is_right:
        raise Wrong("email")
    return address.lower()


PLAIN = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*")
"""What stands before the @ in nearly every address, so that the rest is asked once a domain."""


@lru_cache(1000)
def is_domain(domain: str) -> bool:
    return is_address(f"a@{domain}")


def is_address(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def phone_of(text: str, customs: Customs) -> str:
    """Digits, kept with a plus in front where it was given; 2.5E+11 has lost its end."""
    if SHORTENED.search(text):
        raise Wrong("shortened")
    plain = days.plain_digits(text)
    digits = "".join(it for it in plain if it.isdigit())
    if not 6 <= len(digits) <= 15 or not set(plain) <= set("0123456789+()-./ \u00a0"):
        raise Wrong("phone")
    return f"+{digits}" if plain.startswith(("+", "00")) else digits


def plain_text(of: str) -> Callable[[str, Customs], str]:
    """A line of words, no longer than the record holds."""

    def read(text: str, customs: Customs) -> str:
        if len(text) > LONGEST[of]:
            raise Wrong("too_long", most=LONGEST[of])
        return text

    return read


def number_of(text: str, customs: Customs) -> str:
    if SHORTENED.fullmatch(text):
        raise Wrong("shortened")
    return plain_text("service_number")(text, customs)


READ: dict[str, Callable[[str, Customs], Any]] = {
    "name": name_of,
    "native_name": lambda text, customs: check_name(text, "native_name"),
    "native_language": script_of,
    "sex": sex_of,
    "born_on": born_of,
    "nationality": nationality_of,
    "service": service_of,
    "rank": plain_text("rank"),
    "rank_band": rank_band_of,
    "serves_until": day_of,
    "unit": plain_text("unit"),
    "service_number": number_of,
    "email": email_of,
    "phone": phone_of,
    "mission": mission_of,
    "languages": answers.languages_of,
    "licences": answers.licences_of,
    "licence_until": day_of,
    "prior_courses": answers.courses_of,
    "deploys": answers.answer_of,
    "deploys_on": day_of,
    "deploys_to": mission_of,
    "station": lambda text, customs: answers.group_of(text, customs.stations),
    "language_group": lambda text, customs: answers.group_of(text, customs.language_groups),
    "note": plain_text("note"),
}


def fact_of(name: str, text: str, customs: Customs) -> tuple[Any, Problem | None]:
    """What the cell says, or the problem with it; a problem never holds more than the cell did."""
    try:
        return READ[name](text, customs), None
    except Wrong as wrong:
        return None, Problem(name, wrong.code, wrong.words)
    except Refused as refusal:
        return None, Problem(name, "refused", {"sentence": refusal.sentence, **refusal.words})
