"""Every status, kind and role has words that can be translated."""

import importlib
import pkgutil
from enum import StrEnum

import pytest

import tpp
from tests.factories import make_acting, make_nomination, make_office, make_party
from tpp.access import scope_of
from tpp.accounts.queries import story
from tpp.acting import Role
from tpp.db import transaction
from tpp.flow import Flow
from tpp.history.models import record
from tpp.nominations.rules import Status
from tpp.scope import see
from tpp.web.words import DEEDS, WORDS, told

NEVER_SHOWN = {"Family", "Sight", "Ability", "Side", "Sign", "Order", "Fit"}
NEVER_SHOWN |= {"Agreement", "Finding", "Unreadable", "Wish"}
"""Enums whose values no page shows as words: a page says whole sentences of them, or nothing."""


def modules():
    names = [m.name for m in pkgutil.walk_packages(tpp.__path__, "tpp.")]
    spoken = [n for n in names if ".rules" in n or n == "tpp.acting"]
    return [importlib.import_module(n) for n in spoken if not n.startswith("tpp.demonstration")]


ENUMS = sorted(
    {
        thing
        for module in modules()
        for thing in vars(module).values()
        if isinstance(thing, type)
        and issubclass(thing, StrEnum)
        and thing.__module__ == module.__name__
        and thing.__name__ not in NEVER_SHOWN
    },
    key=lambda enum: (enum.__module__, enum.__name__),
)


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: f"{enum.__module__}.{enum.__name__}")
def test_every_status_and_kind_has_words(enum):
    assert [member.value for member in enum if member.value not in WORDS] == []


def test_every_step_of_every_status_has_words():
    flows = [flow for m in modules() for flow in vars(m).values() if isinstance(flow, Flow)]
    steps = {step for flow in flows for step in flow.steps}
    assert sorted(steps - set(WORDS) - set(DEEDS)) == []


def test_a_story_says_who_as_which_office_what_and_why(app):
    acting, nomination = make_acting(), make_nomination(status=Status.UNDER_REVIEW)
    with transaction():
        nomination.move("selected", by=acting, reason="First of her unit")

    [line] = told(story(nomination))

    assert (line["who"], line["office"]) == (acting.account_name, acting.office_name)
    assert line["what"] == "Selected (under review → selected)"
    assert line["why"] == "First of her unit"
    assert line["when"].endswith("UTC")


def test_an_office_hears_no_story_of_a_thing_that_it_may_not_see(app):
    nomination = make_nomination(status=Status.UNDER_REVIEW)
    with transaction():
        nomination.move("selected", by=make_acting())
    own = make_acting(Role.FOCAL_POINT, party=nomination.party)
    foreign = make_acting(Role.FOCAL_POINT, party=make_party())

    see(scope_of(own))
    assert len(story(nomination)) == 1
    see(scope_of(foreign))
    assert story(nomination) == []


def test_a_story_costs_three_queries_however_long_it_is(app):
    import sqlalchemy as sa

    from tpp.db import db

    office, acting = make_office(), make_acting()
    for _ in range(20):
        with transaction():
            record(office, "changed", by=acting)
    asked = []
    sa.event.listen(db.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    db.session.rollback()
    see_all = office.id
    db.session.rollback()
    asked.clear()
    assert see_all
    assert len(story(office)) == 20
    assert len(asked) <= 4
