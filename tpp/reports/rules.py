"""The figures that people ask for, defined once. No database, no web."""

from collections.abc import Iterable
from enum import IntFlag, StrEnum
from typing import NamedTuple

from tpp.errors import Refused
from tpp.nominations.rules import Share
from tpp.nominations.rules import Status as NominationStatus


class Step(IntFlag):
    """How far one seat of one person came. The steps are apart: none follows from another."""

    NOMINATED = 1
    SELECTED = 2
    ARRIVED = 4
    COMPLETED = 8
    CERTIFIED = 16


STEPS: dict[str, Step] = {
    "nominated": Step.NOMINATED,
    "selected": Step.SELECTED,
    "arrived": Step.ARRIVED,
    "completed": Step.COMPLETED,
    "certified": Step.CERTIFIED,
}
"""The steps in their order, by the word that stands in addresses and files."""

DEFINITIONS: dict[Step, str] = {
    Step.NOMINATED: "put forward by an office and sent in, whatever became of it",
    Step.SELECTED: "chosen for a seat, whether or not the place was taken up",
    Step.ARRIVED: "came to the run, also when sent back later",
    Step.COMPLETED: "outcome recorded as completed",
    Step.CERTIFIED: "holds a certificate of completion that is neither suspended nor revoked, "
    "also when its time of validity has ended",
}
"""What each step counts; one person in two runs counts twice."""


CHOSEN = (
    NominationStatus.SELECTED,
    NominationStatus.ACCEPTED,
    NominationStatus.DECLINED,
    NominationStatus.LAPSED,
    NominationStatus.SUBSTITUTED,
)
"""Statuses that only somebody who was selected can have; an offer or a place tells of the rest."""


class By(StrEnum):
    """What participation is shown by."""

    COUNTRY = "country"
    PILLAR = "pillar"
    YEAR = "year"


class Narrowed(NamedTuple):
    """Which records are counted; None leaves a filter out. Years are those of a run's first day."""

    pillar: str | None = None
    since: int | None = None
    until: int | None = None
    group: str | None = None
    country: str | None = None
    course: str | None = None


EARLIEST, LATEST = 1945, 2100


def check_years(since: int | None, until: int | None) -> None:
    if since and until and since > until:
        raise Refused("The first year comes after the last one. Exchange the two.", "since")


def is_year(text: str) -> bool:
    """Four digits of a year that a run can begin in."""
    return len(text) == 4 and text.isascii() and text.isdigit() and EARLIEST <= int(text) <= LATEST


Counts = dict[Step, Share]
"""People by step."""

ALL_STEPS = tuple(STEPS.values())
SEXES = {"woman": 0, "man": 1, "unknown": 2}


def numbers_at(reached: int, number: int) -> list[int]:
    """How many are at each step, of a number who all reached the same ones."""
    return [number if reached & step.value else 0 for step in ALL_STEPS]


def counted(rows: Iterable[tuple[str, Iterable[int]]]) -> Counts:
    """From a sex and how many reached each step, sex by sex, to people by step."""
    numbers = [[0, 0, 0] for _ in ALL_STEPS]
    for sex, reached in rows:
        for place, number in enumerate(reached):
            numbers[place][SEXES[sex]] += number
    return {step: Share(*found) for step, found in zip(ALL_STEPS, numbers, strict=True)}


def added(many: Iterable[Counts]) -> Counts:
    """All together: a total is the sum of its rows."""
    totals = {step: Share() for step in ALL_STEPS}
    for counts in many:
        totals = {step: totals[step] + counts[step] for step in ALL_STEPS}
    return totals
