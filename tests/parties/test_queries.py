import pytest

from tpp.parties import actions, queries
from tpp.parties.rules import PartyKind


@pytest.fixture(autouse=True)
def reference(app):
    actions.load_reference()


def test_the_choice_of_countries_is_in_the_readers_language_and_order():
    french = queries.countries("fr")

    assert len(french) == 193
    assert ("CIV", "Côte d'Ivoire") in french
    assert french[0] == ("AFG", "Afghanistan")
    names = [name for _, name in french]
    assert names.index("Égypte") < names.index("Espagne") < names.index("Zambie")


def test_a_closed_mission_is_in_history_and_not_offered_for_new_records():
    offered = dict(queries.choices("en", PartyKind.MISSION))
    history = dict(queries.choices("en", PartyKind.MISSION, with_history=True))

    assert "UNMISS" in offered
    assert "UNMIL" not in offered
    assert history["UNMIL"] == "UNMIL – United Nations Mission in Liberia (2003–2018)"


def test_organisations_can_be_chosen_beside_countries():
    codes = [code for code, _ in queries.choices("en", PartyKind.COUNTRY, PartyKind.ORGANISATION)]

    assert {"KEN", "AU", "ASEAN"} <= set(codes)
    assert "UNMISS" not in codes


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Kenya", "KEN"),
        ("CÔTE D’IVOIRE", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("Viet Nam", "VNM"),
        ("埃塞俄比亚", "ETH"),
        ("République-Unie de Tanzanie", "TZA"),
        ("Swaziland", "SWZ"),
        ("Turkey", "TUR"),
        ("United Nations Mission in Liberia", "UNMIL"),
    ],
)
def test_a_party_is_found_by_any_of_its_names_a_former_one_included(words, code):
    assert queries.by_name(words).code == code


@pytest.mark.parametrize("words", ["", "   ", "Atlantis", "27 countries", "Korea"])
def test_a_name_that_is_not_sure_finds_nobody(words):
    assert queries.by_name(words) is None


def test_a_former_name_stays_readable_with_its_last_year():
    assert queries.former_names(queries.by_code("SWZ")) == [("Swaziland", 2018)]
    assert queries.by_code("SWZ").name == "Eswatini"
