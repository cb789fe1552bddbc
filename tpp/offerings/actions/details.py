"""What a session needs beyond its time: room, language, group, people and machines."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import delete, select

from tpp.acting import Acting
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.offerings import rules
from tpp.offerings.models import (
    CourseOffering,
    Session,
    SessionStaff,
    SessionStation,
    Staffing,
    TraineeGroup,
)
from tpp.offerings.rules import Duty
from tpp.venues.models import Equipment, Room


@dataclass(frozen=True)
class Details:
    """All of it at once; what is empty is not stated."""

    room_id: int | None = None
    language: str = ""
    group_id: int | None = None
    staff: Mapping[int, Duty] = field(default_factory=dict)
    """By staffing of the run."""
    stations: Mapping[int, int] = field(default_factory=dict)
    """Machines by equipment."""


def details_of(session: Session) -> Details:
    staff = select(SessionStaff.staffing_id, SessionStaff.duty)
    stations = select(SessionStation.equipment_id, SessionStation.number)
    of_it = staff.where(SessionStaff.session_id == session.id)
    machines = stations.where(SessionStation.session_id == session.id)
    return Details(
        session.room_id,
        session.language,
        session.group_id,
        dict(db.session.execute(of_it).all()),
        dict(db.session.execute(machines).all()),
    )


def set_details(session: Session, wanted: Details) -> bool:
    """Write them, inside the transaction of whoever plans; was anything changed?

    Refused where room, group, people or machines are not those of the run and its venue.
    """
    stands = details_of(session)
    if stands == wanted:
        return False
    check_within_run(session, wanted, stands)
    session.room_id, session.language = wanted.room_id, wanted.language
    session.group_id = wanted.group_id
    if stands.staff != wanted.staff:
        db.session.execute(delete(SessionStaff).where(SessionStaff.session_id == session.id))
        db.session.add_all(
            SessionStaff(
                offering_id=session.offering_id, session_id=session.id, staffing_id=it, duty=duty
            )
            for it, duty in wanted.staff.items()
        )
    if stands.stations != wanted.stations:
        db.session.execute(delete(SessionStation).where(SessionStation.session_id == session.id))
        db.session.add_all(
            SessionStation(session_id=session.id, equipment_id=it, number=number)
            for it, number in wanted.stations.items()
        )
    return True


def check_within_run(session: Session, wanted: Details, stands: Details) -> None:
    """What stood there already may stay, also when the run has another venue by now."""
    run = db.session.get_one(CourseOffering, session.offering_id)
    for model, ids, whose, field_ in (
        (Room, {wanted.room_id} - {stands.room_id}, ("venue_id", run.venue_id), "room_id"),
        (TraineeGroup, {wanted.group_id}, ("offering_id", run.id), "group_id"),
        (Staffing, set(wanted.staff), ("offering_id", run.id), "title"),
        (
            Equipment,
            set(wanted.stations) - set(stands.stations),
            ("venue_id", run.venue_id),
            "title",
        ),
    ):
        for key in ids - {None}:
            row = db.session.get(model, key)
            if row is None or getattr(row, whose[0]) != whose[1]:
                raise Refused("Choose among what this run and its venue have.", field_)


def leave_sessions(staffing: Staffing) -> None:
    """Somebody leaves the team: calendars of the sessions in which they had a duty must know."""
    duties = select(SessionStaff).where(SessionStaff.staffing_id == staffing.id)
    for duty in list(db.session.scalars(duties)):
        duty.session.sequence += 1
        duty.session.version += 1
        db.session.delete(duty)
    db.session.flush()


@transaction()
def make_group(run: CourseOffering, name: str, *, by: Acting) -> TraineeGroup:
    """A group of trainees who are taught together."""
    rules.check_not_over(run.status)
    lock(run)
    same = select(TraineeGroup.id).where(
        TraineeGroup.offering_id == run.id, TraineeGroup.name == name
    )
    if db.session.scalar(same):
        raise Refused("This run has a group of this name already.", "name")
    group = TraineeGroup(offering_id=run.id, name=name)
    db.session.add(group)
    db.session.flush()
    record(group, "made", by=by)
    return group
