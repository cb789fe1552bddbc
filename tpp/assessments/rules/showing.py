"""What somebody showed in a competency: marks, levels and observed tasks, attempt by attempt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from tpp.catalogue.rules.sheets import LEVELS, CompetencyKind, Level
from tpp.errors import Conflict, Refused

LONGEST_REMARK = 1000


class Result(StrEnum):
    PASSED = "passed"
    NOT_PASSED = "not_passed"
    UNFINISHED = "unfinished"
    """Some tasks are not observed yet, and they could decide."""


class Part(StrEnum):
    """Whose word a line of an attempt is."""

    FIRST = "first_assessor"
    SECOND = "second_assessor"
    DECISION = "decided_between"
    """Somebody else's, where the two differ."""


class Waits(StrEnum):
    """Why an attempt says nothing yet."""

    TASKS = "tasks_open"
    SECOND = "second_open"
    DECISION = "decision_open"


class Task(NamedTuple):
    code: str
    title: str
    is_critical: bool = False


NO_TASKS: Mapping[str, Level] = MappingProxyType({})


@dataclass(frozen=True)
class Sheet:
    """How one competency is assessed: by the course version, with its pass mark filled in."""

    kind: CompetencyKind = CompetencyKind.MARK
    pass_mark_percent: int = 60
    pass_level: Level | None = None
    tasks: tuple[Task, ...] = ()
    tasks_needed: int | None = None
    attempts_allowed: int | None = None
    assessors: int = 1
    margin_percent: int | None = None
    """Marks this near to the pass mark, and failures, need a second assessor; None: none does."""


class Assessed(NamedTuple):
    """What one trainee showed in one competency: a mark, a level, passed or not, or tasks by code."""

    enrolment_id: int
    competency_id: int
    mark_percent: int | None = None
    remark: str = ""
    level: Level | None = None
    is_passed: bool | None = None
    tasks: Mapping[str, Level] = NO_TASKS


class Line(NamedTuple):
    """One row of the record of attempts."""

    result_id: int
    attempt: int
    part: Part
    mark_percent: int | None
    level: Level | None
    tasks: Mapping[str, Level]
    result: Result
    remark: str
    at: datetime | None = None
    account_id: int | None = None


class Attempt(NamedTuple):
    """The last attempt on record at one competency, with what stands of it."""

    result_id: int
    number: int
    mark_percent: int | None
    result: Result
    remark: str
    level: Level | None = None
    tasks: Mapping[str, Level] = NO_TASKS
    waits: Waits | None = None
    at: datetime | None = None
    account_id: int | None = None
    finished: int | None = None
    """Attempts that were brought to an end, this one included."""

    @property
    def used(self) -> int:
        return self.number if self.finished is None else self.finished


def result_of(mark_percent: int, pass_mark_percent: int) -> Result:
    return Result.PASSED if mark_percent >= pass_mark_percent else Result.NOT_PASSED


def shown(sheet: Sheet, it: Assessed, tasks: Mapping[str, Level] = NO_TASKS) -> Result:
    """What was shown, by the sheet; ``tasks`` are all that were observed, earlier ones included."""
    match sheet.kind:
        case CompetencyKind.MARK:
            return result_of(it.mark_percent or 0, sheet.pass_mark_percent)
        case CompetencyKind.LEVEL:
            return passed_if(is_enough(it.level, sheet))
        case CompetencyKind.PASS_FAIL:
            return passed_if(bool(it.is_passed))
    return observed(sheet, tasks)


def passed_if(is_passed: bool) -> Result:
    return Result.PASSED if is_passed else Result.NOT_PASSED


def is_enough(level: Level | None, sheet: Sheet) -> bool:
    if level is None or sheet.pass_level is None:
        return False
    return LEVELS.index(level) >= LEVELS.index(sheet.pass_level)


def observed(sheet: Sheet, tasks: Mapping[str, Level]) -> Result:
    """A critical task not passed fails it at once; a task not observed is never one not passed."""
    passed = {it.code: is_enough(tasks[it.code], sheet) for it in sheet.tasks if it.code in tasks}
    critical = [passed.get(it.code) for it in sheet.tasks if it.is_critical]
    needed = sheet.tasks_needed or len(sheet.tasks)
    done, open_ = sum(passed.values()), len(sheet.tasks) - len(passed)
    if False in critical or done + open_ < needed:
        return Result.NOT_PASSED
    if None in critical or done < needed:
        return Result.UNFINISHED
    return Result.PASSED


def is_borderline(sheet: Sheet, line: Line) -> bool:
    """Near enough to the pass mark, or failed, so that a second assessor looks as well."""
    if sheet.margin_percent is None:
        return False
    mark = line.mark_percent
    is_near = mark is not None and abs(mark - sheet.pass_mark_percent) <= sheet.margin_percent
    return is_near or line.result is Result.NOT_PASSED


