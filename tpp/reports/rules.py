"""The figures that people ask for, defined once. No database, no web."""

from dataclasses import dataclass
from enum import IntFlag, StrEnum


class Step(IntFlag):
    """How far one seat of one person came. The steps are apart: none follows from another."""

    NOMINATED = 1
    SELECTED = 2
    ARRIVED = 4
    COMPLETED = 8
    CERTIFIED = 16


DEFINITIONS: dict[Step, str] = {
    Step.NOMINATED: "put forward by an office and sent in, whatever became of it",
    Step.SELECTED: "chosen for a seat, whether or not the place was taken up",
    Step.ARRIVED: "came to the run, also when sent back later",
    Step.COMPLETED: "outcome recorded as completed",
    Step.CERTIFIED: "holds a certificate of completion that is neither suspended nor revoked, "
    "also when its time of validity has ended",
}
"""What each step counts; one person in two runs counts twice."""


class By(StrEnum):
    """What participation is shown by."""

    COUNTRY = "country"
    PILLAR = "pillar"
    YEAR = "year"


@dataclass(frozen=True)
class Count:
    """People by sex; unknown is its own number and never part of a share."""

    women: int = 0
    men: int = 0
    unknown: int = 0

    @property
    def people(self) -> int:
        return self.women + self.men + self.unknown

    @property
    def known(self) -> int:
        return self.women + self.men

    @property
    def women_percent(self) -> float | None:
        """Women among those whose sex is known, in %; None when it is known of nobody."""
        return 100 * self.women / self.known if self.known else None

    def __add__(self, other: "Count") -> "Count":
        return Count(self.women + other.women, self.men + other.men, self.unknown + other.unknown)


@dataclass(frozen=True)
class Narrowed:
    """Which records are counted; None leaves a filter out. Years are those of a run's first day."""

    pillar: str | None = None
    since: int | None = None
    until: int | None = None
    group: str | None = None
    country: str | None = None
    course: str | None = None


Counts = dict[Step, Count]
"""People by step."""


def counted(rows: list[tuple[str, int, int]]) -> Counts:
    """From (sex, steps reached, how many) to people by step and sex."""
    counts = {step: Count() for step in Step}
    for sex, reached, number in rows:
        one = Count(
            women=number if sex == "woman" else 0,
            men=number if sex == "man" else 0,
            unknown=number if sex == "unknown" else 0,
        )
        for step in Step:
            if reached & step:
                counts[step] = counts[step] + one
    return counts
