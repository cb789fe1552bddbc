"""What has to be done before somebody travels: steps of a run, and how far each person is."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from tpp.acting import Role
from tpp.errors import Refused

MOST_STEPS = 20
LONGEST_TITLE = 120
FLIGHT_NUMBER = re.compile(r"[\w][\w ./-]{1,19}")
COMES_BEFORE = timedelta(days=60)
"""An arrival lies at most so long before the first day."""


class State(StrEnum):
    OPEN = "open"
    DONE = "done"
    NOT_NEEDED = "not_needed"


class TickedBy(StrEnum):
    """Who besides the programme ticks a step."""

    PROGRAMME = "programme"
    OFFICE = "office"
    TRAINEE = "trainee"


MAY_TICK = {
    TickedBy.PROGRAMME: frozenset({Role.COORDINATOR}),
    TickedBy.OFFICE: frozenset({Role.COORDINATOR, Role.FOCAL_POINT}),
    TickedBy.TRAINEE: frozenset({Role.COORDINATOR, Role.FOCAL_POINT, Role.TRAINEE}),
}


class Kind(StrEnum):
    """Steps that nearly every run has; a run may leave some out and add its own."""

    INVITATION = "invitation_sent"
    VISA_APPLIED = "visa_applied"
    VISA_GRANTED = "visa_granted"
    FLIGHT = "flight_booked"
    LODGING = "lodging_booked"
    MEDICAL_COPY = "medical_copy"


@dataclass(frozen=True)
class Step:
    """``key`` is a Kind, or a word of the run's own, whose ``title`` is shown as it was typed."""

    key: str
    by: TickedBy
    title: str = ""

    @property
    def has_flight(self) -> bool:
        return self.key == Kind.FLIGHT


DEFAULT = (
    Step(Kind.INVITATION, TickedBy.PROGRAMME),
    Step(Kind.VISA_APPLIED, TickedBy.TRAINEE),
    Step(Kind.VISA_GRANTED, TickedBy.TRAINEE),
    Step(Kind.FLIGHT, TickedBy.TRAINEE),
    Step(Kind.LODGING, TickedBy.OFFICE),
    Step(Kind.MEDICAL_COPY, TickedBy.OFFICE),
)
"""The steps of a run for which nobody has set others."""


def as_kept(steps: Iterable[Step]) -> list[dict[str, Any]]:
    return [{name: str(value) for name, value in asdict(step).items()} for step in steps]


def as_steps(kept: Iterable[Mapping[str, str]]) -> list[Step]:
    return [Step(it["key"], TickedBy(it["by"]), it.get("title", "")) for it in kept]


def own_key(taken: Iterable[str]) -> str:
    """The next free word for a step of the run's own; one that was used once is not used again."""
    numbers = [int(it.removeprefix("own-")) for it in taken if it.startswith("own-")]
    return f"own-{max(numbers, default=0) + 1}"


def check_steps(steps: Sequence[Step]) -> None:
    if len(steps) > MOST_STEPS:
        raise Refused("A run has at most %(most)s steps. Leave some out.", "title", most=MOST_STEPS)
    titles = [step.title.casefold() for step in steps if step.title]
    if len(titles) != len(set(titles)):
        raise Refused("There is a step of this name already.", "title")
    if any(len(step.title) > LONGEST_TITLE for step in steps):
        raise Refused("Name the step in fewer words.", "title")


def step_of(steps: Iterable[Step], key: str) -> Step:
    """The step of the run with this key; Refused where the run has none (any more)."""
    found = next((step for step in steps if step.key == key), None)
    if found is None:
        raise Refused("This run has no such step any more. Open the page again.", "step")
    return found


def may_tick(step: Step, role: Role) -> bool:
    return role in MAY_TICK[step.by]


def check_may_tick(step: Step, role: Role) -> None:
    if not may_tick(step, role):
        raise Refused("This step is ticked by the programme office or by your office.", "step")


def check_flight(
    step: Step,
    state: State,
    arrives_at: datetime | None,
    flight: str,
    starts_on: date,
    ends_on: date,
) -> None:
    """A booked journey says when somebody arrives, in UTC, around the days of the run."""
    if not step.has_flight or state is not State.DONE:
        return
    if arrives_at is None:
        raise Refused("Say on which day and at what time they arrive.", "arrives_on")
    first = datetime(starts_on.year, starts_on.month, starts_on.day, tzinfo=UTC) - COMES_BEFORE
    last = datetime(ends_on.year, ends_on.month, ends_on.day, tzinfo=UTC) + timedelta(days=1)
    if not first <= arrives_at <= last:
        words = "The run lasts from %(first)s to %(last)s: check the day of the arrival."
        raise Refused(words, "arrives_on", first=starts_on, last=ends_on)
    if flight and not FLIGHT_NUMBER.fullmatch(flight):
        raise Refused("Write the flight as on the ticket, such as KQ 412.", "flight")


def missing(steps: Iterable[Step], states: Mapping[str, State]) -> list[Step]:
    """The steps that nobody has done and nobody has said to be needless."""
    return [step for step in steps if states.get(step.key, State.OPEN) is State.OPEN]
