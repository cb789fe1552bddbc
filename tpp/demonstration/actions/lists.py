"""Lists of nominees that the first office asked uploads: one is written, one waits to be corrected."""

from collections.abc import Iterator
from datetime import datetime

from tpp.demonstration.actions.told import Told
from tpp.demonstration.rules.courses import Shown
from tpp.demonstration.rules.listed import GOOD, TO_CORRECT, csv_of
from tpp.rolls import actions as rolls


def listing(it: Told) -> Iterator[datetime]:
    """The list is uploaded and checked; where nothing is wrong with it, everybody is put forward."""
    office = it.cast.focal_points[it.plan.senders[0].party]
    is_good = Shown.LIST in it.plan.shows
    yield it.plan.moment(-108, "14:10")
    rows = GOOD if is_good else TO_CORRECT
    roll = rolls.upload(it.run, csv_of(rows), f"nominees-{it.run.code}.csv", by=office)
    rolls.check(roll, by=office)
    if is_good:
        rolls.apply(roll, roll.version, submit=True, by=office)
