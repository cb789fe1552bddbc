"""Two limits compete: many ask at the same moment, for seats of countries and of one station."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.factories import make_acting, make_allocation, make_nomination, make_party, make_run
from tpp import clock
from tpp.db import db, transaction
from tpp.errors import Refused
from tpp.nominations.models import Nomination
from tpp.scope import EVERYTHING, see
from tpp.seats import actions, queries
from tpp.seats.models import SeatAllocation
from tpp.seats.rules import GroupKind, Picture
from tpp.selection.actions import select

AT_ONCE = 12
LIMITS = ("country", "station Dozer")
"""Words by which a refusal names the limit that failed."""


@pytest.fixture
def in_thread(app):
    """in_thread(deed) does it in a thread's own session: the limit that refused it, or None."""

    def does(deed):
        with app.app_context():
            see(EVERYTHING)
            try:
                deed()
            except Refused as refusal:
                return next((it for it in LIMITS if it in refusal.message), "another rule")
            finally:
                db.session.remove()
            return None

    return does


@pytest.mark.both
def test_a_station_and_two_countries_each_keep_their_limit(app, in_thread):
    run, coordinator = make_run(seats=60), make_acting()
    until = clock.now() + timedelta(days=7)
    kenya, peru = make_allocation(run, seats=15), make_allocation(run, make_party(), seats=40)
    dozer = actions.add_group(run, GroupKind.STATION, "Dozer", 9, by=coordinator)

    def two(*wanted):
        return [make_nomination(of, station_id=group and group.id).id for of, group in wanted]

    pairs = [
        pair
        for _ in range(10)
        for pair in (
            two((kenya, dozer), (kenya, None)),
            two((peru, None), (peru, dozer)),
            two((kenya, None), (kenya, None)),
        )
    ]
    db.session.rollback()

    def select_two(pair):
        chosen = [db.session.get_one(Nomination, it) for it in pair]
        select(chosen, by=coordinator, offer_until=until)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        refusals = list(threads.map(lambda it: in_thread(lambda: select_two(it)), pairs))

    db.session.expire_all()
    assert set(refusals) == {None, *LIMITS}
    assert dozer.held <= 9
    assert kenya.held <= 15
    assert peru.held <= 40
    assert kenya.held + peru.held == 2 * refusals.count(None)
    assert queries.first_difference() is None


@pytest.mark.both
def test_seats_moved_there_and_back_at_once_are_neither_lost_nor_doubled(app, in_thread):
    run, by = make_run(seats=20), make_acting()
    one, other = make_allocation(run, seats=10), make_allocation(run, make_party(), seats=10)
    keys = (one.id, other.id)
    db.session.rollback()

    def move(number):
        source, target = (keys, keys[::-1])[number % 2]
        row = db.session.get_one(SeatAllocation, source)
        to = db.session.get_one(SeatAllocation, target).party
        actions.move(row, to, 3, by=by, reason="Needed there")

    def hold(number):
        with transaction():
            actions.hold(keys[number % 2], by=by)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        deeds = [(move, n) for n in range(20)] + [(hold, n) for n in range(30)]
        list(threads.map(lambda it: in_thread(lambda: it[0](it[1])), deeds))

    db.session.expire_all()
    assert one.offered + other.offered == run.seats_offered == 20
    assert one.held + other.held <= 20
    assert queries.first_difference() is None
    assert Picture() != one.picture
