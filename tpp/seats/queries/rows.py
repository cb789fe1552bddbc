"""Seats of single Parties, and those that a deed needs."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from tpp.acting import Acting, Role
from tpp.db import db
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import FIGURES, within_sight
from tpp.offerings.rules import LIVE
from tpp.parties.models import Party
from tpp.seats.models import SeatAllocation, SeatEntry
from tpp.seats.rules import Deed

GIVEN = (Deed.OFFERED, Deed.MOVED)
"""Deeds by which a Party gets seats."""


def allocations(run: CourseOffering) -> list[SeatAllocation]:
    """The seats of each Party in a run, by its name; an office sees its own line only."""
    found = (
        select(SeatAllocation)
        .options(joinedload(SeatAllocation.party))
        .join(Party, Party.id == SeatAllocation.party_id)
        .where(SeatAllocation.offering_id == run.id)
        .order_by(Party.name)
    )
    return list(db.session.scalars(found))


def allocation_of(run: CourseOffering, party_id: int | None) -> SeatAllocation | None:
    whose = (SeatAllocation.offering_id == run.id, SeatAllocation.party_id == party_id)
    return db.session.scalar(select(SeatAllocation).where(*whose))


def one_allocation(acting: Acting, allocation_id: int) -> SeatAllocation | None:
    """The seats with this number, where this office may know of them and of their run."""
    found = (
        select(SeatAllocation)
        .options(joinedload(SeatAllocation.party), joinedload(SeatAllocation.offering))
        .join(CourseOffering, CourseOffering.id == SeatAllocation.offering_id)
        .where(SeatAllocation.id == allocation_id, *within_sight(acting))
    )
    return db.session.scalar(found)


def locked_allocations(ids: Iterable[int]) -> dict[int, SeatAllocation]:
    """These seats as they stand now, locked in the order of their ids."""
    found = select(SeatAllocation).where(SeatAllocation.id.in_(set(ids)))
    now = found.order_by(SeatAllocation.id).with_for_update()
    rows = db.session.scalars(now.execution_options(populate_existing=True))
    return {row.id: row for row in rows}


def with_free_seats(
    run: CourseOffering, offered_before: datetime | None = None
) -> Select[SeatAllocation]:
    """Countries with free seats in a run; with a moment, only those given none since then."""
    free = SeatAllocation.offered - SeatAllocation.held - SeatAllocation.filled
    found = (
        select(SeatAllocation)
        .where(SeatAllocation.offering_id == run.id, free > 0)
        .order_by(SeatAllocation.id)
    )
    if offered_before is None:
        return found
    later = sa.exists().where(
        SeatEntry.allocation_id == SeatAllocation.id,
        SeatEntry.deed.in_(GIVEN),
        SeatEntry.offered > 0,
        SeatEntry.at >= offered_before,
    )
    return found.where(~later)


def has_free_seats(run: CourseOffering, offered_before: datetime) -> bool:
    return db.session.scalar(with_free_seats(run, offered_before).limit(1)) is not None


def runs_to_release(before: date) -> list[CourseOffering]:
    """Live runs whose release date lies before, and that still have free seats."""
    free = SeatAllocation.offered > SeatAllocation.held + SeatAllocation.filled
    has_free = sa.exists().where(SeatAllocation.offering_id == CourseOffering.id, free)
    due = (CourseOffering.status.in_(LIVE), CourseOffering.release_on <= before)
    return list(db.session.scalars(select(CourseOffering).where(*due, has_free)))


def seats_of_runs(acting: Acting, run_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Seats offered to one's own country in each run; how many a whole run has, the run says itself."""
    if acting.role is not Role.FOCAL_POINT:
        return {}
    found = (
        select(SeatAllocation.offering_id, func.sum(SeatAllocation.offered))
        .where(SeatAllocation.offering_id.in_(run_ids))
        .group_by(SeatAllocation.offering_id)
    )
    return {run_id: {"offered": offered} for run_id, offered in db.session.execute(found)}


FIGURES.append(seats_of_runs)
