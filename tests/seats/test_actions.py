"""Seats are offered, held, filled and given back; the ledger and the counters never differ."""

import contextlib
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_acting, make_allocation, make_focal_point, make_party, make_run
from tpp import clock
from tpp.access import scope_of
from tpp.acting import Role
from tpp.db import db, transaction
from tpp.errors import Refused
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import role_of
from tpp.offerings.rules import PartyRole
from tpp.offerings.rules import Status as RunStatus
from tpp.scope import EVERYTHING, see, seeing
from tpp.seats import actions, queries
from tpp.seats.models import SeatAllocation, SeatEntry
from tpp.seats.queries import picture_from_ledger
from tpp.seats.rules import Deed, Picture, Status


def deeds(allocation):
    lines = sa.select(SeatEntry.deed).where(SeatEntry.allocation_id == allocation.id)
    return list(db.session.scalars(lines.order_by(SeatEntry.id)))


def hold(allocation, by, seats=1):
    with transaction():
        actions.hold(allocation.id, by=by, seats=seats)


def fill(allocation, by):
    with transaction():
        actions.fill(allocation.id, by=by)


@pytest.mark.both
def test_offered_seats_make_the_party_a_sender_and_count_for_the_run(app):
    run, kenya, coordinator = make_run(seats=20), make_party(name="Kenya"), make_acting()

    allocation = actions.allocate(run, kenya, 4, by=coordinator)

    assert allocation.picture == Picture(offered=4)
    assert run.seats_offered == 4
    assert role_of(run, kenya, PartyRole.SENDER)
    assert deeds(allocation) == [Deed.OFFERED]


@pytest.mark.both
def test_no_more_seats_are_offered_than_the_run_has(app):
    run, coordinator = make_run(seats=10), make_acting()
    actions.allocate(run, make_party(), 7, by=coordinator)

    with pytest.raises(Refused, match="3 can be offered"):
        actions.allocate(run, make_party(), 4, by=coordinator)

    assert run.seats_offered == 7
    assert db.session.scalar(sa.select(sa.func.count(SeatAllocation.id))) == 1


def test_fewer_seats_than_are_taken_cannot_be_offered(app):
    allocation, coordinator = make_allocation(seats=3), make_acting()
    hold(allocation, coordinator, 2)

    with pytest.raises(Refused, match="2 seats are already held or filled"):
        actions.allocate(allocation.offering, allocation.party, 1, by=coordinator)

    assert allocation.offered == 3
    actions.allocate(allocation.offering, allocation.party, 2, by=coordinator)
    assert allocation.picture == Picture(offered=2, held=2)


def test_offering_the_same_number_again_writes_nothing(app):
    allocation, coordinator = make_allocation(seats=3), make_acting()
    actions.allocate(allocation.offering, allocation.party, 3, by=coordinator)
    assert deeds(allocation) == [Deed.OFFERED]


def test_the_database_itself_refuses_more_than_was_offered(app):
    allocation = make_allocation(seats=1)
    with pytest.raises(sa.exc.IntegrityError, match="not_overfilled"), transaction():
        allocation.held = 2


def test_the_database_itself_refuses_an_overbooked_run(app):
    run = make_run(seats=5)
    with pytest.raises(sa.exc.IntegrityError, match="not_overbooked"), transaction():
        run.seats_offered = 6


def test_an_office_accepts_its_seats(app):
    allocation = make_allocation()
    office = make_focal_point(allocation.party)
    see(scope_of(office))

    actions.accept(allocation, by=office)

    assert allocation.status is Status.ACCEPTED
    assert deeds(allocation) == [Deed.OFFERED, Deed.ACCEPTED]


@pytest.mark.both
def test_declined_seats_go_back_to_the_programme(app):
    allocation = make_allocation(seats=4)
    office = make_focal_point(allocation.party)
    see(scope_of(office))

    actions.decline(allocation, by=office, reason="No operators this year")

    assert allocation.status is Status.DECLINED
    assert allocation.picture == Picture(released=4)
    assert allocation.offering.seats_offered == 0


def test_seats_that_are_held_cannot_be_declined(app):
    allocation, coordinator = make_allocation(), make_acting()
    hold(allocation, coordinator)
    with pytest.raises(Refused, match="1 seat is held or filled"):
        actions.decline(allocation, by=coordinator, reason="No")
    assert allocation.status is Status.OFFERED


def test_declining_needs_a_reason(app):
    allocation = make_allocation()
    with pytest.raises(Refused, match="Give a reason"):
        actions.decline(allocation, by=make_acting(), reason=" ")


def test_declined_seats_can_be_offered_again(app):
    allocation, coordinator = make_allocation(seats=2), make_acting()
    actions.decline(allocation, by=coordinator, reason="No")
    actions.allocate(allocation.offering, allocation.party, 1, by=coordinator)
    assert allocation.status is Status.OFFERED
    assert allocation.picture == Picture(offered=1, released=2)


def test_an_office_gives_back_only_free_seats(app):
    allocation, coordinator = make_allocation(seats=3), make_acting()
    hold(allocation, coordinator, 2)

    with pytest.raises(Refused, match="1 seat is free"):
        actions.release(allocation, 2, by=coordinator)
    actions.release(allocation, 1, by=coordinator, reason="Nobody eligible")

    assert allocation.picture == Picture(offered=2, held=2, released=1)
    assert allocation.offering.seats_offered == 2


