"""Keeping the list of venues."""

from datetime import date
from typing import Any

from tpp.acting import Acting
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.venues import queries, rules
from tpp.venues.models import Equipment, OutOfService, Room, Venue


def check_venue(facts: dict[str, Any], row: Venue | None = None) -> None:
    rules.check_zone(facts["timezone"])
    rules.check_number(facts["capacity"], "capacity")
    other = queries.called(facts["name"])
    if other and other is not row:
        raise Refused("A venue of this name is on the list already.", "name")


@transaction()
def enter(*, by: Acting, **facts: Any) -> Venue:
    """A new venue: name, place, party_id, timezone, capacity."""
    check_venue(facts)
    venue = Venue(**facts)
    db.session.add(venue)
    db.session.flush()
    record(venue, "entered", by=by)
    return venue


@transaction()
def change(venue: Venue, *, by: Acting, **facts: Any) -> None:
    """Other facts of a venue; the words that runs print stay as they are."""
    lock(venue)
    check_venue(facts, venue)
    for name, value in facts.items():
        setattr(venue, name, value)
    venue.version += 1
    record(venue, "changed", by=by)


@transaction()
def keep_room(venue: Venue, *, by: Acting, name: str, capacity: int | None) -> Room:
    """A room of this name with this capacity: a new one, or another capacity."""
    lock(venue)
    rules.check_number(capacity, "capacity")
    room = queries.room_called(venue, name)
    before = room.capacity if room else None
    if room is None:
        room = Room(venue_id=venue.id, name=name)
        db.session.add(room)
    room.capacity = capacity
    room.version = (room.version or 0) + 1
    db.session.flush()
    record(room, "kept", by=by, before={"capacity": before}, after={"capacity": capacity})
    return room


@transaction()
def keep_equipment(venue: Venue, *, by: Acting, type: str, number: int) -> Equipment:
    """So many machines of a type stand there: a new type, or another number."""
    lock(venue)
    rules.check_number(number, "number")
    machines = queries.equipment_of_type(venue, type)
    before = machines.number if machines else None
    if machines is None:
        machines = Equipment(venue_id=venue.id, type=type)
        db.session.add(machines)
    machines.number = number
    machines.version = (machines.version or 0) + 1
    db.session.flush()
    record(machines, "kept", by=by, before={"number": before}, after={"number": number})
    return machines


@transaction()
def take_out(
    machines: Equipment, *, by: Acting, number: int, starts_on: date, ends_on: date, reason: str
) -> OutOfService:
    """Some machines cannot be used from a day to a day."""
    lock(machines)
    rules.check_outage(number, machines.number, starts_on, ends_on)
    days = {"starts_on": starts_on, "ends_on": ends_on}
    out = OutOfService(equipment_id=machines.id, number=number, reason=reason, **days)
    db.session.add(out)
    db.session.flush()
    record(out, "taken_out", by=by, after={"number": number, **days})
    return out


@transaction()
def put_back(out: OutOfService, *, by: Acting) -> None:
    """They can be used after all."""
    record(out, "put_back", by=by, before={"number": out.number})
    db.session.delete(out)
    db.session.flush()
