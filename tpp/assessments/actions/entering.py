"""Points of written tests, and conduct: a whole class on one sheet, one line in the logbook."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from tpp import clock
from tpp.acting import Acting
from tpp.assessments.actions.assessing import places_assessed, whose
from tpp.assessments.models import ConductRecord, WrittenResult
from tpp.assessments.queries import conduct_of
from tpp.assessments.queries.recorded import points_in
from tpp.assessments.rules import Conduct, check_assessment_open
from tpp.assessments.rules.written import Points, changed, check_correction, check_points
from tpp.catalogue.models import WrittenTest
from tpp.db import db, lock, transaction
from tpp.errors import Conflict, Refused
from tpp.history.models import record
from tpp.offerings.models import CourseOffering


@transaction()
def enter_points(
    run: CourseOffering,
    test: WrittenTest,
    sheet: Mapping[int, int | None],
    *,
    by: Acting,
    reason: str = "",
    seen: int | None = None,
) -> int:
    """Write the points of a class, by place; says how many were new or corrected.

    All or nothing. Points that stand already are not written again; None takes points back.
    ``seen`` is the newest record when the sheet was opened: Conflict where somebody entered other
    points since.
    """
    lock(run)
    check_assessment_open(run.status)
    if test.version_id != run.course_version_id:
        raise Refused("This run does not write that test. Open the sheet again.")
    for points in sheet.values():
        check_points(points, test.points)
    stands = {who: it for (who, _), it in points_in(run, [test]).items()}
    added, corrected = changed(stands, sheet)
    if seen is not None:
        check_unseen(stands, corrected, seen)
    check_correction(corrected, reason)
    if added or corrected:
        write_points(run, test, stands, {**added, **corrected}, by=by, reason=reason.strip())
        deed = "written_corrected" if corrected else "written_entered"
        number = len(added) + len(corrected)
        record(run, deed, by=by, reason=reason.strip(), after={"test": test.id, "results": number})
    return len(added) + len(corrected)


def check_unseen(
    stands: Mapping[int, Points], corrected: Mapping[int, int | None], seen: int
) -> None:
    newer = [who for who in corrected if stands[who].result_id > seen]
    if newer:
        raise Conflict(
            {str(who): str(stands[who].points) for who in newer},
            {str(who): str(corrected[who]) for who in newer},
        )


def write_points(
    run: CourseOffering,
    test: WrittenTest,
    stands: Mapping[int, Points],
    news: Mapping[int, int | None],
    *,
    by: Acting,
    reason: str,
) -> None:
    places, now = places_assessed(run, set(news)), clock.now()
    lines: list[dict[str, Any]] = [
        {
            "enrolment_id": who,
            "offering_id": run.id,
            "test_id": test.id,
            "number": stands[who].number + 1 if who in stands else 1,
            "points": points,
            "reason": reason if who in stands else "",
            "at": now,
            "account_id": by.account_id,
            **whose(places[who]),
        }
        for who, points in news.items()
    ]
    db.session.execute(sa.insert(WrittenResult), lines)


@transaction()
def record_conduct(
    run: CourseOffering, sheet: Mapping[int, Conduct], *, by: Acting, seen: int | None = None
) -> int:
    """Write everybody's conduct, by place; says how many are new. What stands is not written again."""
    lock(run)
    check_assessment_open(run.status)
    stands, unknown = conduct_of(run), (0, Conduct.UNKNOWN)
    news = {who: it for who, it in sheet.items() if stands.get(who, unknown)[1] is not it}
    if seen is not None:
        newer = [who for who in news if stands.get(who, unknown)[0] > seen]
        if newer:
            theirs = {str(who): str(stands[who][1]) for who in newer}
            raise Conflict(theirs, {str(who): str(news[who]) for who in newer})
    if news:
        write_conduct(run, news, by=by)
    return len(news)


def write_conduct(run: CourseOffering, news: Mapping[int, Conduct], *, by: Acting) -> None:
    places = places_assessed(run, set(news))
    same = {"offering_id": run.id, "at": clock.now(), "account_id": by.account_id}
    lines = [
        {"enrolment_id": who, "conduct": conduct, **same, **whose(places[who])}
        for who, conduct in news.items()
    ]
    db.session.execute(sa.insert(ConductRecord), lines)
    record(run, "conduct_recorded", by=by, after={"results": len(lines)})
