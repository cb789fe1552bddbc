"""A programme that does anything, in any order: what hypothesis drives."""

from collections import Counter
from datetime import timedelta

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.duplicates.test_actions import paired
from tests.factories import make_acting, make_party, make_person, make_run, make_version
from tests.selection.always import Logbook, check_everything, rows_written
from tpp import clock
from tpp.acting import SYSTEM
from tpp.calls import actions as calls
from tpp.calls.queries import call_of
from tpp.db import db, transaction
from tpp.duplicates import actions as duplicates
from tpp.duplicates.models import PersonMerge, PersonPair
from tpp.duplicates.rules import Side
from tpp.duplicates.rules import Status as PairStatus
from tpp.enrolments import actions as places
from tpp.enrolments.models import Enrolment
from tpp.errors import Conflict, Refused
from tpp.nominations import actions as nominations
from tpp.nominations.models import Nomination
from tpp.nominations.rules import HAS_SEAT, TO_DECIDE, Status
from tpp.offerings.models import CourseOffering
from tpp.people.rules import Sex
from tpp.scope import EVERYTHING, see
from tpp.seats import actions as seats
from tpp.seats.models import SeatAllocation, SeatGroup
from tpp.seats.rules import GroupKind
from tpp.selection import actions as selection

SEXES = (Sex.MAN, Sex.MAN, Sex.WOMAN, Sex.MAN, Sex.UNKNOWN)
PARTIES, PEOPLE, SEATS, FLOOR = 2, len(SEXES), 6, 40
STEPS = ("reviewed", "reviewed", "returned", "not_selected", "found_ineligible")
MOVES = ("arrived", "arrived", "did_not_arrive", "withdrawn", "began_training")
numbers = st.integers(0, 11)
UNDECIDED = (*TO_DECIDE, Status.RESERVE, Status.NOT_SELECTED)


class World:
    """What all journeys share: countries, people and offices, and what was done how often."""

    def __init__(self):
        self.by = make_acting()
        self.version = make_version()
        self.parties = [make_party() for _ in range(PARTIES)]
        self.people = [[make_person(party, sex=sex) for sex in SEXES] for party in self.parties]
        self.logbook = Logbook()
        self.done: Counter[str] = Counter()
        self.steps = 0


