import shutil

import pytest
import sqlalchemy as sa

from tpp.db import db, transaction
from tpp.parties import actions, queries
from tpp.parties.models import Party
from tpp.parties.rules import PartyKind


@pytest.fixture
def folder(tmp_path):
    """A copy of the data folder that a test may change."""
    for name in ("member_states.csv", "missions.csv", "parties.toml"):
        shutil.copyfile(actions.DATA / name, tmp_path / name)
    return tmp_path


def test_every_member_state_is_there_once_with_its_group_and_six_names(app):
    actions.load_reference()

    states = db.session.scalars(sa.select(Party).where(Party.kind == PartyKind.COUNTRY)).all()

    assert len(states) == 193
    assert all(state.regional_group and state.formal_name for state in states)
    assert all(set(actions.LANGUAGES) <= set(state.names) for state in states)
    assert not [state.name for state in states if "(the)" in state.name]


def test_countries_are_named_as_the_united_nations_name_them(app):
    actions.load_reference()

    tanzania, bolivia = queries.by_code("TZA"), queries.by_code("BOL")

    assert tanzania.name == "United Republic of Tanzania"
    assert tanzania.name_in("fr") == "République-Unie de Tanzanie"
    assert bolivia.name == "Bolivia (Plurinational State of)"
    assert queries.by_code("CIV").name_in("ar") == "كوت ديفوار"


def test_loading_again_changes_nothing(app):
    first = actions.load_reference()

    second = actions.load_reference()

    assert first["created"] == second["unchanged"] > 270
    assert set(second) == {"unchanged"}


def test_a_changed_file_changes_the_party_and_keeps_its_row(app, folder):
    actions.load_reference(folder)
    kenya = queries.by_code("KEN").id
    states = folder / "member_states.csv"
    states.write_text(states.read_text().replace("the Republic of Kenya", "the Republic of Kenia"))

    tally = actions.load_reference(folder)

    assert tally["updated"] == 1
    assert (queries.by_code("KEN").id, queries.by_code("KEN").formal_name) == (
        kenya,
        "Republic of Kenia",
    )


def test_a_party_that_no_file_names_any_more_stays(app, folder):
    with transaction():
        db.session.add(Party(kind=PartyKind.ORGANISATION, code="OLD", name="An old organisation"))

    actions.load_reference(folder)

    assert queries.by_code("OLD").name == "An old organisation"


def test_a_file_that_cannot_be_read_leaves_every_party_as_it_was(app, folder):
    actions.load_reference()
    states = folder / "member_states.csv"
    states.write_text(states.read_text().replace("Kenya", "Kenia").replace("iso3,", "code,", 1))

    with pytest.raises(KeyError):
        actions.load_reference(folder)

    assert queries.by_code("KEN").name == "Kenya"
