"""What happens before a journey: joining instructions in several languages, and steps that are ticked."""

from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

from tpp.demonstration.actions.told import Nominee, Told, places_of
from tpp.demonstration.rules.courses import Shown
from tpp.demonstration.rules.texts import JOINING
from tpp.enrolments.actions import joining, travel
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import WRITTEN_TO
from tpp.enrolments.rules.travel import DEFAULT, Kind, State, Step

FLIGHTS = ("KQ 412", "ET 308", "RJ 182", "WB 464", "MS 836")


def preparing(it: Told) -> Iterator[datetime]:
    """Instructions go out when the run is certain; then steps are ticked, one person after the other."""
    plan = it.plan
    yield plan.moment(-27, "10:00")
    reports_at = plan.moment(-1, "17:00").astimezone(UTC)
    row = joining.write(it.run, JOINING, by=it.coordinator, reports_at=reports_at)
    joining.send(row, by=it.coordinator)
    yield plan.moment(-22, "11:00")
    for nominee in it.with_place():
        tick_some(it, nominee)


def tick_some(it: Told, nominee: Nominee) -> None:
    """Whoever comes within days has done everything; of the others each is somewhere else."""
    [place] = places_of([nominee])
    if place.status not in WRITTEN_TO:
        return
    own_chance = Random(nominee.person_id)
    is_done = Shown.DESK in it.plan.shows
    done = len(DEFAULT) if is_done else own_chance.randint(1, len(DEFAULT))
    if nominee.person_id == it.cast.trainee_person:
        done = 2
    for step in DEFAULT[:done]:
        tick(it, place, step, own_chance)


def tick(it: Told, place: Enrolment, step: Step, own_chance: Random) -> None:
    if step.key != Kind.FLIGHT:
        travel.tick(place, step.key, State.DONE, by=it.coordinator)
        return
    arrives_at = it.plan.moment(own_chance.choice((-2, -1)), f"{own_chance.randint(6, 21):02d}:40")
    travel.tick(
        place,
        step.key,
        State.DONE,
        by=it.coordinator,
        arrives_at=arrives_at.astimezone(UTC),
        flight=own_chance.choice(FLIGHTS),
    )
