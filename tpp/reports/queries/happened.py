"""What happened lately, deeds of one kind told together."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Select, or_, select

from tpp.accounts.queries.logbook import Line, named
from tpp.catalogue.models import Course, CourseVersion
from tpp.db import db
from tpp.history.models import Entry
from tpp.jobs.models import Job
from tpp.offerings.models import CourseOffering

LOOKED_AT = 120
"""Lines of the logbook that are read to tell a few stories."""


class Happened(NamedTuple):
    """One deed, or several of one kind by one person in one run, and the run that it concerns."""

    line: Line
    times: int
    run: tuple[str, str] | None
    """Code and course of the run."""
    work: str = ""
    """The kind of long work, where it is one."""


def lately(most: int = 6) -> list[Happened]:
    """The last deeds of the whole logbook, the newest first."""
    entries = db.session.scalars(told().order_by(Entry.id.desc()).limit(LOOKED_AT)).all()
    kinds = works(entries)
    groups = [
        list(group) for _, group in groupby(entries, lambda it: (*kind_of(it), kinds.get(it.id)))
    ][:most]
    lines = named([group[0] for group in groups])
    runs = runs_named({group[0].offering_id for group in groups} - {None})
    return [
        Happened(
            line, len(group), runs.get(group[0].offering_id or 0), kinds.get(line.entry.id, "")
        )
        for line, group in zip(lines, groups, strict=True)
    ]


def told() -> Select[Entry]:
    """Every deed but the start of long work, whose end is told."""
    return select(Entry).where(or_(Entry.thing != Job.__tablename__, Entry.deed != "started"))


def works(entries: Iterable[Entry]) -> dict[int, str]:
    """The kind of long work that these lines are about, by the line."""
    about = {it.id: it.thing_id for it in entries if it.thing == Job.__tablename__}
    found = select(Job.id, Job.kind).where(Job.id.in_(set(about.values())))
    kinds = {it.id: it.kind for it in db.session.execute(found)}
    return {line: kinds[job] for line, job in about.items() if job in kinds}


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
