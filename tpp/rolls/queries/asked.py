"""What the course of a run asks of nominees, as far as a list can answer it."""

from collections.abc import Iterable
from dataclasses import dataclass

from tpp.catalogue.rules.eligibility import Criterion
from tpp.nominations.queries import rules_of
from tpp.offerings.models import CourseOffering
from tpp.people.rules import LicenceKind
from tpp.seats.queries import groups_of
from tpp.seats.rules import GroupKind


@dataclass(frozen=True)
class Questions:
    """The questions of a run, gathered from its rules."""

    criteria: frozenset[Criterion]
    languages: tuple[str, ...]
    licences: tuple[LicenceKind, ...]
    courses: tuple[str, ...]
    groups: dict[GroupKind, dict[str, int]]
    """Name of each group of the run, and its number, by kind; kinds it does not have are left out."""

    @property
    def subjects(self) -> frozenset[str]:
        return self.criteria | frozenset(self.groups)


def asked_of(run: CourseOffering) -> Questions:
    rules = rules_of([run.id])[run.id]
    by = {kind: [it.parameters for it in rules if it.criterion is kind] for kind in Criterion}
    return Questions(
        frozenset(it.criterion for it in rules),
        once(it["language"] for it in by[Criterion.LANGUAGE]),
        tuple(LicenceKind(it) for it in once(it["licence"] for it in by[Criterion.LICENCE])),
        once(code for it in by[Criterion.PRIOR_COURSE] for code in it["courses"]),
        groups_by_kind(run),
    )


def groups_by_kind(run: CourseOffering) -> dict[GroupKind, dict[str, int]]:
    found: dict[GroupKind, dict[str, int]] = {}
    for group in groups_of(run):
        found.setdefault(group.kind, {})[group.name] = group.id
    return found


def once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
