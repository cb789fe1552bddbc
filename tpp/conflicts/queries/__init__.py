"""Conflicts as they are now: the plans near a change are read, and the rules asked.

Whoever is in two runs is looked for in all of them, whoever reads: what is shown of the other side is
settled where it is shown (``conflicts.views.telling``).
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time

from sqlalchemy import select

from tpp.conflicts.models import ConflictAcceptance
from tpp.conflicts.queries.near import COLUMNS, TAKES_PLACE, plan_near
from tpp.conflicts.queries.plans import plan_of
from tpp.conflicts.rules import Conflict, find
from tpp.db import db
from tpp.offerings.models import CourseOffering, Session
from tpp.scope import EVERYTHING, seeing

__all__ = ["acceptance", "accepted", "from_day", "of_run", "of_sessions"]


def of_sessions(ids: Iterable[int]) -> list[Conflict]:
    """Every conflict in which one of these sessions is a side; of cancelled ones there is none."""
    wanted = set(ids)
    if not wanted:
        return []
    with seeing(EVERYTHING):  # both sides count; what is told of the other, telling decides
        found = find(plan_near(wanted))
    return [conflict for conflict in found if wanted & set(conflict.sessions)]


def of_run(run: CourseOffering) -> list[Conflict]:
    """Every conflict in which a session of this run, or the run itself, is a side."""
    ids = set(db.session.scalars(select(Session.id).where(Session.offering_id == run.id)))
    with seeing(EVERYTHING):  # both sides count, as for single sessions
        found = find(plan_near(ids, {run.id}))
    return [conflict for conflict in found if run.id in conflict.runs]


def from_day(day: date) -> list[Conflict]:
    """Every conflict in the register between sessions that end, or runs that last, after a day begins."""
    since = datetime.combine(day, time(), UTC)
    sessions = select(*COLUMNS).join(Session.offering).where(*TAKES_PLACE, Session.ends_at > since)
    with seeing(EVERYTHING):  # for coordinators and auditors, who see every run
        rows = db.session.execute(sessions).all()
        runs = select(CourseOffering.id).where(CourseOffering.ends_on >= day)
        return find(
            plan_of(rows, {row.offering_id for row in rows} | set(db.session.scalars(runs)))
        )


def accepted(conflicts: Sequence[Conflict]) -> dict[str, ConflictAcceptance]:
    """By the keys of those conflicts that were accepted as they are now."""
    states = {conflict.key: conflict.state for conflict in conflicts}
    rows = db.session.scalars(
        select(ConflictAcceptance).where(ConflictAcceptance.key.in_(list(states)[:20_000]))
    )
    return {row.key: row for row in rows if states[row.key] == row.state}


def acceptance(key: str) -> ConflictAcceptance | None:
    return db.session.scalar(select(ConflictAcceptance).where(ConflictAcceptance.key == key))
