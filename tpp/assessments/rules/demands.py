"""What a course version demands, and each demand as a line: met, not met, or not known yet."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from tpp.assessments.rules.showing import Attempt, Result, Sheet, Waits
from tpp.attendance.rules import ATTENDED, Mark
from tpp.catalogue.rules.sheets import CompetencyKind, Level, WrittenKind


class Group(NamedTuple):
    """So many of these competencies; without codes, of all; without a number, every one."""

    codes: tuple[str, ...] = ()
    at_least: int | None = None


EVERY = (Group(),)


@dataclass(frozen=True)
class Thresholds:
    """What the course version demands, with who set it and when."""

    attendance_share_percent: int
    pass_mark_percent: int
    set_by: str
    set_on: date
    groups: tuple[Group, ...] = EVERY
    wants_conduct: bool = False
    waits_for_all: bool = False
    """A rule that the version writes out says nothing while something unknown could decide. Without
    one, a competency that nobody assessed is no more than one that was not passed."""
    rule_set_by: str = ""
    rule_set_on: date | None = None


@dataclass(frozen=True)
class AttendanceLine:
    """Sessions attended of those held. ``met`` is None while marks that could decide are missing."""

    held: int
    attended: int
    unknown: int
    threshold: int
    met: bool | None

    @property
    def percent(self) -> int | None:
        """Rounded down: 79.9% is not 80%."""
        return 100 * self.attended // self.held if self.held else None


@dataclass(frozen=True)
class CompetencyLine:
    """One competency: passed, not passed, or (None) not assessed or not decided yet."""

    code: str
    title: str
    mark_percent: int | None
    attempts: int
    threshold: int
    met: bool | None
    kind: CompetencyKind = CompetencyKind.MARK
    level: Level | None = None
    pass_level: Level | None = None
    observed: int = 0
    """Tasks that were observed, of ``tasks``."""
    tasks: int = 0
    waits: Waits | None = None
    is_critical: bool = False
    machine: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class GroupLine:
    """So many of some competencies. A run that assesses fewer of them cannot be asked for more."""

    codes: tuple[str, ...]
    asked: int
    assessed_here: int
    passed: int
    open: int
    met: bool | None

    @property
    def needed(self) -> int:
        return min(self.asked, self.assessed_here)


@dataclass(frozen=True)
class WrittenLine:
    """A written test without which nobody completes; None: no points are entered."""

    code: str
    title: str
    points: int | None
    most: int
    needed_percent: int
    met: bool | None


@dataclass(frozen=True)
class ConductLine:
    met: bool | None


Line = AttendanceLine | CompetencyLine | GroupLine | WrittenLine | ConductLine


class Demand(NamedTuple):
    """A competency that the run assesses, with the last attempt of the person, if any."""

    code: str
    title: str
    attempt: Attempt | None
    sheet: Sheet | None = None
    is_critical: bool = False
    machine: str = ""


class Written(NamedTuple):
    """A written test with the points of the person, if they are known."""

    code: str
    title: str
    kind: WrittenKind
    most: int
    needed_percent: int | None
    points: int | None


def attendance_line(thresholds: Thresholds, held: int, marks: Mapping[Mark, int]) -> AttendanceLine:
    attended = sum(marks.get(mark, 0) for mark in ATTENDED)
    known = attended + marks.get(Mark.EXCUSED, 0) + marks.get(Mark.ABSENT, 0)
    needed = thresholds.attendance_share_percent * held
    met: bool | None = held > 0 and 100 * attended >= needed
    if not met and 100 * (held - known + attended) >= needed:
        met = None
    return AttendanceLine(held, attended, held - known, thresholds.attendance_share_percent, met)


def competency_line(thresholds: Thresholds, demand: Demand) -> CompetencyLine:
    last, sheet = (
        demand.attempt,
        demand.sheet or Sheet(pass_mark_percent=thresholds.pass_mark_percent),
    )
    is_known = last is not None and last.waits is None
    return CompetencyLine(
        code=demand.code,
        title=demand.title,
        mark_percent=last.mark_percent if last else None,
        attempts=last.number if last else 0,
        threshold=sheet.pass_mark_percent,
        met=last.result is Result.PASSED if last and is_known else None,
        kind=sheet.kind,
        level=last.level if last else None,
        pass_level=sheet.pass_level,
        observed=len(last.tasks) if last else 0,
        tasks=len(sheet.tasks),
        waits=last.waits if last else None,
        is_critical=demand.is_critical,
        machine=demand.machine,
        at=last.at if last else None,
    )


def group_lines(
    thresholds: Thresholds, competencies: Sequence[CompetencyLine]
) -> tuple[GroupLine, ...]:
    """Only what is not said by the competencies themselves: that every one has to be passed."""
    if thresholds.groups == EVERY:
        return ()
    return tuple(group_line(group, members(group, competencies)) for group in thresholds.groups)


def members(group: Group, competencies: Sequence[CompetencyLine]) -> list[CompetencyLine]:
    return [it for it in competencies if is_in(group, it)]


def is_in(group: Group, line: CompetencyLine) -> bool:
    return not group.codes or line.code in group.codes


def group_line(group: Group, lines: Sequence[CompetencyLine]) -> GroupLine:
    met = Counter(line.met for line in lines)
    asked = group.at_least or len(group.codes) or len(lines)
    needed = min(asked, len(lines))
    could = met[True] + met[None] >= needed
    is_met = True if met[True] >= needed else (None if could else False)
    codes = tuple(line.code for line in lines)
    return GroupLine(codes, asked, len(lines), met[True], met[None], is_met)


def written_line(it: Written) -> WrittenLine:
    needed = it.needed_percent or 0
    met = None if it.points is None else 100 * it.points >= needed * it.most
    return WrittenLine(it.code, it.title, it.points, it.most, needed, met)
