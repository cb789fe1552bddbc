"""Loading the demonstration into an empty register."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, time, timedelta
from random import Random

from tpp import clock
from tpp.db import transaction
from tpp.demonstration import queries
from tpp.demonstration.actions.administering import administering
from tpp.demonstration.actions.asking import reminding
from tpp.demonstration.actions.cast import assemble
from tpp.demonstration.actions.clockwork import play
from tpp.demonstration.actions.doubling import doubling
from tpp.demonstration.actions.lives import lives_of
from tpp.demonstration.actions.papers import stored_specimens
from tpp.demonstration.actions.signing import signing
from tpp.demonstration.rules.programme import FEWEST_PEOPLE, FIRST_DAY, plans
from tpp.errors import Refused
from tpp.scope import EVERYTHING, seeing

PEOPLE, SEED = 600, 2026
ZONE = "Africa/Nairobi"
"""Where the run is held that has sessions today."""
ALL_OR_NOTHING = 1000
"""Up to so many people the demonstration is one transaction: killed half-way, it leaves nothing."""


def load(password: Callable[[], str], people: int = PEOPLE, seed: int = SEED) -> None:
    """Fill an empty register with invented people and runs, past, present and ahead.

    The password is asked for once it is certain that the register is empty.
    """
    if people < FEWEST_PEOPLE:
        raise Refused("A demonstration has at least %(least)s people.", least=FEWEST_PEOPLE)
    chance, now, today = Random(seed), clock.now(), clock.today(ZONE)
    with seeing(EVERYTHING), ExitStack() as whole:  # every office acts in turn
        check_is_empty()
        papers = stored_specimens()
        if people <= ALL_OR_NOTHING:
            whole.enter_context(transaction())
        check_is_empty()
        opening = datetime.combine(FIRST_DAY, time(8), UTC) - timedelta(days=200)
        cast = assemble(password(), chance, opening, today)
        cast.papers = papers
        lives = [it for plan in plans(people, today, chance) for it in lives_of(plan, cast, chance)]
        beside = [administering(cast, now), doubling(cast, now), reminding(cast, now)]
        beside.append(signing(cast, opening))
        play([*beside, *lives], now)


def check_is_empty() -> None:
    if not queries.is_empty():
        raise Refused("This register holds records already; a demonstration needs an empty one.")
