"""A country with seats in a run, and who decides on its nominees."""

from datetime import date

import pytest

from tests.factories import (
    make,
    make_acting,
    make_allocation,
    make_call,
    make_focal_point,
    make_party,
    make_run,
    make_version,
)
from tpp.catalogue.models import EligibilityRule
from tpp.catalogue.rules.eligibility import Criterion


@pytest.fixture
def kenya(app):
    """Two seats of Kenya in a run with an open call."""
    allocation = make_allocation(party=make_party(code="KEN", name="Kenya"), seats=2)
    make_call(allocation.offering)
    return allocation


@pytest.fixture
def ruled(app):
    """Four seats in a run whose course is for people between 20 and 50, and wants a rank stated."""
    version = make_version()
    for position, (criterion, asked) in enumerate(RULES, start=1):
        rule = {"version_id": version.id, "position": position, "criterion": criterion}
        setting = {"parameters": asked, "set_by": "Training unit", "set_on": date(2026, 1, 1)}
        make(EligibilityRule, rule, setting)
    return make_allocation(make_run(version), make_party(code="KEN", name="Kenya"), seats=4)


RULES = (
    (Criterion.AGE, {"at_least": 20, "at_most": 50}),
    (Criterion.SERVICE_LEFT, {"months": 12}),
)


@pytest.fixture
def office(browser, kenya):
    return browser(make_focal_point(kenya.party))


@pytest.fixture
def programme(browser):
    return browser(make_acting())
