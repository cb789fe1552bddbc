"""What nominees took part in before: known further to the right, where places and outcomes are."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import current_app

from tpp.offerings.models import CourseOffering

TOOK_PART = "took_part"
"""``app.extensions[TOOK_PART]``: (person ids) -> lines of Earlier, newest first. Filled by a package to
the right, which knows places and outcomes; without it nothing is shown."""


@dataclass(frozen=True)
class Earlier:
    """One place that a person had in a run, and what became of it."""

    person_id: int
    offering_id: int
    code: str
    course: str
    title: str
    starts_on: date
    status: str
    """Of the place: confirmed, finished, no_show and so on."""
    outcome: str | None
    """None where none was recorded."""

    @property
    def ended(self) -> str:
        """The word that says most: the outcome, else the place's status."""
        return self.outcome or self.status


NOT_PASSED = ("failed", "not_completed")


def earlier_of(run: CourseOffering, person_ids: Sequence[int]) -> dict[int, list[Earlier]]:
    """Other runs in which these people had a place, newest first, by person."""
    ask: Callable[[Sequence[int]], Iterable[Earlier]] | None
    ask = current_app.extensions.get(TOOK_PART)
    by_person: dict[int, list[Earlier]] = {}
    for it in ask(person_ids) if ask and person_ids else ():
        if it.offering_id != run.id:
            by_person.setdefault(it.person_id, []).append(it)
    return by_person


def remarkable(run: CourseOffering, lines: Iterable[Earlier]) -> Earlier | None:
    """The newest line that whoever selects should know of: did not arrive, or took this course before."""
    course = run.course_version.course.code
    for it in lines:
        if it.status == "no_show" or (it.course == course and it.outcome):
            return it
    return None
