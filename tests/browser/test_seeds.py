"""Two devices of one trainer, two hundred times: networks are cut, pages killed, sendings doubled.

Each seed is a session with three people and a schedule of its own. What a device kept either stands in the
register or lies on that device for somebody to decide; nothing is written twice.
"""

import random
from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa
from playwright.sync_api import Error

from tests import factories as f
from tests.browser.casting import address, appointed
from tests.browser.laying import run_around_today
from tpp import clock
from tpp.acting import Role
from tpp.attendance.models import AttendanceRecord
from tpp.db import db
from tpp.enrolments.rules import Status as Place
from tpp.offerings.rules import Status as Run
from tpp.parties.queries import by_code

pytestmark = pytest.mark.browser

SEEDS, PEOPLE = 200, 3
MARKS = ("present", "late:20", "absent", "excused")
FAULTS = ("pass", "pass", "cut before", "cut after", "twice")
LAST = "window.device.pending().then((all) => all.map((it) => [it.id, it.state, it.payload.session, Object.entries(it.payload.values)]))"


@pytest.fixture(scope="module")
def lessons(register):
    """A session for each seed, and the places on each sheet."""
    with register.records():
        trainer = appointed("trainer.seeds", Role.TRAINER)
        run = run_around_today(Run.IN_PROGRESS)
        f.make_staffing(offering_id=run.id, account_id=trainer.account_id)
        kenya = f.make_allocation(run, by_code("KEN"), seats=PEOPLE)
        places = [f.make_enrolment(kenya, status=Place.IN_TRAINING).id for _ in range(PEOPLE)]
        now = clock.now()
        times = {"starts_at": now - timedelta(minutes=5), "ends_at": now + timedelta(hours=1)}
        return [f.make_session(run, **times).id for _ in range(SEEDS)], places


class Device:
    """The register's own script in a browser of its own, with a network that fails on demand."""

    def __init__(self, visitor):
        self.visitor, self.faults, self.kept = visitor, [], set()
        self.script = visitor.page.locator("link[href*='app.css']").get_attribute("href")
        self.script = self.script.replace("css/app.css", "js/device.js")
        self.page = visitor.page
        visitor.context.route(
            "**/device/blank",
            lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"),
        )
        visitor.context.route("**/device/sends", self.send)
        self.open()
        assert self.page.evaluate("window.device.begin()")

    def open(self):
        self.page.goto(self.visitor.url + "/device/blank")
        self.page.evaluate(f"import('{self.script}').then((it) => {{ window.device = it; }})")

    def send(self, route):
        fault = self.faults.pop() if self.faults else "pass"
        try:
            if fault == "cut before":
                return route.abort()
            answers = [route.fetch() for _ in range(2 if fault == "twice" else 1)]
            return route.abort() if fault == "cut after" else route.fulfill(response=answers[-1])
        except Error:  # the page was killed while its sending was on the way: it has arrived
            return None

    def keep(self, session, values, seen, reason=""):
        payload = {
            "subject": f"session {session}",
            "session": session,
            "values": values,
            "seen": seen,
            "reason": reason,
        }
        self.kept.add(self.page.evaluate("(it) => window.device.keep('attendance', it)", payload))

    def send_all(self, fault="pass"):
        self.faults = [fault]
        self.page.evaluate("window.device.send()")

    def kill(self, fault):
        """The page goes while it sends."""
        self.faults = [fault]
        self.page.evaluate("void window.device.send()")
        self.open()

    def pending(self):
        return self.page.evaluate(LAST)


def test_nothing_is_lost_or_doubled_and_every_conflict_is_shown(register, lessons, visitor):
    sessions, places = lessons
    one, other = (Device(visitor(address("trainer.seeds"))) for _ in range(2))
    last: dict[tuple, str] = {}
    for seed, session in enumerate(sessions):
        play(random.Random(seed), session, places, (one, other), last)
    for device in (one, other):
        while any(it[1] == "waiting" for it in device.pending()):
            device.send_all()
    shown = met(0, one) | met(1, other)
    written = chains(register, sessions)
    lost = [
        (at, mark) for at, mark in last.items() if mark not in written[at[1:]] and at not in shown
    ]
    assert lost == []
    assert 30 < len(shown) < SEEDS * PEOPLE
    decide((one, other))
    assert one.pending() + other.pending() == []
    assert doubled(chains(register, sessions)) == []
    for device in (one, other):
        cut = [it for it in device.visitor.complaints if "net::ERR_FAILED" in it]
        assert cut == device.visitor.complaints
        device.visitor.complaints.clear()


def play(lot, session, places, devices, last):
    """A short schedule: both mark, one of them perhaps twice, while things break."""
    for turn in range(lot.randint(2, 3)):
        number = turn if turn < 2 else lot.randrange(2)
        device = devices[number]
        some = lot.sample(places, lot.randint(1, PEOPLE))
        seen = {str(it): last.get((number, session, it)) for it in some}
        values = {str(it): lot.choice([m for m in MARKS if m != seen[str(it)]]) for it in some}
        device.keep(session, values, seen, "Seen again" if any(seen.values()) else "")
        last.update({(number, session, int(at)): mark for at, mark in values.items()})
        match lot.choice(("wait", "send", "send", "kill")):
            case "send":
                device.send_all(lot.choice(FAULTS))
            case "kill":
                device.kill(lot.choice(FAULTS))


def met(number, device):
    """The people and sessions that this device asks about."""
    return {
        (number, session, int(at))
        for _id, state, session, values in device.pending()
        for at, _mark in values
        if state == "conflict"
    }


def chains(register, sessions):
    """Every mark that was written, by session and place, in its order."""
    found = defaultdict(list)
    with register.records():
        statement = sa.select(AttendanceRecord).where(AttendanceRecord.session_id.in_(sessions))
        for it in db.session.scalars(statement.order_by(AttendanceRecord.id)):
            minutes = f":{it.minutes_late}" if it.minutes_late else ""
            found[it.session_id, it.enrolment_id].append(f"{it.mark}{minutes}")
    return found


def decide(devices):
    """Whoever is asked decides, until nobody is asked any more."""
    lot = random.Random(1)
    for _ in range(12):
        for device in devices:
            asked = [it[0] for it in device.pending() if it[1] != "waiting"]
            choices = [[it, lot.choice(("mine", "theirs"))] for it in asked]
            device.page.evaluate(
                "async (all) => { for (const [id, whose] of all) await window.device.decide(id, whose, 'Decided'); }",
                choices,
            )
            device.send_all()


def doubled(written):
    """Where a mark was written though it stood already."""
    return [at for at, chain in written.items() if any(a == b for a, b in pairwise(chain))]
