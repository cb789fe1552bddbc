"""What is on record: attempts, points and conduct, of a run or of one person in it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from tpp.assessments.models import AssessmentResult, ConductRecord, WrittenResult
from tpp.assessments.queries.demanded import sheets_of, written_tests
from tpp.assessments.rules import Attempt, Conduct, Sheet
from tpp.assessments.rules.showing import Line, last_of
from tpp.assessments.rules.written import Points
from tpp.catalogue.models import Competency, WrittenTest
from tpp.db import db
from tpp.enrolments.models import Enrolment
from tpp.offerings.models import CourseOffering

Pair = tuple[int, int]
"""Place and competency."""


def last_attempts(
    run: CourseOffering,
    places: Collection[int] | None = None,
    demanded: list[Competency] | None = None,
) -> dict[Pair, Attempt]:
    """The last attempt on record, by place and competency."""
    sheets, usual = sheets_of(run, demanded), Sheet()
    return {
        pair: last_of(lines, sheets.get(pair[1], usual))
        for pair, lines in lines_of(run, places).items()
    }


def lines_of(run: CourseOffering, places: Collection[int] | None = None) -> dict[Pair, list[Line]]:
    """Every line of the record, in the order of attempts, by place and competency."""
    it = AssessmentResult
    statement = (
        sa.select(
            it.enrolment_id,
            it.competency_id,
            it.id,
            it.attempt,
            it.part,
            it.mark_percent,
            it.level,
            it.tasks,
            it.result,
            it.remark,
            it.at,
            it.account_id,
        )
        .where(it.offering_id == run.id)
        .order_by(it.attempt, it.id)
    )
    if places is not None:
        statement = statement.where(it.enrolment_id.in_(places))
    found: dict[Pair, list[Line]] = defaultdict(list)
    rows: Any = db.session.execute(statement)
    for who, what, *line in rows:
        found[who, what].append(Line(*line))
    return found


def attempts_of(place: Enrolment) -> list[AssessmentResult]:
    """Every attempt of one person in this run, newest first."""
    statement = (
        sa.select(AssessmentResult)
        .where(AssessmentResult.enrolment_id == place.id)
        .order_by(AssessmentResult.id.desc())
    )
    return list(db.session.scalars(statement))


def points_of(run: CourseOffering) -> dict[Pair, Points]:
    """What stands of the written tests, by place and test; nothing is asked where there are none."""
    tests = written_tests(run)
    return points_in(run, tests) if tests else {}


def points_in(run: CourseOffering, tests: Sequence[WrittenTest]) -> dict[Pair, Points]:
    it = WrittenResult
    statement = (
        sa.select(it.enrolment_id, it.test_id, it.id, it.number, it.points)
        .where(it.offering_id == run.id, it.test_id.in_([test.id for test in tests]))
        .order_by(it.number)
    )
    rows: Any = db.session.execute(statement)
    return {(who, what): Points(*row) for who, what, *row in rows}


def conduct_of(run: CourseOffering) -> dict[int, tuple[int, Conduct]]:
    """What stands of everybody's conduct, by place, with the number of the record."""
    it = ConductRecord
    statement = sa.select(it.enrolment_id, it.id, it.conduct).where(it.offering_id == run.id)
    rows: Any = db.session.execute(statement.order_by(it.id))
    return {who: (number, conduct) for who, number, conduct in rows}
