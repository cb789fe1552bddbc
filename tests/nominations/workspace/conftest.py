"""Seats of a country in a run whose course asks a few things."""

import pytest

from tests.factories import (
    make,
    make_allocation,
    make_call,
    make_nomination,
    make_party,
    make_person,
    make_run,
    make_version,
)
from tests.nominations.test_queries_eligibility import make_rules
from tests.nominations.workspace.asked import RULES
from tpp.seats.models import SeatGroup
from tpp.seats.rules import GroupKind


@pytest.fixture
def kenya(app):
    """Seats of Kenya in a run with an open call, whose course asks a few things."""
    version = make_version()
    allocation = make_allocation(make_run(version), make_party(code="KEN", name="Kenya"), seats=2)
    allocation.rules = make_rules(version, RULES)
    make_call(allocation.offering)
    return allocation


@pytest.fixture
def grouped(kenya):
    """The run has two machine stations."""
    whose = {"offering_id": kenya.offering_id, "kind": GroupKind.STATION, "seats": 5}
    return [make(SeatGroup, whose, {"name": name}) for name in ("Bulldozer", "Grader")]


@pytest.fixture
def nominee(kenya):
    return make_nomination(kenya, make_person(kenya.party, name="Asha"))
