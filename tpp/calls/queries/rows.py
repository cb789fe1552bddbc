"""Single calls, and what a deed needs of them."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tpp.calls.models import CalledRun
from tpp.db import db
from tpp.offerings.models import CourseOffering
from tpp.seats.models import SeatAllocation


def call_of(run: CourseOffering) -> CalledRun | None:
    """The run in its call: from when until when offices may nominate for it."""
    found = select(CalledRun).options(joinedload(CalledRun.call))
    return db.session.scalar(found.where(CalledRun.offering_id == run.id))


def call_and_seats(
    run: CourseOffering, party_id: int
) -> tuple[CalledRun | None, SeatAllocation | None]:
    """The call of a run and a Party's seats in it, which every nomination asks for."""
    own = (SeatAllocation.offering_id == run.id) & (SeatAllocation.party_id == party_id)
    both = select(CalledRun, SeatAllocation).outerjoin(SeatAllocation, own)
    found = db.session.execute(both.where(CalledRun.offering_id == run.id)).first()
    return (found[0], found[1]) if found else (None, None)
