"""Invented people: names as their country writes them, ranks and units. Nobody here exists."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tpp.catalogue.rules import Pillar
from tpp.people.rules import Service, Sex

FILE = Path(__file__).parents[3] / "data" / "demo" / "names.toml"

SPOKEN = {
    "french": "fr",
    "spanish": "es",
    "portuguese": "pt",
}
"""The language of people whose ranks are in it."""

WRITTEN = {
    "ARM": "hy",
    "BGD": "bn",
    "CHN": "zh",
    "EGY": "ar",
    "ETH": "am",
    "GEO": "ka",
    "IND": "hi",
    "ISR": "he",
    "JOR": "ar",
    "JPN": "ja",
    "KAZ": "kk",
    "KHM": "km",
    "KOR": "ko",
    "LKA": "si",
    "MAR": "ar",
    "MNG": "mn",
    "NPL": "ne",
    "PAK": "ur",
    "SRB": "sr",
    "THA": "th",
    "TUN": "ar",
}
"""The language (BCP 47) in which a country writes names that are not in Latin letters."""

TAMIL = re.compile("[\u0b80-\u0bff]")
PLACE = re.compile(r"{(\w+)}")
OUT_OF_THE_ORDINARY = 0.06
"""Share of people with one of the whole names that registers stumble over."""


@dataclass(frozen=True)
class Name:
    """A full name in Latin letters, and as its country writes it where that is another script."""

    latin: str
    native: str = ""
    native_language: str = ""


@cache
def lists() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def countries() -> tuple[str, ...]:
    """Those that send people, as the file lists them: by continent."""
    found = (code for code in lists() if re.fullmatch("[A-Z]{3}", code))
    return tuple(code for code in found if not lists()[code].get("supporter"))


def draw_name(chance: Random, country: str, sex: Sex) -> Name:
    known = lists()[country]
    if sex is Sex.UNKNOWN:
        sex = chance.choice((Sex.WOMAN, Sex.MAN))
    letter = "f" if sex is Sex.WOMAN else "m"
    whole = [it for it in known.get("whole", []) if it["sex"] == letter]
    if whole and chance.random() < OUT_OF_THE_ORDINARY:
        it = chance.choice(whole)
        return spelt(country, it["latin"], it.get("native", ""))
    return spelt(country, *put_together(chance, known, sex))


def put_together(chance: Random, known: dict[str, Any], sex: Sex) -> tuple[str, str]:
    patterns = known["patterns"]
    usable = known.get("patterns_women", patterns) if sex is Sex.WOMAN else patterns
    latin = chance.choice(usable)
    native = dict(zip(patterns, known.get("native_patterns", patterns), strict=True))[latin]
    drawn = parts_of(chance, known, sex, PLACE.findall(latin))
    spellings = {place: entry.partition("|")[::2] for place, entry in drawn.items()}
    return (
        latin.format_map({place: both[0] for place, both in spellings.items()}),
        native.format_map({place: both[1] for place, both in spellings.items()})
        if all(own for _, own in spellings.values())
        else "",
    )


def parts_of(chance: Random, known: dict[str, Any], sex: Sex, places: list[str]) -> dict[str, str]:
    """One entry for each place of a pattern; the two of a pair are never the same."""
    drawn: dict[str, str] = {}
    for place in places:
        choice = [it for it in source_of(known, sex, place) if it not in drawn.values()]
        drawn[place] = chance.choice(choice)
    return drawn


def source_of(known: dict[str, Any], sex: Sex, place: str) -> list[str]:
    is_woman = sex is Sex.WOMAN
    match place:
        case "given" | "second":
            return known["women" if is_woman else "men"]
        case "middle":
            return known["middle_women" if is_woman else "middle_men"]
        case "father" | "grandfather":
            return known["men"]
    return known.get("families_women", known["families"]) if is_woman else known["families"]


def spelt(country: str, latin: str, native: str) -> Name:
    if not native:
        return Name(latin)
    return Name(latin, native, "ta" if TAMIL.search(native) else WRITTEN[country])


def language_of(country: str) -> str:
    """The language that somebody from there speaks, as far as the lists tell."""
    known = lists().get(country, {})
    return WRITTEN.get(country) or SPOKEN.get(known.get("ranks", ""), "en")


def draw_rank(chance: Random, country: str, service: Service) -> str:
    if service is Service.CIVILIAN:
        return ""
    ranks = "police" if service is Service.POLICE else lists()[country]["ranks"]
    return chance.choice(lists()["rank_sets"][ranks])


def draw_unit(chance: Random, country: str, service: Service, pillar: Pillar) -> str:
    if service is Service.CIVILIAN:
        return ""
    kind = "police" if service is Service.POLICE else str(pillar)
    units = lists()["unit_sets"][lists()[country]["units"]][kind]
    return chance.choice(units).format(n=chance.randint(1, 19))
