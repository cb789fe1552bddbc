"""The lists from which invented persons and their courses are drawn."""

import csv
import re
import tomllib
import unicodedata
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

DATA = Path(__file__).parents[2] / "data"
NAMES = tomllib.loads((DATA / "demo" / "names.toml").read_text(encoding="utf-8"))
VENUES = tomllib.loads((DATA / "demo" / "venues.toml").read_text(encoding="utf-8"))["venue"]
COUNTRIES = {code: lists for code, lists in NAMES.items() if re.fullmatch("[A-Z]{3}", code)}
LISTS = ("men", "women", "families", "families_women", "middle_men", "middle_women")
SCRIPTS = {  # the word with which Unicode names the letters of a script
    "Arab": {"ARABIC"},
    "Armn": {"ARMENIAN"},
    "Beng": {"BENGALI"},
    "Cyrl": {"CYRILLIC"},
    "Deva": {"DEVANAGARI", "TAMIL"},
    "Ethi": {"ETHIOPIC"},
    "Geor": {"GEORGIAN"},
    "Hang": {"HANGUL"},
    "Hans": {"CJK"},
    "Hebr": {"HEBREW"},
    "Jpan": {"CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA"},
    "Khmr": {"KHMER"},
    "Sinh": {"SINHALA", "TAMIL"},
    "Thai": {"THAI"},
}
DRAWN = {"given", "second", "middle", "father", "grandfather", "family", "family2"}


def member_states() -> set[str]:
    with (DATA / "member_states.csv").open(encoding="utf-8", newline="") as rows:
        return {row["iso3"] for row in csv.DictReader(rows)}


def entries(lists) -> list[str]:
    listed = chain.from_iterable(lists.get(name, []) for name in LISTS)
    whole = (f"{it['latin']}|{it.get('native', '')}".rstrip("|") for it in lists.get("whole", []))
    return [*listed, *whole]


def letters(text: str) -> set[str]:
    """The scripts of the letters of a text."""
    return {unicodedata.name(it).split()[0] for it in text if unicodedata.category(it)[0] == "L"}


@pytest.fixture(params=COUNTRIES, name="country")
def of_country(request):
    return COUNTRIES[request.param]


def test_every_country_of_the_lists_is_a_member_state():
    assert set(COUNTRIES) <= member_states()


def test_forty_countries_on_four_continents_can_send_people():
    senders = {code for code, lists in COUNTRIES.items() if not lists.get("supporter")}

    assert len(senders) >= 40
    assert {"KEN", "VNM", "PER", "SRB"} <= senders


def test_names_stand_in_the_script_that_the_country_writes(country):
    wanted = SCRIPTS.get(country["script"])

    for entry in entries(country):
        latin, _, native = entry.partition("|")
        assert letters(latin) == {"LATIN"}, entry
        assert bool(native) == (wanted is not None), entry
        assert not native or letters(native) <= wanted, entry


def test_names_are_composed_and_each_stands_once(country):
    for name in LISTS:
        names = country.get(name, [])
        assert len(names) == len(set(names)), name
    for entry in entries(country):
        assert entry == unicodedata.normalize("NFC", entry).strip()
        assert all(unicodedata.category(it) not in {"Cc", "Cn", "Co"} for it in entry), entry


def test_patterns_draw_only_what_the_country_has(country):
    patterns = country["patterns"]
    native = country.get("native_patterns", patterns)

    assert len(native) == len(patterns)
    assert set(country.get("patterns_women", [])) <= set(patterns)
    for latin, own in zip(patterns, native, strict=True):
        drawn = re.findall(r"{(\w+)}", latin)
        assert sorted(drawn) == sorted(re.findall(r"{(\w+)}", own))
        assert set(drawn) <= DRAWN
        assert "{middle}" not in latin or {"middle_men", "middle_women"} <= set(country)
        assert "{family" not in latin or country["families"]


def test_each_country_names_three_hundred_men_and_three_hundred_women_differently(country):
    families = len(country.get("families", [])) or len(country["men"])

    assert len(country["men"]) * families >= 300
    assert len(country["women"]) * families >= 300


def test_ranks_and_units_are_sets_that_exist(country):
    assert country["ranks"] in NAMES["rank_sets"]
    assert set(NAMES["unit_sets"][country["units"]]) == {
        "engineering",
        "medical",
        "c4isr",
        "police",
    }


def test_the_names_that_registers_stumble_over_are_there():
    latin = [entry.partition("|")[0] for lists in COUNTRIES.values() for entry in entries(lists)]
    whole = [it["latin"] for lists in COUNTRIES.values() for it in lists.get("whole", [])]

    assert any("'" in name for name in latin)
    assert any("-" in name for name in latin)
    assert any(name.startswith(("de ", "da ", "von ", "dela ")) for name in latin)
    assert any(" " not in name for name in whole)
    assert max(map(len, whole)) > 60


def test_venues_lie_in_member_states_and_real_time_zones():
    assert {it["country"] for it in VENUES if "country" in it} <= member_states()
    assert all(ZoneInfo(it["timezone"]) for it in VENUES)


def test_venues_are_spelled_as_the_record_spells_them():
    with (DATA / "tpp_runs.csv").open(encoding="utf-8", newline="") as rows:
        venue_of = {row["run_id"]: row["venue"] for row in csv.DictReader(rows)}

    for venue in VENUES:
        spelled = {venue_of[run] for run in venue["known_from"]} - {""}
        assert spelled <= set(venue["spellings"]), venue["code"]
