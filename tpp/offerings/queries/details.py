"""What the sessions of a run can have: rooms and machines of its venue, and its groups."""

from sqlalchemy import select

from tpp.db import db
from tpp.offerings.models import CourseOffering, Session, SessionStation, TraineeGroup
from tpp.venues.models import Equipment, Room


def machines_of(run: CourseOffering, session: Session | None = None) -> list[Equipment]:
    """The equipment of the venue of a run, and what a session has from elsewhere already."""
    here = Equipment.venue_id == run.venue_id
    if session:
        has = select(SessionStation.equipment_id).where(SessionStation.session_id == session.id)
        here = here | Equipment.id.in_(has)
    return list(db.session.scalars(select(Equipment).where(here).order_by(Equipment.type)))


def rooms_of(run: CourseOffering, session: Session | None = None) -> list[Room]:
    """The rooms of its venue, and the one that a session has elsewhere already."""
    here = Room.venue_id == run.venue_id
    if session and session.room_id:
        here = here | (Room.id == session.room_id)
    return list(db.session.scalars(select(Room).where(here).order_by(Room.name)))


def groups_of(run: CourseOffering) -> list[TraineeGroup]:
    found = select(TraineeGroup).where(TraineeGroup.offering_id == run.id)
    return list(db.session.scalars(found.order_by(TraineeGroup.name)))
