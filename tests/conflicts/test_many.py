"""Five thousand sessions: what was planted is found, by a change and in the whole, and quickly."""

from datetime import UTC, datetime, timedelta
from time import process_time

import pytest
import sqlalchemy as sa

from tests.factories import make, make_run, make_version
from tpp.conflicts import queries
from tpp.conflicts.rules import Kind
from tpp.db import db, transaction
from tpp.offerings.models import Session
from tpp.venues.models import Room, Venue

RUNS, SESSIONS = 100, 50
FIRST = datetime(2026, 11, 2, 5, tzinfo=UTC)


@pytest.fixture
def planned(app):
    """Each run in a room of its own, two sessions a day; run 7 moved once into the room of run 8."""
    version = make_version()
    site = make(Venue, {"name": "Embakasi", "timezone": "Africa/Nairobi"}, {})
    runs = [make_run(version) for _ in range(RUNS)]
    rooms = [make(Room, {"venue_id": site.id, "name": f"Room {n}"}, {}) for n in range(RUNS)]
    rows = [
        {
            "offering_id": run.id,
            "title": f"{part}",
            "starts_at": FIRST + timedelta(days=part // 2, hours=4 * (part % 2)),
            "ends_at": FIRST + timedelta(days=part // 2, hours=4 * (part % 2) + 4),
            "room_id": room.id,
            "cancel_reason": "",
        }
        for run, room in zip(runs, rooms, strict=True)
        for part in range(SESSIONS)
    ]
    with transaction() as session:
        session.execute(sa.insert(Session), rows)
        moved = session.scalars(sa.select(Session).where(Session.offering_id == runs[7].id)).first()
        moved.room_id = rooms[8].id
    return moved, runs[8]


def test_one_change_among_five_thousand_is_looked_at_in_fifty_milliseconds(planned):
    moved, theirs = planned
    queries.of_sessions([moved.id])  # statements are compiled once in a process
    begun = process_time()
    (conflict,) = queries.of_sessions([moved.id])
    assert process_time() - begun <= 0.05
    assert (conflict.kind, theirs.id in conflict.runs) == (Kind.ROOM, True)
    everything = queries.from_day(FIRST.date())
    assert [it.key for it in everything] == [conflict.key]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Session)) == RUNS * SESSIONS
