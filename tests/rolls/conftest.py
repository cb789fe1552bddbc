"""An office of Kenya with seats in a run whose call is open."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.factories import make_allocation, make_call, make_focal_point, make_party, make_run
from tests.rolls.sheets import csv
from tpp.access import scope_of
from tpp.rolls import actions
from tpp.scope import see


@dataclass
class Office:
    run: Any
    kenya: Any
    acting: Any

    def upload(self, *rows, contents=None, **how):
        """A list that this office uploaded, checked."""
        contents = csv(*rows, **how) if contents is None else contents
        roll = actions.upload(self.run, contents, "nominees.csv", by=self.acting)
        actions.check(roll, by=self.acting)
        return roll

    def apply(self, roll, submit=True):
        return actions.apply(roll, roll.version, submit=submit, by=self.acting)


@pytest.fixture
def office(app):
    kenya = make_party(code="KEN", name="Kenya")
    run = make_run(seats=40)
    make_allocation(run, kenya, seats=30)
    make_call(run)
    office = Office(run, kenya, make_focal_point(kenya))
    see(scope_of(office.acting))
    return office
