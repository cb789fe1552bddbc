"""Groups of a run: machine stations and languages."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tpp.acting import Acting
from tpp.db import db
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import within_sight
from tpp.seats.models import SeatGroup
from tpp.seats.rules import GroupKind


def groups_of(run: CourseOffering) -> list[SeatGroup]:
    """Stations first, then languages, each by name."""
    found = select(SeatGroup).where(SeatGroup.offering_id == run.id)
    rows = list(db.session.scalars(found.order_by(SeatGroup.name)))
    return sorted(rows, key=lambda it: list(GroupKind).index(it.kind))


def groups_of_run(run: CourseOffering, kind: GroupKind) -> list[SeatGroup]:
    """Those of one kind, to choose from."""
    return [it for it in groups_of(run) if it.kind is kind]


def groups_by_id(ids: Iterable[int], *, lock: bool = False) -> dict[int, SeatGroup]:
    """These groups; with ``lock`` as they stand now, locked in the order of their ids."""
    wanted = set(ids)
    if not wanted:
        return {}
    found = select(SeatGroup).where(SeatGroup.id.in_(wanted)).order_by(SeatGroup.id)
    if lock:
        found = found.with_for_update().execution_options(populate_existing=True)
    return {row.id: row for row in db.session.scalars(found)}


def one_group(acting: Acting, group_id: int) -> SeatGroup | None:
    """The group with this number, where this office may know of its run."""
    found = (
        select(SeatGroup)
        .options(joinedload(SeatGroup.offering))
        .join(CourseOffering, CourseOffering.id == SeatGroup.offering_id)
        .where(SeatGroup.id == group_id, *within_sight(acting))
    )
    return db.session.scalar(found)