class Programme(RuleBasedStateMachine):
    """Two runs of one call that soon begin, and all that can happen to their seats."""

    world: World

    def __init__(self):
        super().__init__()
        see(EVERYTHING)
        self.now = clock.now()
        self.token = clock.stopped.set(self.now)
        days = {"starts_on": self.now.date() + timedelta(days=13), "status": "planned"}
        days["ends_on"] = days["starts_on"] + timedelta(days=20)
        self.runs = [
            make_run(self.world.version, seats=SEATS, women_floor_percent=floor, **days).id
            for floor in (None, FLOOR)
        ]
        self.looked_at = -1
        with transaction():
            self.begin()

    def begin(self):
        """A call is open, each country has seats in both runs, and has put some people forward."""
        self.open_call()
        for number in range(2):
            for party, people in zip(self.world.parties, self.world.people, strict=True):
                seats.allocate(self.run(number), party, 3, by=self.world.by)
                for person in people[:3]:
                    nominations.nominate(self.run(number), person, by=self.world.by)

    def teardown(self):
        """Every merge is taken apart, the latest first, so that the next journey has its people back."""
        found = sa.select(PersonMerge).where(PersonMerge.undone_at.is_(None))
        for merge in db.session.scalars(found.order_by(PersonMerge.id.desc())).all():
            duplicates.take_apart(db.session.get_one(PersonPair, merge.pair_id), by=self.world.by)
        check_everything(self.runs, self.world.logbook)
        clock.stopped.reset(self.token)

    def open_call(self):
        opens = self.now.date() - timedelta(days=1)
        calls.open_call(
            [self.run(0), self.run(1)],
            by=self.world.by,
            title="Operators",
            opens_on=opens,
            closes_on=opens + timedelta(days=60),
            texts={"en": "Operators"},
        )

    def run(self, number):
        return db.session.get_one(CourseOffering, self.runs[number % 2])

    def seat(self, number):
        found = sa.select(SeatAllocation).where(SeatAllocation.offering_id.in_(self.runs))
        return self.one(found.order_by(SeatAllocation.id), number)

    def nominee(self, number, *statuses):
        """One in these statuses, where there is one; now and then one in any other."""
        found = sa.select(Nomination).where(Nomination.offering_id.in_(self.runs))
        found = found.order_by(Nomination.id)
        fitting = found.where(Nomination.status.in_(statuses)) if number < 11 else found
        return self.one(fitting, number) or self.one(found, number)

    def one(self, found, number):
        rows = db.session.scalars(found).all()
        return rows[number % len(rows)] if rows else None

    def do(self, name, deed, *what, **how):
        """A deed is done, or a rule says no, and then nothing was written."""
        self.world.steps += 1
        if any(it is None for it in what):
            return
        before = self.world.logbook.number
        try:
            deed(*what, **how)
        except (Refused, Conflict):
            self.world.done[f"{name}, refused"] += 1
            self.world.logbook.read_on()
            assert self.world.logbook.number == before, f"{name} was refused and yet recorded"
        else:
            self.world.done[name] += 1

    @invariant()
    def everything_holds(self):
        """Looked at again wherever a single row was written since."""
        if rows_written() != self.looked_at:
            check_everything(self.runs, self.world.logbook)
            self.looked_at = rows_written()

    @rule(deed=st.deferred(lambda: st.sampled_from(DEEDS)), a=numbers, b=numbers, c=numbers)
    def something_happens(self, deed, a, b, c):
        """One rule and not thirty: what happens often in life happens often here."""
        getattr(self, deed)(a, b, c)

    def seats_are_offered(self, a, b, c):
        party, number = self.world.parties[b % PARTIES], 1 + c % 4 if c else 0
        self.do("allocate", seats.allocate, self.run(a), party, number, by=self.world.by)

    def seats_move(self, a, b, c):
        to, about = self.world.parties[b % PARTIES], {"by": self.world.by, "reason": "Asked for"}
        self.do("move seats", seats.move, self.seat(a), to, 1 + c % 2, **about)

    def seats_are_accepted(self, a, _b, _c):
        self.do("accept seats", seats.accept, self.seat(a), by=self.world.by)

    def seats_are_declined(self, a, _b, _c):
        self.do("decline seats", seats.decline, self.seat(a), by=self.world.by, reason="Nobody")

    def seats_are_released(self, a, b, _c):
        self.do("release", seats.release, self.seat(a), 1 + b % 2, by=self.world.by)

    def unused_seats_are_released(self, a, _b, _c):
        self.do("release unused", seats.release_unused, self.run(a), by=self.world.by)

    def a_group_is_added_or_changed(self, a, b, c):
        kind, number = list(GroupKind)[b % 2], 1 + c % 4
        run_id = self.runs[a % 2]
        found = sa.select(SeatGroup).filter_by(offering_id=run_id, kind=kind)
        group = db.session.scalar(found)
        if group is None:
            what = (self.run(a), kind, "A group", number)
            self.do("add group", seats.add_group, *what, by=self.world.by)
        else:
            self.do("change group", seats.change_group, group, number, by=self.world.by)

    def somebody_is_nominated(self, a, b, c):
        people = self.world.people[b % PARTIES]
        about = {"by": self.world.by, "submit": c % 4 > 0}
        what = (self.run(a), people[c % PEOPLE])
        self.do("nominate", nominations.nominate, *what, **about)

    def somebody_sits_in_groups(self, a, _b, _c):
        """As the programme or the office would say, while no seat is held."""
        it = self.nominee(a, *UNDECIDED, Status.DRAFT)
        self.world.steps += 1
        if it is None or it.status in HAS_SEAT:
            return
        found = sa.select(SeatGroup).where(SeatGroup.offering_id == it.offering_id)
        chosen = {str(group.kind): group.id for group in db.session.scalars(found)}
        with transaction():
            it.station_id = chosen.get("station") if a % 2 else None
            it.language_group_id = chosen.get("language") if a % 3 else None

    def a_nomination_is_sent(self, a, _b, _c):
        it = self.nominee(a, Status.DRAFT, Status.RETURNED)
        self.do("submit", nominations.submit, it, by=self.world.by)

    def some_are_selected(self, a, b, c):
        until = self.now + timedelta(days=3 + c)
        about = {"by": self.world.by, "offer_until": until, "reason": "Few women" * (c % 2)}
        self.do("select", selection.select, self.of_one_run(a, b % 3, *UNDECIDED), **about)

    def of_one_run(self, number, more, *statuses):
        """Up to three nominees of one run, as a page ticks them."""
        first = self.nominee(number, *statuses)
        others = [self.nominee(number + n, *statuses) for n in range(1, 1 + more)]
        same = [it for it in (first, *others) if it and it.offering_id == first.offering_id]
        return list(dict.fromkeys(same)) or None

    def some_are_put_on_reserve(self, a, b, _c):
        chosen = self.of_one_run(a, b % 3, *TO_DECIDE, Status.NOT_SELECTED)
        self.do("reserve", selection.reserve, chosen, by=self.world.by)

    def some_are_decided_otherwise(self, a, b, c):
        step = STEPS[c % len(STEPS)]
        chosen = self.of_one_run(a, b % 2, *TO_DECIDE)
        self.do(step, selection.step, chosen, step, by=self.world.by, reason="As told")

    def the_reserve_changes_places(self, a, b, _c):
        move = selection.move_up if b % 2 else selection.move_down
        self.do("rank", move, self.nominee(a, Status.RESERVE), by=self.world.by)

    def an_offer_is_accepted(self, a, _b, _c):
        self.do("accept", places.confirm, self.nominee(a, Status.SELECTED), by=self.world.by)

    def an_offer_is_declined(self, a, _b, _c):
        about = {"by": self.world.by, "reason": "Deployed"}
        self.do("decline", selection.decline, self.nominee(a, Status.SELECTED), **about)

    def an_offer_ends_later(self, a, b, _c):
        chosen = self.of_one_run(a, 0, Status.SELECTED)
        until = self.now + timedelta(days=8 + b)
        self.do("extend", selection.extend, chosen, by=self.world.by, offer_until=until)

    def an_offer_is_ended(self, a, _b, _c):
        chosen = self.of_one_run(a, 0, Status.SELECTED)
        self.do("end", selection.end, chosen, by=self.world.by, reason="Taken back")

    def a_nominee_is_withdrawn(self, a, _b, _c):
        it = self.nominee(a, *UNDECIDED, *HAS_SEAT)
        self.do("withdraw", places.withdraw, it, by=self.world.by, reason="Posted")

    def somebody_goes_instead(self, a, b, _c):
        it, instead = self.nominee(a, *HAS_SEAT), self.nominee(b, Status.RESERVE)
        about = {"by": self.world.by, "reason": "Ill"}
        self.do("substitute", places.substitute, it, instead, **about)

    def somebody_comes_or_does_not(self, a, b, _c):
        found = sa.select(Enrolment).where(Enrolment.offering_id.in_(self.runs))
        place, step = self.one(found.order_by(Enrolment.id), a), MOVES[b % len(MOVES)]
        about = {"by": self.world.by, "reason": "As it was"}
        self.do(step, places.move, place and [place], step, **about)

    def two_records_become_one_human(self, a, b, c):
        everybody = [person for people in self.world.people for person in people]
        one, other = everybody[a % len(everybody)], everybody[(a + 1 + b % 8) % len(everybody)]
        pair, keep = self.pair(one, other), list(Side)[c % 2]
        self.do("merge", duplicates.merge, pair, keep, {}, by=self.world.by, reason="One human")

    def pair(self, one, other):
        first, second = sorted((one, other), key=lambda it: it.id)
        found = sa.select(PersonPair).filter_by(first_id=first.id, second_id=second.id)
        return db.session.scalar(found) or paired(first, second)

    def one_human_becomes_two(self, a, _b, _c):
        merged = sa.select(PersonPair).where(PersonPair.status == PairStatus.MERGED)
        pair = self.one(merged.order_by(PersonPair.id), a)
        self.do("take apart", duplicates.take_apart, pair, by=self.world.by, reason="Two")

    def time_passes(self, a, b, _c):
        """Offers lapse; a call that has closed is opened further."""
        self.now += timedelta(hours=1 + a * b // 2)
        clock.stopped.set(self.now)
        self.do("lapse", selection.lapse_due)
        if not call_of(self.run(0)).is_open(self.now + timedelta(days=2)):
            self.extend_the_call()

    def extend_the_call(self):
        call = call_of(self.run(0)).call
        closes = self.now.date() + timedelta(days=30)
        kept = {"title": call.title, "texts": call.texts, "opens_on": call.opens_on}
        about = {"by": SYSTEM, "closes_on": closes, "reminders": ""}
        runs = [self.run(0), self.run(1)]
        self.do("extend call", calls.change, call, runs, **kept, **about)


DEEDS = [
    *["somebody_is_nominated", "some_are_selected", "some_are_put_on_reserve"] * 6,
    *["an_offer_is_accepted", "somebody_goes_instead", "some_are_decided_otherwise"] * 5,
    *["a_nominee_is_withdrawn", "a_nomination_is_sent", "seats_are_offered"] * 4,
    *["somebody_comes_or_does_not", "a_group_is_added_or_changed"] * 4,
    *["an_offer_is_declined", "somebody_sits_in_groups", "an_offer_ends_later", "seats_move"] * 2,
    *["the_reserve_changes_places", "time_passes", "two_records_become_one_human"] * 3,
    *["one_human_becomes_two"] * 2,
    *["seats_are_accepted", "seats_are_declined", "seats_are_released"],
    *["unused_seats_are_released", "an_offer_is_ended"],
]
"""What may happen, as often as it stands here."""