def needs_second(sheet: Sheet, first: Line) -> bool:
    if first.result is Result.UNFINISHED:
        return False
    return sheet.assessors > 1 or is_borderline(sheet, first)


def last_of(lines: Sequence[Line], sheet: Sheet) -> Attempt:
    """The last attempt among the lines of one person and competency, in the order of attempts."""
    number = max(line.attempt for line in lines)
    first = next(it for it in lines if it.attempt == number and it.part is Part.FIRST)
    others = {it.part: it for it in lines if it.attempt == number}
    result, waits = standing(sheet, first, others)
    finished = sum(it.part is Part.FIRST and it.result is not Result.UNFINISHED for it in lines)
    return Attempt(
        result_id=max(it.result_id for it in lines),
        number=finished + (first.result is Result.UNFINISHED),
        mark_percent=first.mark_percent,
        result=result,
        remark=first.remark,
        level=first.level,
        tasks=first.tasks,
        waits=waits,
        at=first.at,
        account_id=first.account_id,
        finished=finished,
    )


def standing(sheet: Sheet, first: Line, others: Mapping[Part, Line]) -> tuple[Result, Waits | None]:
    """What stands of an attempt, and what it waits for."""
    if first.result is Result.UNFINISHED:
        return first.result, Waits.TASKS
    second, decision = others.get(Part.SECOND), others.get(Part.DECISION)
    if decision:
        return decision.result, None
    if second and second.result is not first.result:
        return first.result, Waits.DECISION
    if needs_second(sheet, first) and not second:
        return first.result, Waits.SECOND
    return first.result, None


def check_assessed(it: Assessed, sheet: Sheet | None = None) -> None:
    """Raises Refused where this cannot be written on the sheet of the competency."""
    if it.mark_percent is not None and not 0 <= it.mark_percent <= 100:
        raise Refused("A mark is a whole number from 0 to 100.", "mark")
    if len(it.remark) > LONGEST_REMARK:
        raise Refused("Shorten the remark to 1,000 characters.", "remark")
    if sheet is not None:
        check_kind(it, sheet)


def check_kind(it: Assessed, sheet: Sheet) -> None:
    given = {
        CompetencyKind.MARK: it.mark_percent is not None,
        CompetencyKind.LEVEL: it.level is not None,
        CompetencyKind.PASS_FAIL: it.is_passed is not None,
        CompetencyKind.STEPS: bool(it.tasks),
    }
    kinds = [kind for kind, is_given in given.items() if is_given]
    if kinds != [sheet.kind] or set(it.tasks) - {task.code for task in sheet.tasks}:
        raise Refused("This competency is assessed in another way. Open the sheet again.")


def check_attempts_left(sheet: Sheet, last: Attempt | None) -> None:
    """An attempt that is not finished goes on; a new one needs one that is left."""
    allowed = sheet.attempts_allowed
    if allowed is None or last is None or last.waits is Waits.TASKS or last.used < allowed:
        return
    raise Refused(
        "All %(num)s attempts that the course allows were made. Ask the programme office.",
        num=allowed,
    )


def new_attempts(
    sheet: Iterable[Assessed], last: Mapping[tuple[int, int], Attempt], seen: int | None
) -> list[Assessed]:
    """What a sheet adds. With ``seen``, the newest result when it was opened, what came since counts.

    The same comes twice when a button is pressed twice: written once. Something else is somebody
    else's: Conflict.
    """
    fresh = list(sheet)
    if seen is None:
        return fresh
    added, theirs, yours = [], {}, {}
    for it in fresh:
        newer = last.get((it.enrolment_id, it.competency_id))
        if newer is None or newer.result_id <= seen:
            added.append(it)
        elif not is_same(newer, it):
            theirs[str(it.competency_id)] = in_short(newer)
            yours[str(it.competency_id)] = in_short(it)
    if theirs:
        raise Conflict(theirs, yours)
    return added


def is_same(newer: Attempt, it: Assessed) -> bool:
    """Does the newest attempt say what this one says?"""
    if it.tasks:
        return it.remark == newer.remark and it.tasks.items() <= newer.tasks.items()
    if it.is_passed is not None:
        return (passed_if(it.is_passed), it.remark) == (newer.result, newer.remark)
    return (it.mark_percent, it.level, it.remark) == (newer.mark_percent, newer.level, newer.remark)


def in_short(it: Any) -> str:
    """A mark, a level, how many tasks, or passed or not: what a notice about two sheets says."""
    if it.mark_percent is not None:
        return str(it.mark_percent)
    if it.level is not None:
        return str(it.level)
    if it.tasks:
        return " ".join(f"{code}:{level}" for code, level in it.tasks.items())
    passed = it.result if isinstance(it, Attempt) else passed_if(bool(it.is_passed))
    return str(passed)
