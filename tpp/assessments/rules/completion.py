"""The completion rule: what it says of a person, explained line by line. No database, no web."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tpp.assessments.rules.demands import (
    AttendanceLine,
    CompetencyLine,
    ConductLine,
    Demand,
    Group,
    GroupLine,
    Line,
    Thresholds,
    Written,
    WrittenLine,
    attendance_line,
    competency_line,
    group_lines,
    is_in,
    written_line,
)
from tpp.assessments.rules.outcomes import Conduct, Status
from tpp.attendance.rules import Mark
from tpp.catalogue.rules.sheets import CompetencyKind
from tpp.enrolments.rules import Status as PlaceStatus


@dataclass(frozen=True)
class Judgement:
    """What the rule says of a person, and why: one line a demand."""

    status: Status
    attendance: AttendanceLine
    competencies: tuple[CompetencyLine, ...]
    thresholds: Thresholds
    groups: tuple[GroupLine, ...] = ()
    written: tuple[WrittenLine, ...] = ()
    conduct: ConductLine | None = None

    @property
    def passed(self) -> int:
        return sum(line.met is True for line in self.competencies)

    @property
    def lines(self) -> tuple[Line, ...]:
        conduct = (self.conduct,) if self.conduct else ()
        return (self.attendance, *self.groups, *self.competencies, *self.written, *conduct)

    def evidence(self) -> dict[str, Any]:
        """The figures that the rule saw, to be kept with the outcome."""
        return {
            "rule": str(self.status),
            "sessions_held": self.attendance.held,
            "sessions_attended": self.attendance.attended,
            "sessions_unknown": self.attendance.unknown,
            "attendance_share_percent": self.thresholds.attendance_share_percent,
            "pass_mark_percent": self.thresholds.pass_mark_percent,
            "set_by": self.thresholds.set_by,
            "set_on": self.thresholds.set_on.isoformat(),
            "marks": {line.code: line.mark_percent for line in self.competencies},
            **self.further_evidence(),
        }

    def further_evidence(self) -> dict[str, Any]:
        """Only what this version asks for beside marks, so that older outcomes stay as they were."""
        found: dict[str, Any] = {}
        if any(line.kind is not CompetencyKind.MARK or line.waits for line in self.competencies):
            found["passed"] = {line.code: line.met for line in self.competencies}
        if self.groups:
            found["groups"] = [[line.passed, line.needed] for line in self.groups]
        if self.written:
            found["written"] = {line.code: line.points for line in self.written}
        if self.conduct:
            found["conduct"] = self.conduct.met
        return found


def judge(
    thresholds: Thresholds,
    sessions_held: int,
    marks: Mapping[Mark, int],
    demands: Sequence[Demand],
    place: PlaceStatus = PlaceStatus.FINISHED,
    written: Sequence[Written] = (),
    conduct: Conduct = Conduct.UNKNOWN,
) -> Judgement:
    """What the completion rule says: attendance first, then competencies, tests and conduct.

    Completed: enough attended and everything asked for is there. Failed: enough attended, everything
    assessed, nothing passed. Participated: enough attended, the rest. Not completed: not enough
    attended, conduct not good, or sent back. Not evaluated: too little is recorded to say.
    """
    attendance = attendance_line(thresholds, sessions_held, marks)
    competencies = tuple(competency_line(thresholds, demand) for demand in demands)
    kept = ConductLine(CONDUCT_MET[conduct]) if thresholds.wants_conduct else None
    judgement = Judgement(
        Status.NOT_EVALUATED,
        attendance,
        competencies,
        thresholds,
        group_lines(thresholds, competencies),
        tuple(written_line(it) for it in written if it.needed_percent is not None),
        kept,
    )
    return decided(judgement, place)


def decided(judgement: Judgement, place: PlaceStatus) -> Judgement:
    fields = vars(judgement) | {"status": verdict(judgement, place)}
    return Judgement(**fields)


CONDUCT_MET = {Conduct.GOOD: True, Conduct.NOT_GOOD: False, Conduct.UNKNOWN: None}


# The verdict


def verdict(judgement: Judgement, place: PlaceStatus) -> Status:
    """What is unknown and could decide leaves it open; what cannot decide hinders nobody."""
    if place is PlaceStatus.RETURNED_TO_UNIT:
        return Status.NOT_COMPLETED
    if judgement.attendance.met is None:
        return Status.NOT_EVALUATED
    if not judgement.attendance.met:
        return Status.NOT_COMPLETED
    worst, best = (conclusion(judgement, as_if) for as_if in (False, True))
    return worst if worst is best else Status.NOT_EVALUATED


def conclusion(judgement: Judgement, as_if: bool) -> Status:
    """The verdict, if everything that is still open turned out like this."""
    met = [if_open(judgement.thresholds, line, as_if) for line in judgement.competencies]
    others = [as_if if it.met is None else it.met for it in judgement.written]
    if judgement.conduct and not (
        as_if if judgement.conduct.met is None else judgement.conduct.met
    ):
        return Status.NOT_COMPLETED
    if met and all(others) and is_enough(judgement, met):
        return Status.COMPLETED
    if met and all(it is False for it in met):
        return Status.FAILED
    return Status.PARTICIPATED


def if_open(thresholds: Thresholds, line: CompetencyLine, as_if: bool) -> bool | None:
    """Of a competency that nobody assessed, None stays where the version writes no rule of its own."""
    if line.met is None and (line.waits or thresholds.waits_for_all):
        return as_if
    return line.met


def is_enough(judgement: Judgement, met: Sequence[bool | None]) -> bool:
    """Every critical competency, and of each group as many as it asks for."""
    lines = list(zip(judgement.competencies, met, strict=True))
    if any(line.is_critical and not is_met for line, is_met in lines):
        return False
    return all(has_enough(group, lines) for group in judgement.thresholds.groups)


def has_enough(group: Group, lines: Sequence[tuple[CompetencyLine, bool | None]]) -> bool:
    here = [is_met for line, is_met in lines if is_in(group, line)]
    return sum(map(bool, here)) >= min(group.at_least or len(here), len(here))
