"""Who may do what: the table, the views, and the pages that tell of them are one."""

import importlib.util
from pathlib import Path

import pytest

from tpp.access import MAY, Ability
from tpp.history.models import HasFlow

BUILD = Path(__file__).parents[2] / "docs" / "build.py"
NOT_OF_A_VIEW = {Ability.CLEARANCE_SEE, Ability.CLEARANCE_PAPER, Ability.CLEARANCE_VET}
"""Abilities that only a template or a form asks for."""


@pytest.fixture
def build():
    spec = importlib.util.spec_from_file_location("docs_build", BUILD)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_documents_say_what_the_code_says(app, build):
    stale = [path.name for path, text in build.documents(app).items() if path.read_text() != text]
    assert not stale, (
        f"{', '.join(stale)}: written from the code by `{build.COMMAND}`; run it again"
    )


def test_every_ability_has_its_line_in_the_permission_table():
    assert set(MAY) == set(Ability)


def test_every_ability_is_asked_for_by_a_view(app):
    asked = {getattr(view, "access", None) for view in app.view_functions.values()}
    assert set(Ability) - asked == NOT_OF_A_VIEW


def test_every_noun_with_a_status_is_in_the_documents(build):
    told = build.statuses()
    nouns = [flow.noun for model, flow in build.flows() if issubclass(model, HasFlow)]
    assert nouns
    assert [noun for noun in nouns if f"## {noun.capitalize()}\n" not in told] == []


def test_an_address_that_names_a_row_has_it_loaded_by_the_guard(app):
    """A view that got the bare key could forget to ask whose row it is."""
    guilty = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.arguments
        and isinstance(app.view_functions[rule.endpoint].access, Ability)
        and app.view_functions[rule.endpoint].loads is None
    ]
    assert guilty == []