def test_a_held_seat_is_filled_handed_on_and_freed(app):
    allocation, coordinator = make_allocation(seats=2), make_acting()
    hold(allocation, coordinator)
    fill(allocation, coordinator)
    assert allocation.picture == Picture(offered=2, filled=1)
    with transaction():
        actions.hand_on(allocation.id, by=coordinator)
    assert allocation.picture == Picture(offered=2, held=1)
    with transaction():
        actions.free(allocation.id, by=coordinator, held=1)
    assert allocation.picture == Picture(offered=2)
    assert deeds(allocation)[1:] == [Deed.HELD, Deed.FILLED, Deed.HANDED_ON, Deed.FREED]


def test_no_seat_is_held_when_none_is_free(app):
    allocation, coordinator = make_allocation(seats=1), make_acting()
    hold(allocation, coordinator)
    with pytest.raises(Refused, match="reserve"):
        hold(allocation, coordinator)
    assert allocation.held == 1


def test_no_seat_is_held_on_declined_seats(app):
    allocation, coordinator = make_allocation(), make_acting()
    actions.decline(allocation, by=coordinator, reason="No")
    with pytest.raises(Refused, match="declined"):
        hold(allocation, coordinator)


def test_seats_of_a_run_that_is_over_do_not_change(app):
    run = make_run(status=RunStatus.DELIVERED)
    with pytest.raises(Refused, match="delivered"):
        actions.allocate(run, make_party(), 1, by=make_acting())


@pytest.mark.both
def test_unused_seats_are_given_back_on_the_release_date_in_the_zone_of_the_run(app):
    today = date(2026, 11, 2)
    run = make_run(release_on=today, timezone="Africa/Nairobi")
    with clock.at(clock.datetime(2026, 10, 1, 9, tzinfo=clock.UTC)):
        unused, used = make_allocation(run, seats=3), make_allocation(run, seats=2)
    hold(used, make_acting(), 2)
    midnight_in_nairobi = clock.datetime(2026, 11, 1, 21, tzinfo=clock.UTC)

    assert actions.release_due(midnight_in_nairobi - timedelta(minutes=1)) == 0
    assert actions.release_due(midnight_in_nairobi) == 3
    assert actions.release_due(midnight_in_nairobi) == 0

    assert (unused.offered, unused.released) == (0, 3)
    assert (used.offered, used.held) == (2, 2)
    assert run.seats_offered == 2


@pytest.mark.both
def test_seats_offered_after_the_release_date_are_not_taken_away_again(app):
    run, kenya, coordinator = make_run(release_on=date(2026, 10, 12)), make_party(), make_acting()
    with clock.at(clock.datetime(2026, 10, 1, 9, tzinfo=clock.UTC)):
        early = actions.allocate(run, make_party(), 4, by=coordinator)
    late = clock.datetime(2026, 10, 20, 9, tzinfo=clock.UTC)
    with clock.at(late):
        allocation = actions.allocate(run, kenya, 3, by=coordinator)

    assert actions.release_due(late + timedelta(days=1)) == 4
    assert (early.picture, allocation.picture) == (Picture(released=4), Picture(offered=3))


def test_seats_are_moved_for_somebody_who_may_not_see_them(app):
    allocation = make_allocation()
    key, trainee = allocation.id, make_acting(Role.TRAINEE)
    see(scope_of(trainee))
    with transaction():
        actions.hold(key, by=trainee)
    with seeing(EVERYTHING):
        assert picture_from_ledger(allocation) == Picture(offered=5, held=1)


steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["allocate", "hold", "fill", "free", "hand_on", "release", "accept", "decline"]
        ),
        st.integers(0, 6),
    ),
    max_size=14,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps)
def test_the_ledger_always_adds_up_to_the_counters(app, steps):
    see(EVERYTHING)
    run, by = make_run(seats=8), make_acting()
    allocation = actions.allocate(run, make_party(), 3, by=by)
    deed = {
        "allocate": lambda n: actions.allocate(run, allocation.party, n, by=by),
        "hold": lambda n: hold(allocation, by, n or 1),
        "fill": lambda n: fill(allocation, by),
        "free": lambda n: transacted(actions.free, allocation.id, by=by, held=n),
        "hand_on": lambda n: transacted(actions.hand_on, allocation.id, by=by),
        "release": lambda n: actions.release(allocation, n, by=by),
        "accept": lambda n: actions.accept(allocation, by=by),
        "decline": lambda n: actions.decline(allocation, by=by, reason="No"),
    }
    for name, number in steps:
        with contextlib.suppress(Refused, sa.exc.IntegrityError):
            deed[name](number)
        db.session.expire_all()
        assert picture_from_ledger(allocation) == allocation.picture
        offered = db.session.get_one(CourseOffering, run.id).seats_offered
        assert allocation.offered == offered <= 8
        assert 0 <= allocation.held + allocation.filled <= allocation.offered


def transacted(action, *what, **how):
    with transaction():
        action(*what, **how)


def test_a_first_offer_is_of_at_least_one_seat(app):
    run, party = make_run(), make_party()
    with pytest.raises(Refused, match="at least one"):
        actions.allocate(run, party, 0, by=make_acting())
    assert queries.allocations(run) == []


def test_seats_that_are_accepted_twice_are_accepted_once(app):
    allocation, office = make_allocation(), make_acting()
    actions.accept(allocation, by=office, seen=allocation.version)
    actions.accept(allocation, by=office, seen=1)
    deeds = db.session.scalars(sa.select(SeatEntry.deed)).all()
    assert (allocation.status, deeds.count(Deed.ACCEPTED)) == (Status.ACCEPTED, 1)
