"""What a run assesses, and what its course version demands."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from tpp.assessments.rules import Group, Sheet, Task, Thresholds
from tpp.catalogue.models import Competency, CourseVersion, WrittenTest
from tpp.catalogue.queries import competencies_of, written_tests_of
from tpp.offerings.models import CourseOffering

WITHOUT = "without-machine"
"""The address of what is shown on no machine."""


def competencies(run: CourseOffering) -> list[Competency]:
    """What this run assesses: without a machine, or on one of the machines that it has."""
    return competencies_of(run.course_version, run.machines)


def sheet_of(competency: Competency, version: CourseVersion) -> Sheet:
    """How a competency is assessed, with the thresholds of its version filled in."""
    own = competency.pass_mark_percent
    return Sheet(
        kind=competency.kind,
        pass_mark_percent=version.pass_mark_percent if own is None else own,
        pass_level=competency.pass_level,
        tasks=tuple(Task(it["code"], it["title"], it["critical"]) for it in competency.tasks),
        tasks_needed=competency.tasks_needed,
        attempts_allowed=competency.attempts_allowed,
        assessors=competency.assessors,
        margin_percent=version.moderation_margin_percent,
    )


def sheets_of(run: CourseOffering, demanded: list[Competency] | None = None) -> dict[int, Sheet]:
    """By competency."""
    known = competencies(run) if demanded is None else demanded
    return {it.id: sheet_of(it, run.course_version) for it in known}


def thresholds_of(version: CourseVersion) -> Thresholds:
    rule = version.completion
    plain = Thresholds(
        version.attendance_share_percent, version.pass_mark_percent, version.set_by, version.set_on
    )
    if not rule:
        return plain
    groups = tuple(Group(tuple(it["codes"]), it["at_least"]) for it in rule["competencies"])
    return Thresholds(
        **vars(plain)
        | {
            "groups": groups,
            "wants_conduct": rule["conduct"],
            "waits_for_all": True,
            "rule_set_by": rule["set_by"],
            "rule_set_on": date.fromisoformat(rule["set_on"]),
        }
    )


def written_tests(run: CourseOffering) -> list[WrittenTest]:
    return written_tests_of(run.course_version)


class Station(NamedTuple):
    """A machine of the run with what is assessed on it; the last one is for what needs none."""

    address: str
    machine: str
    competencies: list[Competency]


def stations(known: Sequence[Competency]) -> list[Station]:
    """Machines in the order of the course, then what is assessed without one."""
    machines = list(dict.fromkeys(it.machine for it in known if it.machine))
    found = [
        Station(address_of(name), name, [it for it in known if it.machine == name])
        for name in [*machines, ""]
    ]
    return [it for it in found if it.competencies]


def address_of(machine: str) -> str:
    return machine.replace(" ", "-") or WITHOUT
