"""One invented person: everything that a record holds, drawn by chance."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tpp.catalogue.rules import Pillar
from tpp.demonstration.rules.names import (
    Name,
    draw_name,
    draw_rank,
    draw_unit,
    language_of,
)
from tpp.people.rules import Service, Sex

WOMEN, UNKNOWN = 0.17, 0.03
WITHOUT_EMAIL = 0.2
WITHOUT_BIRTHDAY = 0.1
YOUNGEST, OLDEST = 21 * 365, 46 * 365


@dataclass(frozen=True)
class Invented:
    """The facts of a record, by the names that ``people.actions.add`` gives them."""

    name: str
    native_name: str
    native_language: str
    sex: Sex
    born_on: date | None
    service: Service
    rank: str
    unit: str
    service_number: str
    email: str
    language: str


def invent(
    chance: Random, country: str, pillar: Pillar, on: date, number: int, *, women_only: bool
) -> Invented:
    """Somebody of this country as of a day; ``number`` keeps addresses and numbers apart."""
    sex = Sex.WOMAN if women_only else draw_sex(chance)
    service = draw_service(chance)
    return invented(
        draw_name(chance, country, sex),
        country=country,
        sex=sex,
        born_on=None if chance.random() < WITHOUT_BIRTHDAY else born(chance, on),
        service=service,
        rank=draw_rank(chance, country, service),
        unit=draw_unit(chance, country, service, pillar),
        number=number,
        has_email=chance.random() >= WITHOUT_EMAIL,
    )


def invented(
    name: Name,
    *,
    country: str,
    sex: Sex,
    born_on: date | None,
    service: Service,
    rank: str,
    unit: str,
    number: int,
    has_email: bool,
) -> Invented:
    return Invented(
        name=name.latin,
        native_name=name.native,
        native_language=name.native_language,
        sex=sex,
        born_on=born_on,
        service=service,
        rank=rank,
        unit=unit,
        service_number=f"{country}-{number:06d}",
        email=f"{country.lower()}.{number}@people.demo.example" if has_email else "",
        language=language_of(country),
    )


def draw_sex(chance: Random) -> Sex:
    drawn = chance.random()
    if drawn < UNKNOWN:
        return Sex.UNKNOWN
    return Sex.WOMAN if drawn < UNKNOWN + WOMEN else Sex.MAN


def draw_service(chance: Random) -> Service:
    kinds = (Service.MILITARY, Service.POLICE, Service.CIVILIAN, Service.UNKNOWN)
    return chance.choices(kinds, weights=(84, 11, 2, 3))[0]


def born(chance: Random, on: date) -> date:
    return on - timedelta(days=chance.randint(YOUNGEST, OLDEST))


def the_trainee(on: date) -> Invented:
    """Who signs in as a trainee: somebody whose name is written in Arabic too."""
    return invented(
        Name("Rana Khaled Al-Zoubi", "رنا خالد الزعبي", "ar"),
        country="JOR",
        sex=Sex.WOMAN,
        born_on=on - timedelta(days=29 * 365),
        service=Service.MILITARY,
        rank="Sergeant",
        unit="Field Engineer Company 7",
        number=1,
        has_email=True,
    )
