"""Keeping the timetables of a course version."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import time

from tpp import clock
from tpp.acting import Acting
from tpp.catalogue.models import CourseVersion
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.offerings.models import CourseOffering
from tpp.timetables import queries, rules
from tpp.timetables.models import TimetableBlock, TimetableTemplate
from tpp.timetables.rules import Block


@transaction()
def make_template(
    version: CourseVersion, *, by: Acting, title: str, blocks: Iterable[Block] = ()
) -> TimetableTemplate:
    """A timetable under a title that no other one of this version has."""
    if any(it.title == title for it in queries.templates() if it.course_version_id == version.id):
        raise Refused("There is a timetable with this title already.", "title")
    template = TimetableTemplate(
        course_version_id=version.id,
        title=title,
        set_by=by.account_name,
        set_on=clock.now().date(),
    )
    db.session.add(template)
    db.session.flush()
    rows = [TimetableBlock(template_id=template.id, **asdict(it)) for it in blocks]
    db.session.add_all(rows)
    record(template, "made", by=by, after={"blocks": len(rows)})
    return template


@transaction()
def keep_as_template(run: CourseOffering, *, by: Acting, title: str) -> TimetableTemplate:
    """What stands in a run's timetable, as one for later runs of the version."""
    blocks = rules.counted(queries.as_blocks(run))
    if not blocks:
        raise Refused("No session is planned in this run yet.", "title")
    return make_template(run.course_version, by=by, title=title, blocks=blocks)


@transaction()
def add_block(
    template: TimetableTemplate,
    *,
    by: Acting,
    day: int,
    starts: time,
    ends: time,
    title: str,
    language: str = "",
    room: str = "",
    machine: str = "",
    machines: int | None = 0,
) -> TimetableBlock:
    """One block more; the same one is not added twice."""
    lock(template)
    check_in_use(template)
    block = Block(day, starts, ends, title, language, room, machine, machines or 0)
    rules.check_block(block)
    standing = [it.block for it in queries.blocks_of(template)]
    if block in standing:
        raise Refused("This block stands in the timetable already.", "title")
    if len(standing) >= rules.MOST_BLOCKS:
        words = "A timetable has at most %(most)s blocks."
        raise Refused(words, "title", most=rules.MOST_BLOCKS)
    row = TimetableBlock(template_id=template.id, **asdict(block))
    db.session.add(row)
    template.version += 1
    record(template, "changed", by=by, after={"day": day})
    return row


@transaction()
def remove_block(block: TimetableBlock, *, by: Acting) -> None:
    template = block.template
    lock(template)
    check_in_use(template)
    template.version += 1
    record(template, "changed", by=by, before={"day": block.day})
    db.session.delete(block)


@transaction()
def withdraw(template: TimetableTemplate, *, by: Acting) -> None:
    """Not offered any more; what was laid from it stays."""
    lock(template)
    check_in_use(template)
    template.withdrawn_at = clock.now()
    template.version += 1
    record(template, "withdrawn", by=by)


def check_in_use(template: TimetableTemplate) -> None:
    if template.withdrawn_at:
        raise Refused("This timetable was withdrawn and stays as it is.")
