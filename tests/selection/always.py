"""What must hold of seats, nominations and the logbook after every step, asked in cheap SQL."""

import sqlalchemy as sa

from tpp.db import db
from tpp.duplicates.models import PersonPair
from tpp.enrolments.models import Enrolment
from tpp.history.models import Entry
from tpp.history.queries import fault_of
from tpp.history.rules import FIRST
from tpp.nominations.models import Nomination
from tpp.nominations.rules import ENDED, Status
from tpp.seats.models import SeatAllocation

FLOWS = {it.__tablename__: it.flow for it in (Nomination, SeatAllocation, Enrolment, PersonPair)}

LEDGER = """
SELECT a.id, a.offered, a.held, a.filled, a.released,
       total(e.offered), total(e.held), total(e.filled), total(e.released)
FROM seat_allocation a LEFT JOIN seat_entry e ON e.allocation_id = a.id
WHERE a.offering_id IN (?, ?) GROUP BY a.id"""

RUNS = """
SELECT r.id, r.seats, r.seats_offered, total(a.offered)
FROM course_offering r LEFT JOIN seat_allocation a ON a.offering_id = r.id
WHERE r.id IN (?, ?) GROUP BY r.id"""

GROUPS = """
SELECT g.id, g.seats, g.held, g.filled, total(e.held), total(e.filled)
FROM seat_group g LEFT JOIN seat_entry e
  ON e.offering_id = g.offering_id AND (e.station_id = g.id OR e.language_group_id = g.id)
WHERE g.offering_id IN (?, ?) GROUP BY g.id"""

NOMINEES = """
SELECT id, offering_id, human_id, allocation_id, status FROM nomination
WHERE offering_id IN (?, ?)"""

PLACES = """
SELECT offering_id, human_id, count(*) FROM enrolment
WHERE offering_id IN (?, ?) GROUP BY offering_id, human_id HAVING count(*) > 1"""

ASTRAY = """
SELECT n.id FROM nomination n JOIN person p ON p.id = n.person_id
WHERE n.offering_id IN (?, ?) AND n.human_id <> coalesce(p.root_id, p.id)"""


def rows_written():
    """Rows that this connection ever wrote, those taken back as well: the same number is the same register."""
    return db.session.connection().connection.driver_connection.total_changes


def asked(sql, *values):
    return db.session.connection().exec_driver_sql(sql, values).fetchall()


def check_seats(runs):
    """Filled and held never exceed the seats, and the ledger's sum is the picture."""
    pictures = {}
    for number, *both in asked(LEDGER, *runs):
        counted, added_up = both[:4], both[4:]
        assert counted == added_up, f"seats {number}: {counted}, the ledger says {added_up}"
        offered, held, filled, _released = pictures[number] = counted
        assert min(counted) >= 0, f"seats {number}: {counted}"
        assert held + filled <= offered, f"seats {number}: {counted}"
    for number, seats, told, offered in asked(RUNS, *runs):
        assert told == offered <= seats, f"run {number}: {told} told, {offered} offered of {seats}"
    for number, seats, *counted, held, filled in asked(GROUPS, *runs):
        assert counted == [held, filled], f"group {number}: {counted}, {held} and {filled}"
        assert 0 <= held + filled <= seats, f"group {number}: {held} and {filled} of {seats}"
    return pictures


def check_nominations(runs, pictures):
    """One live nomination and one place a human being and run, whatever records were merged; each seat
    held or filled has its nominee."""
    assert asked(PLACES, *runs) == [], "somebody has two places in a run"
    assert asked(ASTRAY, *runs) == [], "a nomination is of another human being than its record"
    found = asked(NOMINEES, *runs)
    live = [it[1:3] for it in found if it[4] not in ENDED]
    assert len(live) == len(set(live)), "somebody is nominated twice for a run"
    for number, (_offered, held, filled, _released) in pictures.items():
        of_it = [it[4] for it in found if it[3] == number]
        assert of_it.count(Status.SELECTED) == held, f"seats {number}: {held} held"
        assert of_it.count(Status.ACCEPTED) == filled, f"seats {number}: {filled} filled"
    return {it[0]: it[4] for it in found}


class Logbook:
    """The chain, read on from where it was read before."""

    def __init__(self):
        self.number, self.previous = 0, FIRST
        self.statuses: dict[tuple[str, int], str] = {}

    def read_on(self):
        """Each new line is whole, and each status in it moved along its FLOW."""
        [(last,)] = asked("SELECT coalesce(max(id), 0) FROM entry")
        if last == self.number:
            return
        lines = sa.select(Entry).where(Entry.id > self.number).order_by(Entry.id)
        for entry in db.session.scalars(lines):
            self.number += 1
            assert fault_of(entry, self.number, self.previous) is None
            self.previous = entry.hash
            self.follow(entry)

    def follow(self, entry):
        flow, after = FLOWS.get(entry.thing), entry.after.get("status")
        if flow is None or after is None:
            return
        whose, before = (entry.thing, entry.thing_id), entry.before["status"]
        told = {str(key): str(value) for key, value in flow.steps[entry.deed].items()}
        assert told.get(before) == after, f"{whose}: {before} {entry.deed} {after}"
        assert self.statuses.get(whose, str(flow.start)) == before, f"{whose} was {before} before"
        self.statuses[whose] = after

    def agrees_with(self, statuses):
        for number, status in statuses.items():
            told = self.statuses.get((Nomination.__tablename__, number), str(Status.DRAFT))
            assert told == status, f"nomination {number} is {status}, the logbook says {told}"


def check_everything(runs, logbook):
    logbook.read_on()
    logbook.agrees_with(check_nominations(runs, check_seats(runs)))
