"""Does the picture say what the ledger adds up to? Read only by the operator's check."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from tpp.db import db
from tpp.offerings.models import CourseOffering
from tpp.parties.models import Party
from tpp.seats.models import SeatAllocation, SeatEntry, SeatGroup
from tpp.seats.queries.ledger import SUMS
from tpp.seats.rules import GroupKind, Picture


@dataclass(frozen=True)
class Difference:
    """Where a counter and the ledger disagree: of which run, of what in it, and both numbers."""

    run: str
    what: str
    counted: Picture
    added_up: Picture


def first_difference() -> Difference | None:
    """The first one in the order of runs, Parties and groups; None where there is none."""
    return next(differences(), None)


def differences() -> Iterator[Difference]:
    yield from of_countries()
    for kind in GroupKind:
        yield from of_groups(kind)
    yield from of_runs()


def of_countries() -> Iterator[Difference]:
    allocation = SeatAllocation
    counters = (allocation.offered, allocation.held, allocation.filled, allocation.released)
    lines = select(SeatEntry.allocation_id, *SUMS).group_by(SeatEntry.allocation_id).order_by(None)
    sums = {row[0]: Picture(*list(row)[1:]) for row in db.session.execute(lines)}
    found = (
        select(allocation.id, CourseOffering.code, Party.code, *counters)
        .join(CourseOffering, CourseOffering.id == allocation.offering_id)
        .join(Party, Party.id == allocation.party_id)
        .order_by(CourseOffering.code, Party.code)
    )
    for number, run, party, *counts in db.session.execute(found):
        counted, added_up = Picture(*counts), sums.get(number, Picture())
        if counted != added_up:
            yield Difference(run, party, counted, added_up)


COLUMNS = {
    GroupKind.STATION: SeatEntry.station_id,
    GroupKind.LANGUAGE: SeatEntry.language_group_id,
}


def of_groups(kind: GroupKind) -> Iterator[Difference]:
    """Of a group the ledger moves what is held and filled; how many seats it has is a setting."""
    column = COLUMNS[kind]
    sums = {
        number: Picture(held=held, filled=filled)
        for number, held, filled in db.session.execute(
            select(column, func.sum(SeatEntry.held), func.sum(SeatEntry.filled))
            .where(column.is_not(None))
            .group_by(column)
        )
    }
    found = (
        select(SeatGroup, CourseOffering.code)
        .join(CourseOffering, CourseOffering.id == SeatGroup.offering_id)
        .where(SeatGroup.kind == kind)
        .order_by(CourseOffering.code, SeatGroup.name)
    )
    for group, run in db.session.execute(found):
        counted = Picture(held=group.held, filled=group.filled)
        if counted != (added_up := sums.get(group.id, Picture())):
            yield Difference(run, group.name, counted, added_up)


def of_runs() -> Iterator[Difference]:
    offered = func.coalesce(func.sum(SeatAllocation.offered), 0)
    found = (
        select(CourseOffering.code, CourseOffering.seats_offered, offered)
        .outerjoin(SeatAllocation, SeatAllocation.offering_id == CourseOffering.id)
        .group_by(CourseOffering.id, CourseOffering.code, CourseOffering.seats_offered)
        .order_by(CourseOffering.code)
    )
    for run, counted, added_up in db.session.execute(found):
        if counted != added_up:
            yield Difference(run, "all countries", Picture(counted), Picture(added_up))
