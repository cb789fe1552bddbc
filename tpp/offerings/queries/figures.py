"""What packages later in a training's life count of a run.

They register it here when they are imported, because nothing in this package may know them.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, select

from tpp.acting import Acting
from tpp.db import db
from tpp.offerings.models import CourseOffering, Session

COUNTS: dict[str, Callable[[int], ColumnElement[int]]] = {}
"""The number on a tab, as a scalar subquery for the run's id."""

FIGURES: list[Callable[[Acting, Sequence[int]], dict[int, dict[str, int]]]] = []
"""Figures of many runs at once, for the list: by the run's id."""


PARTS: list[Callable[[Acting, CourseOffering], dict[str, Any]]] = []
"""What the page of one run shows besides: names and values for its template."""


def counts(run: CourseOffering, names: Iterable[str]) -> dict[str, int]:
    """The numbers on the tabs of a run, in one query."""
    known = [name for name in names if name in COUNTS]
    if not known:
        return {}
    found = db.session.execute(select(*(COUNTS[name](run.id).label(name) for name in known))).one()
    return dict(found._mapping)


def figures(acting: Acting, run_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """What is counted of each run, for one page of the list."""
    every: dict[int, dict[str, int]] = {run_id: {} for run_id in run_ids}
    for count in FIGURES if run_ids else ():
        for run_id, numbers in count(acting, run_ids).items():
            every[run_id] |= numbers
    return every


def shown_of_run(acting: Acting, run: CourseOffering) -> dict[str, Any]:
    """Everything that the page of this run shows besides the run itself."""
    every: dict[str, Any] = {}
    for part in PARTS:
        every |= part(acting, run)
    return every


COUNTS["sessions"] = lambda run_id: (
    select(sa.func.count(Session.id))
    .where(Session.offering_id == run_id, Session.cancelled_at.is_(None))
    .scalar_subquery()
)
