"""The programme says which seats of a run share a machine station or a language."""

from typing import Any

from sqlalchemy.exc import IntegrityError

from tpp.acting import Acting
from tpp.db import attempt, db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.offerings.models import CourseOffering
from tpp.offerings.rules import check_not_over
from tpp.seats import queries, rules
from tpp.seats.models import SeatGroup
from tpp.seats.rules import GroupKind

NAMED_ALREADY = "This run has a group of this kind with this name. Change its seats instead."
IN_USE = "Nominees are or were in this group, so it stays. Change its seats instead."


@transaction()
def add_group(
    run: CourseOffering, kind: GroupKind, name: str, seats: int, *, by: Acting
) -> SeatGroup:
    """Seats of a run that share a station or a language."""
    lock(run)
    check_not_over(run.status)
    rules.check_group(seats, run.seats, 0)
    known = {(it.kind, it.name.casefold()) for it in queries.groups_of(run)}
    if (kind, name.casefold()) in known:
        raise Refused(NAMED_ALREADY, "name")
    group = SeatGroup(offering_id=run.id, kind=kind, name=name, seats=seats)
    db.session.add(group)
    db.session.flush()
    record(run, "seat_group_added", by=by, after=told(group))
    return group


def told(group: SeatGroup) -> dict[str, Any]:
    return {"group": group.id, "kind": group.kind, "seats": group.seats}


@transaction()
def change_group(group: SeatGroup, seats: int, *, by: Acting, seen: int | None = None) -> None:
    """Another number of seats, not below those held or filled; Conflict where the page showed another."""
    lock(group.offering)
    check_not_over(group.offering.status)
    lock(group)
    rules.check_seen(seen, group.version, group.seats, seats)
    rules.check_group(seats, group.offering.seats, group.picture.in_use)
    if seats == group.seats:
        return
    before = told(group)
    group.seats, group.version = seats, group.version + 1
    record(group.offering, "seat_group_changed", by=by, before=before, after=told(group))


@transaction()
def remove_group(group: SeatGroup, *, by: Acting) -> None:
    """Only a group that nobody was ever in; the database has the last word."""
    run = group.offering
    lock(run)
    check_not_over(run.status)
    before = told(group)
    try:
        with attempt():
            db.session.delete(group)
    except IntegrityError:
        raise Refused(IN_USE) from None
    record(run, "seat_group_removed", by=by, before=before)
