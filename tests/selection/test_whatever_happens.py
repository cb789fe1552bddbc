"""Whatever happens to seats and nominees, in whatever order: 20,000 steps that hypothesis makes up."""

import os
from math import ceil

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.selection.programme import Programme, World
from tpp.history.queries import first_fault
from tpp.reports.actions import differing
from tpp.seats.queries import first_difference

SEEDS = 4
STEPS = int(os.environ.get("TPP_STEPS", "20000"))
EACH, MORE = 100, 1000
"""Steps of one journey; a fresh pair of runs then begins. And steps at least at a time: the first journey
that hypothesis makes up is always the plainest."""
OFTEN = 5
"""How often at least each deed must have been done, or the steps prove nothing about it."""


@pytest.mark.parametrize("number", range(SEEDS))
def test_seats_and_nominations_hold_whatever_happens(app, number):
    world = World()
    journey = type("Journey", (Programme,), {"world": world})
    for more in range(100):
        left = STEPS // SEEDS - world.steps
        if left <= 0 and not seldom(world):
            break
        some = seed(number + SEEDS * more)(journey)
        run_state_machine_as_test(some, settings=how(max(left, MORE)))
    assert world.steps >= STEPS // SEEDS
    assert not seldom(world), world.done
    assert first_fault() is None
    assert first_difference() is None
    assert differing() == []


def seldom(world):
    """What was not done often enough yet: then the programme goes on."""
    return {deed for deed in DEEDS if world.done[deed] < OFTEN}


def how(steps):
    """Journeys that hypothesis makes up; a failing one is told as it was found, not made shorter."""
    return settings(
        max_examples=ceil(steps / EACH),
        stateful_step_count=EACH,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


DEEDS = {
    *("allocate", "move seats", "accept seats", "decline seats", "release", "release unused"),
    *("nominate", "submit", "select", "reserve", "reviewed", "returned", "not_selected"),
    *("found_ineligible", "rank", "accept", "decline", "extend", "end", "withdraw", "substitute"),
    *("arrived", "withdrawn", "add group", "change group", "select, refused"),
    *("merge", "take apart"),
}
