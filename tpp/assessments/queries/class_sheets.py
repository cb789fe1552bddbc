"""What a class still has before it: by machine, by second assessor, and by written test."""

from collections.abc import Sequence
from typing import NamedTuple

from tpp.assessments.queries.demanded import Station, competencies, sheets_of, stations
from tpp.assessments.queries.recorded import Pair, lines_of
from tpp.assessments.rules import Attempt, Part, Sheet
from tpp.assessments.rules.showing import Line, Waits, last_of
from tpp.assessments.rules.written import ClassGain, Gain, Points, gain_of, percent
from tpp.attendance.queries import Trainee, trainees
from tpp.catalogue.models import Competency, WrittenTest
from tpp.catalogue.rules.sheets import WrittenKind
from tpp.enrolments.rules import CAME
from tpp.offerings.models import CourseOffering


class AtStation(NamedTuple):
    """One machine, with who is still to be assessed on it and who was."""

    station: Station
    open: list[Trainee]
    done: list[Trainee]

    @property
    def people(self) -> int:
        return len(self.open) + len(self.done)


def who_came(run: CourseOffering, language: str = "en") -> list[Trainee]:
    return [it for it in trainees(run, language) if it.status in CAME]


def at_stations(
    people: Sequence[Trainee], last: dict[Pair, Attempt], demanded: Sequence[Competency]
) -> list[AtStation]:
    """Every machine of a run with who is still to be assessed on it."""
    return [at_station(it, people, last) for it in stations(demanded)]


def at_station(it: Station, people: Sequence[Trainee], last: dict[Pair, Attempt]) -> AtStation:
    open_ = [who for who in people if is_open(it, who, last)]
    return AtStation(it, open_, [who for who in people if who not in open_])


def is_open(it: Station, who: Trainee, last: dict[Pair, Attempt]) -> bool:
    found = [last.get((who.enrolment_id, one.id)) for one in it.competencies]
    return any(attempt is None or attempt.waits is Waits.TASKS for attempt in found)


FOR_SOMEBODY = (Waits.SECOND, Waits.DECISION)


def how_many_wait(last: dict[Pair, Attempt], people: Sequence[Trainee]) -> int:
    """Attempts that wait for a second assessor, or for somebody who decides between two."""
    here = {it.enrolment_id for it in people}
    return sum(who in here and it.waits in FOR_SOMEBODY for (who, _), it in last.items())


class Waiting(NamedTuple):
    """An attempt that a second assessor has to look at, or two that differ."""

    trainee: Trainee
    competency: Competency
    sheet: Sheet
    attempt: Attempt
    first: Line
    second: Line | None


def waiting(run: CourseOffering, people: Sequence[Trainee]) -> list[Waiting]:
    """Borderline and failed attempts, and those of two assessors, that are not decided yet."""
    demanded = {it.id: it for it in competencies(run)}
    sheets, by_place = (
        sheets_of(run, list(demanded.values())),
        {it.enrolment_id: it for it in people},
    )
    found = [
        waits_for(by_place[who], demanded[what], sheets[what], lines)
        for (who, what), lines in lines_of(run).items()
        if who in by_place and what in demanded
    ]
    open_ = [it for it in found if it.attempt.waits in FOR_SOMEBODY]
    return sorted(open_, key=lambda it: (it.attempt.waits or "", it.first.result_id))


def waits_for(who: Trainee, what: Competency, sheet: Sheet, lines: Sequence[Line]) -> Waiting:
    newest = max(line.attempt for line in lines)
    by_part = {line.part: line for line in lines if line.attempt == newest}
    attempt = last_of(lines, sheet)
    return Waiting(who, what, sheet, attempt, by_part[Part.FIRST], by_part.get(Part.SECOND))


class TestedClass(NamedTuple):
    """The written tests of a run, what stands of everybody, and the gain."""

    tests: list[WrittenTest]
    points: dict[Pair, Points]
    gains: dict[int, Gain]
    together: ClassGain | None
    """None where the course has no test before, or none after."""

    def entered(self, test: WrittenTest) -> int:
        return sum(
            what == test.id and it.points is not None for (_, what), it in self.points.items()
        )


def tested(
    people: Sequence[Trainee], tests: list[WrittenTest], points: dict[Pair, Points]
) -> TestedClass:
    """``points`` as ``recorded.points_in`` reads them."""
    before, after = (first_of(kind, tests) for kind in (WrittenKind.PRE, WrittenKind.POST))
    if not (before and after):
        return TestedClass(tests, points, {}, None)

    def share(who: int, test: WrittenTest) -> float | None:
        stands = points.get((who, test.id))
        return percent(stands.points if stands else None, test.points)

    ids = [it.enrolment_id for it in people]
    gains = {who: Gain(who, share(who, before), share(who, after)) for who in ids}
    return TestedClass(tests, points, gains, gain_of(gains.values()))


def first_of(kind: WrittenKind, tests: Sequence[WrittenTest]) -> WrittenTest | None:
    return next((it for it in tests if it.kind is kind), None)
