"""Recording what trainees showed: a first assessor, a second one, and whoever decides between them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from tpp import clock
from tpp.acting import Acting
from tpp.assessments.models import AssessmentResult
from tpp.assessments.queries import last_attempts, lines_of, sheets_of
from tpp.assessments.rules import (
    Assessed,
    Attempt,
    Part,
    Result,
    Sheet,
    check_assessed,
    check_assessment_open,
    check_came,
    new_attempts,
)
from tpp.assessments.rules.outcomes import (
    check_between_reason,
    check_neither,
    check_other_assessor,
)
from tpp.assessments.rules.showing import (
    Line,
    Waits,
    check_attempts_left,
    last_of,
    shown,
)
from tpp.catalogue.models import Competency
from tpp.db import db, transaction
from tpp.enrolments.models import Enrolment
from tpp.errors import Conflict, Refused
from tpp.history.models import record
from tpp.offerings.models import CourseOffering

Last = Mapping[tuple[int, int], Attempt]


@transaction()
def assess(
    run: CourseOffering, sheet: Sequence[Assessed], *, by: Acting, seen: int | None = None
) -> int:
    """Write what a sheet says as new attempts; says how many. One line in the logbook.

    ``seen`` is the newest result when the sheet was opened: see ``rules.new_attempts``.
    """
    check_assessment_open(run.status)
    places = places_assessed(run, {it.enrolment_id for it in sheet})
    sheets = sheets_of(run)
    for it in sheet:
        if it.competency_id not in sheets:
            raise Refused("This run does not assess that competency. Open the sheet again.")
        check_assessed(it, sheets[it.competency_id])
    last = last_attempts(run, places)
    added = new_attempts(sheet, last, seen)
    for it in added:
        check_attempts_left(sheets[it.competency_id], last.get((it.enrolment_id, it.competency_id)))
    if added:
        so_far = numbers(run, places) if last else {}
        write(run, places, [first_line(it, sheets, last, so_far) for it in added], by=by)
        whose = places[added[0].enrolment_id] if len(places) == 1 else run
        record(whose, "assessed", by=by, after={"results": len(added)})
    return len(added)


def places_assessed(run: CourseOffering, ids: set[int]) -> dict[int, Enrolment]:
    """The places on the sheet, held until it is written; all of this run, all of people who came."""
    statement = (
        sa.select(Enrolment)
        .where(Enrolment.offering_id == run.id, Enrolment.id.in_(ids))
        .order_by(Enrolment.id)
        .with_for_update()
    )
    places = {place.id: place for place in db.session.scalars(statement)}
    if len(places) != len(ids):
        raise Refused("Somebody on the sheet has no place in this run. Open the sheet again.")
    for place in places.values():
        check_came(place.status)
    return places


def first_line(
    it: Assessed,
    sheets: Mapping[int, Sheet],
    last: Last,
    so_far: Mapping[tuple[int, int], int],
) -> dict[str, Any]:
    """A new attempt; tasks that are still open go on in the line that follows."""
    pair = (it.enrolment_id, it.competency_id)
    before = last.get(pair)
    goes_on = before is not None and before.waits is Waits.TASKS
    tasks = {**(before.tasks if before and goes_on else {}), **it.tasks}
    return line_of(it, sheets[it.competency_id], tasks, so_far.get(pair, 0) + 1, Part.FIRST)


def numbers(run: CourseOffering, places: Collection[int]) -> dict[tuple[int, int], int]:
    """The number of the newest line, by place and competency."""
    it = AssessmentResult
    newest = sa.select(it.enrolment_id, it.competency_id, sa.func.max(it.attempt)).where(
        it.offering_id == run.id, it.enrolment_id.in_(places)
    )
    rows = db.session.execute(newest.group_by(it.enrolment_id, it.competency_id))
    return {(who, what): number for who, what, number in rows}


def line_of(
    it: Assessed, sheet: Sheet, tasks: Mapping[str, Any], attempt: int, part: Part
) -> dict[str, Any]:
    return {
        "enrolment_id": it.enrolment_id,
        "competency_id": it.competency_id,
        "attempt": attempt,
        "part": part,
        "mark_percent": it.mark_percent,
        "level": it.level,
        "tasks": {code: str(level) for code, level in tasks.items()},
        "result": shown(sheet, it, tasks),
        "remark": it.remark,
    }


def write(
    run: CourseOffering,
    places: Mapping[int, Enrolment],
    lines: Sequence[dict[str, Any]],
    *,
    by: Acting,
) -> None:
    now = clock.now()
    same = {"offering_id": run.id, "at": now, "account_id": by.account_id}
    db.session.execute(
        sa.insert(AssessmentResult),
        [line | same | whose(places[line["enrolment_id"]]) for line in lines],
    )


def whose(place: Enrolment) -> dict[str, int]:
    return {"party_id": place.party_id, "person_id": place.person_id}


# Two assessors


@transaction()
def assess_again(place: Enrolment, competency: Competency, it: Assessed, *, by: Acting) -> Result:
    """A second assessor's own word on the last attempt, where one is needed."""
    run, sheet, first = waiting(place, competency, Waits.SECOND)
    check_other_assessor(first.account_id, by.account_id)
    check_assessed(it, sheet)
    line = line_of(it, sheet, it.tasks, first.attempt, Part.SECOND)
    if line["result"] is Result.UNFINISHED:
        raise Refused("Give a level to every task that decides: this is a whole assessment.")
    write(run, {place.id: place}, [line], by=by)
    record(place, "assessed_again", by=by, after={"same": line["result"] == first.result})
    result: Result = line["result"]
    return result


@transaction()
def decide_between(
    place: Enrolment, competency: Competency, result: Result, reason: str, *, by: Acting
) -> None:
    """Let one of two differing results stand. Decided by neither of the two assessors."""
    run, _, first = waiting(place, competency, Waits.DECISION)
    second = next(it for it in lines(place, competency) if is_second_of(it, first))
    check_neither(by.account_id, first.account_id, second.account_id)
    check_between_reason(reason)
    line: dict[str, Any] = {
        **{"enrolment_id": place.id, "competency_id": competency.id, "attempt": first.attempt},
        **{"part": Part.DECISION, "mark_percent": None, "level": None, "tasks": {}},
        **{"result": result, "remark": reason.strip()},
    }
    write(run, {place.id: place}, [line], by=by)
    record(place, "decided_between", by=by, after={"result": result})


def is_second_of(it: Line, first: Line) -> bool:
    return it.attempt == first.attempt and it.part is Part.SECOND


def lines(place: Enrolment, competency: Competency) -> list[Line]:
    return lines_of(place.offering, [place.id]).get((place.id, competency.id), [])


def waiting(
    place: Enrolment, competency: Competency, what: Waits
) -> tuple[CourseOffering, Sheet, Line]:
    """The first line of the last attempt, held; Conflict where it does not wait for this any more."""
    run = place.offering
    check_assessment_open(run.status)
    places_assessed(run, {place.id})
    sheet, found = sheets_of(run).get(competency.id), lines(place, competency)
    waits = last_of(found, sheet).waits if sheet and found else None
    if sheet is None or waits is not what:
        raise Conflict({"waits": str(waits or "")}, {"waits": str(what)})
    newest = max(it.attempt for it in found)
    first = next(it for it in found if it.attempt == newest and it.part is Part.FIRST)
    return run, sheet, first
