"""The life of one run, from its plan to its closing, told in order."""

from random import Random

from tpp.demonstration.actions.answering import answering, changing
from tpp.demonstration.actions.cast import Cast
from tpp.demonstration.actions.clockwork import Life
from tpp.demonstration.actions.correcting import correcting
from tpp.demonstration.actions.evaluating import evaluating
from tpp.demonstration.actions.finishing import assessing, certifying, judging
from tpp.demonstration.actions.nominating import deciding, nominating
from tpp.demonstration.actions.planning import calling, planning
from tpp.demonstration.actions.showing import shown_besides
from tpp.demonstration.actions.told import Told
from tpp.demonstration.actions.training import arriving, confirming, training
from tpp.demonstration.rules.courses import Turn
from tpp.demonstration.rules.plans import Plan
from tpp.offerings.actions import move_run

FLOODS = "Floods closed the training ground; a new date follows."
NO_TRAINERS = "The instructors were called to another duty."


def lives_of(plan: Plan, cast: Cast, chance: Random) -> list[Life]:
    """The life of a run, and what goes on beside it where it is around today."""
    it = Told(plan, cast, chance)
    return [life_of(it), *shown_besides(it)]


def life_of(it: Told) -> Life:
    """Everything that happens in a run; each ``yield`` waits until the moment it names."""
    plan = it.plan
    yield from planning(it)
    if plan.turn is Turn.DRAFT:
        return
    yield from calling(it)
    yield from nominating(it)
    yield from deciding(it)
    yield from answering(it)
    if plan.turn in GOES_OTHERWISE:
        step, reason = GOES_OTHERWISE[plan.turn]
        yield plan.moment(-47, "12:00")
        move_run(it.run, step, by=it.coordinator, reason=reason)
        return
    yield from changing(it)
    yield from confirming(it)
    yield from arriving(it)
    yield from training(it)
    yield from assessing(it)
    yield from judging(it)
    yield from evaluating(it)
    yield from certifying(it)
    if plan.has_cameo:
        yield from correcting(it)


GOES_OTHERWISE = {
    Turn.POSTPONED: ("postponed", FLOODS),
    Turn.CANCELLED: ("cancelled", NO_TRAINERS),
}
