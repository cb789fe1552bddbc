"""Reading venues: they are no secret within the programme."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tpp.acting import Acting
from tpp.db import db
from tpp.venues.models import Equipment, OutOfService, Room, Venue


def venues() -> list[Venue]:
    """By name."""
    return list(db.session.scalars(select(Venue).order_by(Venue.name)))


def one_venue(_acting: Acting, venue_id: int) -> Venue | None:
    return db.session.get(Venue, venue_id)


def one_room(_acting: Acting, room_id: int) -> Room | None:
    return db.session.get(Room, room_id)


def one_equipment(_acting: Acting, equipment_id: int) -> Equipment | None:
    return db.session.get(Equipment, equipment_id)


def one_outage(_acting: Acting, outage_id: int) -> OutOfService | None:
    return db.session.get(OutOfService, outage_id)


def called(name: str) -> Venue | None:
    return db.session.scalar(select(Venue).where(Venue.name == name))


def room_called(venue: Venue, name: str) -> Room | None:
    return db.session.scalar(select(Room).where(Room.venue_id == venue.id, Room.name == name))


def equipment_of_type(venue: Venue, type_: str) -> Equipment | None:
    same = (Equipment.venue_id == venue.id, Equipment.type == type_)
    return db.session.scalar(select(Equipment).where(*same))


def rooms_of(venue: Venue) -> list[Room]:
    return list(
        db.session.scalars(select(Room).where(Room.venue_id == venue.id).order_by(Room.name))
    )


def equipment_of(venue: Venue) -> list[Equipment]:
    found = select(Equipment).where(Equipment.venue_id == venue.id)
    return list(db.session.scalars(found.order_by(Equipment.type)))


def outages_of(venue: Venue) -> list[OutOfService]:
    """Newest first."""
    found = select(OutOfService).join(OutOfService.equipment)
    found = found.options(joinedload(OutOfService.equipment))
    found = found.where(Equipment.venue_id == venue.id).order_by(OutOfService.starts_on.desc())
    return list(db.session.scalars(found))
