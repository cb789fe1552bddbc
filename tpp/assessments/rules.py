"""What must be true of assessments and outcomes, and how the completion rule judges. No database, no web."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from tpp.attendance.rules import ATTENDED, TAKEN_IN, Mark
from tpp.enrolments.rules import CAME
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.errors import Conflict, Refused
from tpp.flow import Flow
from tpp.offerings.rules import Status as RunStatus


class Result(StrEnum):
    PASSED = "passed"
    NOT_PASSED = "not_passed"


class Status(StrEnum):
    """The outcome of a person in a run; apart from the status of the place."""

    NOT_EVALUATED = "not_evaluated"
    COMPLETED = "completed"
    PARTICIPATED = "participated"
    NOT_COMPLETED = "not_completed"
    FAILED = "failed"


DECIDED = (Status.COMPLETED, Status.PARTICIPATED, Status.NOT_COMPLETED, Status.FAILED)
ANY = (Status.NOT_EVALUATED, *DECIDED)

FLOW = Flow(
    "outcome",
    Status.NOT_EVALUATED,
    {
        "completed": dict.fromkeys(ANY, Status.COMPLETED),
        "participated": dict.fromkeys(ANY, Status.PARTICIPATED),
        "not_completed": dict.fromkeys(ANY, Status.NOT_COMPLETED),
        "failed": dict.fromkeys(ANY, Status.FAILED),
    },
)

LONGEST_REMARK = 1000


# Assessing


class Assessed(NamedTuple):
    """What one trainee showed in one competency."""

    enrolment_id: int
    competency_id: int
    mark_percent: int
    remark: str = ""


class Attempt(NamedTuple):
    """The last attempt on record at one competency."""

    result_id: int
    number: int
    mark_percent: int
    result: Result
    remark: str


def result_of(mark_percent: int, pass_mark_percent: int) -> Result:
    return Result.PASSED if mark_percent >= pass_mark_percent else Result.NOT_PASSED


def check_assessment_open(run: RunStatus) -> None:
    if run not in TAKEN_IN:
        raise Refused(
            "This course run is %(status)s: results are recorded from its confirmation until it is"
            " closed. Ask the programme office.",
            status=run.replace("_", " "),
        )


def check_came(place: PlaceStatus) -> None:
    if place not in CAME:
        raise Refused("Only somebody who arrived can be assessed. Take attendance first.")


def check_assessed(assessed: Assessed) -> None:
    if not 0 <= assessed.mark_percent <= 100:
        raise Refused("A mark is a whole number from 0 to 100.", "mark")
    if len(assessed.remark) > LONGEST_REMARK:
        raise Refused("Shorten the remark to 1,000 characters.", "remark")


def new_attempts(
    sheet: Iterable[Assessed], last: Mapping[tuple[int, int], Attempt], seen: int | None
) -> list[Assessed]:
    """What a sheet adds. With ``seen``, the newest result when it was opened, what came since counts.

    The same mark and remark come twice when a button is pressed twice: written once. Another mark
    is somebody else's: Conflict.
    """
    fresh = list(sheet)
    if seen is None:
        return fresh
    added, theirs, yours = [], {}, {}
    for it in fresh:
        newer = last.get((it.enrolment_id, it.competency_id))
        if newer is None or newer.result_id <= seen:
            added.append(it)
        elif (newer.mark_percent, newer.remark) != (it.mark_percent, it.remark):
            theirs[str(it.competency_id)] = str(newer.mark_percent)
            yours[str(it.competency_id)] = str(it.mark_percent)
    if theirs:
        raise Conflict(theirs, yours)
    return added


# The completion rule


@dataclass(frozen=True)
class Thresholds:
    """What the course version demands, with who set it and when."""

    attendance_share_percent: int
    pass_mark_percent: int
    set_by: str
    set_on: date


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
    """One competency: passed, not passed, or (None) not assessed."""

    code: str
    title: str
    mark_percent: int | None
    attempts: int
    threshold: int
    met: bool | None


@dataclass(frozen=True)
class Judgement:
    """What the rule says of a person, and why: one line a demand."""

    status: Status
    attendance: AttendanceLine
    competencies: tuple[CompetencyLine, ...]
    thresholds: Thresholds

    @property
    def passed(self) -> int:
        return sum(line.met is True for line in self.competencies)

    @property
    def lines(self) -> tuple[AttendanceLine | CompetencyLine, ...]:
        return (self.attendance, *self.competencies)

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
        }


class Demand(NamedTuple):
    """A competency that the run assesses, with the last attempt of the person, if any."""

    code: str
    title: str
    attempt: Attempt | None


def judge(
    thresholds: Thresholds,
    sessions_held: int,
    marks: Mapping[Mark, int],
    demands: Sequence[Demand],
    place: PlaceStatus = PlaceStatus.FINISHED,
) -> Judgement:
    """What the completion rule says: attendance first, then every competency.

    Completed: enough attended, every competency passed. Failed: enough attended, everything
    assessed, nothing passed. Participated: enough attended, the rest. Not completed: not enough
    attended, or sent back. Not evaluated: too little is recorded to say.
    """
    attendance = attendance_line(thresholds, sessions_held, marks)
    competencies = tuple(competency_line(thresholds, demand) for demand in demands)
    status = verdict(attendance, competencies, place)
    return Judgement(status, attendance, competencies, thresholds)


def attendance_line(thresholds: Thresholds, held: int, marks: Mapping[Mark, int]) -> AttendanceLine:
    attended = sum(marks.get(mark, 0) for mark in ATTENDED)
    known = attended + marks.get(Mark.EXCUSED, 0) + marks.get(Mark.ABSENT, 0)
    needed = thresholds.attendance_share_percent * held
    met: bool | None = held > 0 and 100 * attended >= needed
    if not met and 100 * (held - known + attended) >= needed:
        met = None
    return AttendanceLine(held, attended, held - known, thresholds.attendance_share_percent, met)


def competency_line(thresholds: Thresholds, demand: Demand) -> CompetencyLine:
    last = demand.attempt
    return CompetencyLine(
        demand.code,
        demand.title,
        last.mark_percent if last else None,
        last.number if last else 0,
        thresholds.pass_mark_percent,
        last.result is Result.PASSED if last else None,
    )


def verdict(
    attendance: AttendanceLine, competencies: Sequence[CompetencyLine], place: PlaceStatus
) -> Status:
    if place is PlaceStatus.RETURNED_TO_UNIT:
        return Status.NOT_COMPLETED
    if attendance.met is None:
        return Status.NOT_EVALUATED
    if not attendance.met:
        return Status.NOT_COMPLETED
    met = Counter(line.met for line in competencies)
    if competencies and met[True] == len(competencies):
        return Status.COMPLETED
    if competencies and met[False] == len(competencies):
        return Status.FAILED
    return Status.PARTICIPATED


# Outcomes


def check_all_held(still_to_come: int) -> None:
    """Outcomes wait for the last session."""
    if still_to_come:
        raise Refused(
            "Sessions of this run are still to come. Record outcomes after the last one, or cancel"
            " the sessions that will not be held."
        )


def check_override(rule: Status, standing: Status, wanted: Status, reason: str) -> None:
    """An override says what the rule does not, and why."""
    if wanted not in DECIDED:
        raise Refused("Choose the outcome that should stand.", "outcome")
    if wanted is rule:
        raise Refused(
            "The completion rule says the same: record outcomes for the run instead.", "outcome"
        )
    if wanted is standing:
        raise Refused("This outcome stands already.", "outcome")
    if not reason.strip():
        raise Refused(
            "Say why the rule should not decide here: a second person reads it.", "reason"
        )


def check_second_person(asked_by: int | None, confirming: int | None) -> None:
    if asked_by is None or confirming is None or asked_by == confirming:
        raise Refused("Somebody else has to confirm what you asked for.")


def check_not_certified(is_certified: bool) -> None:
    if is_certified:
        raise Refused(
            "A certificate was issued on this outcome. Revoke the certificate before it is changed."
        )
