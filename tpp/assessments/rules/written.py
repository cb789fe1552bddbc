"""Written tests: points, and the gain from the test before to the test after. No database, no web."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from tpp.errors import Refused

TAKEN_BACK = ("-", "–")
"""Typed in place of points that were entered by mistake."""


class Points(NamedTuple):
    """What stands for one person in one test; None was taken back: not known."""

    result_id: int
    number: int
    points: int | None


def check_points(points: int | None, most: int) -> None:
    if points is not None and not 0 <= points <= most:
        raise Refused("Points are a whole number from 0 to %(most)s.", "points", most=most)


def changed(
    stands: Mapping[int, Points], sheet: Mapping[int, int | None]
) -> tuple[dict[int, int | None], dict[int, int | None]]:
    """What a sheet adds and what it corrects, by place; what stands already is neither."""
    added: dict[int, int | None] = {
        who: it for who, it in sheet.items() if who not in stands and it is not None
    }
    corrected = {who: it for who, it in sheet.items() if who in stands and stands[who].points != it}
    return added, corrected


def check_correction(corrected: Mapping[int, int | None], reason: str) -> None:
    if corrected and not reason.strip():
        raise Refused(
            "Say why points that were entered before are changed; the earlier ones stay on record.",
            "reason",
        )


class Gain(NamedTuple):
    """One person before and after, in per cent of the points; None where it is not known."""

    enrolment_id: int
    before: float | None
    after: float | None

    @property
    def gain(self) -> float | None:
        """In percentage points."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


@dataclass(frozen=True)
class ClassGain:
    """A class before and after. Means and gain are of those who wrote both, and of nobody else."""

    people: int
    both: int
    before: float | None
    after: float | None

    @property
    def gain(self) -> float | None:
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def unknown(self) -> int:
        return self.people - self.both


def percent(points: int | None, most: int) -> float | None:
    return None if points is None else 100 * points / most


def gain_of(people: Iterable[Gain]) -> ClassGain:
    every = list(people)
    both = [it for it in every if it.gain is not None]
    if not both:
        return ClassGain(len(every), 0, None, None)
    before, after = (sum(values) / len(both) for values in zip(*map(known, both), strict=True))
    return ClassGain(len(every), len(both), before, after)


def known(it: Gain) -> tuple[float, float]:
    return it.before or 0.0, it.after or 0.0
