"""Where invented runs are held: venues with their zones, and who sends people there."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from tpp.demonstration.rules.names import countries

FILE = Path(__file__).parents[3] / "data" / "demo" / "venues.toml"

AFRICA = "KEN GHA NGA RWA SEN TZA UGA ZMB ETH EGY MAR TUN BFA CMR SLE BDI MWI"
ASIA = "JOR NPL BGD IND PAK IDN KHM VNM MNG LKA THA PHL FJI CHN KAZ TLS"
AMERICAS = "URY BRA PER GTM SLV ARG"
EUROPE = "SRB GEO ARM PRT"
CONTINENTS = [continent.split(" ") for continent in (AFRICA, ASIA, AMERICAS, EUROPE)]
FROM_NEAR = 0.7
"""Share of the sending countries that lie on the continent of the venue."""

SERVING_IN = {
    "UNMISS": ("RWA", "IND", "MNG", "ETH", "NPL"),
    "MINUSCA": ("RWA", "BDI", "PAK", "CMR", "ZMB"),
}
"""Missions that send people from the troops they have, and whose troops these are."""

SECONDED_TO = {"AU": ("ETH", "UGA", "BDI", "GHA")}


@dataclass(frozen=True)
class Venue:
    code: str
    name: str
    place: str
    timezone: str
    country: str


@cache
def venues() -> dict[str, Venue]:
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))["venue"]
    return {
        it["code"]: Venue(
            it["code"], it["name"], it["place"], it["timezone"], it.get("country", "")
        )
        for it in read
    }


def draw_senders(chance: Random, venue: Venue, number: int) -> list[str]:
    """Countries that send people to a run, mostly from near the venue; a host may send too."""
    near = next((it for it in CONTINENTS if venue.country in it), list(countries()))
    far = [code for code in countries() if code not in near]
    from_far = min(len(far), round(number * (1 - FROM_NEAR)))
    from_near = min(len(near), number - from_far)
    return chance.sample(near, from_near) + chance.sample(far, number - from_near)


def nationalities(sender: str) -> tuple[str, ...]:
    """Whose nationals a Party sends: its own, or those who serve in it."""
    return SERVING_IN.get(sender) or SECONDED_TO.get(sender) or (sender,)
