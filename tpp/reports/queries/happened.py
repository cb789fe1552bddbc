"""What happened lately, deeds of one kind told together."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import select

from tpp.accounts.queries.logbook import Line, named
from tpp.catalogue.models import Course, CourseVersion
from tpp.db import db
from tpp.history.models import Entry
from tpp.offerings.models import CourseOffering

LOOKED_AT = 120
"""Lines of the logbook that are read to tell a few stories."""


class Happened(NamedTuple):
    """One deed, or several of one kind by one person in one run, and the run that it concerns."""

    line: Line
    times: int
    run: tuple[str, str] | None
    """Code and course of the run."""


def lately(most: int = 6) -> list[Happened]:
    """The last deeds of the whole logbook, the newest first."""
    entries = db.session.scalars(select(Entry).order_by(Entry.id.desc()).limit(LOOKED_AT)).all()
    groups = [list(group) for _, group in groupby(entries, key=kind_of)][:most]
    lines = named([group[0] for group in groups])
    runs = runs_named({group[0].offering_id for group in groups} - {None})
    return [
        Happened(line, len(group), runs.get(group[0].offering_id or 0))
        for line, group in zip(lines, groups, strict=True)
    ]


def kind_of(entry: Entry) -> tuple[object, ...]:
    return (entry.thing, entry.deed, entry.account_id, entry.office_id, entry.offering_id)


def runs_named(ids: Iterable[int | None]) -> dict[int, tuple[str, str]]:
    found = (
        select(CourseOffering.id, CourseOffering.code, Course.title)
        .join(CourseOffering.course_version)
        .join(CourseVersion.course)
        .where(CourseOffering.id.in_(list(ids)))
    )
    return {number: (code, title) for number, code, title in db.session.execute(found)}
