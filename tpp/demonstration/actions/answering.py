"""Offers are taken, declined, or left to lapse; others move up; late changes and unused seats."""

from collections.abc import Iterator
from datetime import datetime

from tpp.acting import SYSTEM
from tpp.demonstration.actions.nominating import NO_LONGER_FREE, offer
from tpp.demonstration.actions.told import Nominee, Told, nominations_of
from tpp.demonstration.rules.fates import CHOSEN, Fate
from tpp.enrolments import actions as places
from tpp.seats.actions import release_unused
from tpp.selection import actions as selection

CANNOT_COME = "The unit deploys in the same weeks."
FELL_ILL = "Cannot travel on these days."
RELEASE_DAY = "The release date of the run has come."


def answering(it: Told) -> Iterator[datetime]:
    """Within two weeks most accept, some do not; those on reserve get what becomes free."""
    plan = it.plan
    answers = [
        (day_of_answer(it), it.office_of(who), who) for who in it.of(*CHOSEN - {Fate.LAPSES})
    ]
    for moment, _, nominee in sorted(answers, key=lambda answer: answer[0]):
        yield moment
        answer(it, nominee)
    yield plan.moment(-56, "18:05")
    for nominee in it.of(Fate.LAPSES):
        [nomination] = nominations_of([nominee])
        selection.lapse(nomination, by=SYSTEM)
    if moving := it.of(Fate.MOVES_UP):
        yield plan.moment(-55, "09:40")
        offer(it, moving, plan.moment(-46, "18:00"))
    for nominee in it.of(Fate.MOVES_UP):
        yield plan.moment(-50, f"{it.chance.randint(8, 17):02d}:30")
        answer(it, nominee)


def day_of_answer(it: Told) -> datetime:
    day, hour = it.chance.randint(-68, -58), it.chance.randint(8, 17)
    return it.plan.moment(day, f"{hour:02d}:{it.chance.randint(0, 59):02d}")


def answer(it: Told, nominee: Nominee) -> None:
    [nomination] = nominations_of([nominee])
    by = it.office_of(nominee)
    if nominee.fate is Fate.DECLINES:
        selection.decline(nomination, by=by, reason=CANNOT_COME)
    else:
        nominee.place_id = places.confirm(nomination, by=by).id


def changing(it: Told) -> Iterator[datetime]:
    """Late changes, and on the release date every seat that nobody uses goes back."""
    plan = it.plan
    yield plan.moment(-45, "11:00")
    for nominee in it.with_place(Fate.LEAVES):
        [nomination] = nominations_of([nominee])
        places.withdraw(nomination, by=it.office_of(nominee), reason=FELL_ILL)
    for before, instead in pairs(it):
        [leaving], [coming] = nominations_of([before]), nominations_of([instead])
        by = it.office_of(before)
        places.substitute(leaving, coming, by=by, reason=NO_LONGER_FREE)
    yield plan.moment(-43, "10:30")
    for nominee in it.of(Fate.STANDS_IN):
        answer(it, nominee)
    yield plan.moment(-42, "00:10")
    release_unused(it.run, by=SYSTEM, reason=RELEASE_DAY)


def pairs(it: Told) -> list[tuple[Nominee, Nominee]]:
    """Who is replaced, and by whom: both of the same office."""
    standing_in = it.of(Fate.STANDS_IN)
    found = []
    for before in it.with_place(Fate.REPLACED):
        instead = next(who for who in standing_in if who.party == before.party)
        standing_in.remove(instead)
        found.append((before, instead))
    return found
