"""The runs around today, for a timeline."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import select

from tpp.acting import Acting
from tpp.catalogue.models import Course, CourseVersion
from tpp.catalogue.queries import IN_ORDER
from tpp.db import db
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import within_sight
from tpp.offerings.rules import Status

A_LANE = 8
"""Runs drawn of each pillar; the list has them all."""

DRAWN = (
    CourseOffering.id,
    CourseOffering.code,
    CourseOffering.place,
    CourseOffering.starts_on,
    CourseOffering.ends_on,
    CourseOffering.status,
    CourseOffering.seats,
    Course.title,
    Course.pillar,
)


def first_month(today: date) -> date:
    """The year on the timeline begins with the month two months ago."""
    return (today.replace(day=1) - timedelta(days=32)).replace(day=1)


def runs_around(acting: Acting, today: date) -> dict[str, Sequence[Any]]:
    """The runs of the year on the timeline that were not cancelled, by pillar."""
    first = first_month(today)
    last = first.replace(year=first.year + 1)
    lines = (
        select(*DRAWN)
        .join(CourseVersion, CourseVersion.id == CourseOffering.course_version_id)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(
            *within_sight(acting),
            CourseOffering.status != Status.CANCELLED,
            CourseOffering.starts_on < last,
            CourseOffering.ends_on >= first,
        )
        .order_by(*IN_ORDER[:1], CourseOffering.starts_on)
    )
    found = groupby(db.session.execute(lines), key=attrgetter("pillar"))
    return {str(pillar): list(runs) for pillar, runs in found}


def nearest(runs: Sequence[Any], today: date, most: int = A_LANE) -> list[Any]:
    """Those that run now or lie nearest to today, in the order of time."""

    def away(run: Any) -> int:
        if run.starts_on <= today <= run.ends_on:
            return 0
        return min(abs((run.starts_on - today).days), abs((run.ends_on - today).days))

    return sorted(sorted(runs, key=away)[:most], key=attrgetter("starts_on"))
