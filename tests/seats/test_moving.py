"""The programme moves seats between countries; a form that is out of date changes nothing."""

import pytest
import sqlalchemy as sa

from tests.factories import make_acting, make_allocation, make_party, make_run
from tpp.acting import Role
from tpp.db import db, transaction
from tpp.errors import Conflict, Refused
from tpp.history.models import Entry
from tpp.seats import actions, queries
from tpp.seats.models import SeatEntry
from tpp.seats.rules import Deed, Picture, Status

pytestmark = pytest.mark.both


def moves():
    found = sa.select(SeatEntry).where(SeatEntry.deed == Deed.MOVED).order_by(SeatEntry.id)
    return [(it.party_id, it.offered, it.released, it.reason) for it in db.session.scalars(found)]


def test_seats_moved_are_two_lines_of_the_ledger_and_two_of_the_logbook(app):
    run, peru, by = make_run(seats=8), make_party(), make_acting()
    kenya = make_allocation(run, seats=5)

    actions.move(kenya, peru, 2, by=by, reason="Nobody eligible in Kenya")

    target = queries.allocation_of(run, peru.id)
    assert (kenya.picture, target.picture) == (Picture(offered=3), Picture(offered=2))
    assert run.seats_offered == 5
    why = "Nobody eligible in Kenya"
    assert moves() == [(kenya.party_id, -2, 0, why), (peru.id, 2, 0, why)]
    told = sa.select(Entry).where(Entry.deed == "seats_moved").order_by(Entry.id)
    changes = [(it.before["seats"], it.after["seats"]) for it in db.session.scalars(told)]
    assert changes == [(5, 3), (0, 2)]
    assert queries.first_difference() is None


@pytest.mark.parametrize(
    ("seats", "reason", "words", "field"),
    [
        (3, "Needed there", "2 seats are free and can be moved", "seats"),
        (0, "Needed there", "at least one", "seats"),
        (1, " ", "Give a reason", "reason"),
    ],
)
def test_only_free_seats_are_moved_and_only_with_a_reason(app, seats, reason, words, field):
    kenya, peru, by = make_allocation(make_run(), seats=3), make_party(), make_acting()
    with transaction():
        actions.hold(kenya.id, by=by)
    with pytest.raises(Refused, match=words) as refusal:
        actions.move(kenya, peru, seats, by=by, reason=reason)
    assert refusal.value.field == field
    assert (kenya.offered, moves()) == (3, [])
    assert queries.allocation_of(kenya.offering, peru.id) is None


def test_seats_are_not_moved_to_the_country_that_has_them(app):
    kenya = make_allocation()
    with pytest.raises(Refused, match="there already") as refusal:
        actions.move(kenya, kenya.party, 1, by=make_acting(), reason="Needed there")
    assert refusal.value.field == "party"


def test_a_country_that_declined_is_offered_what_is_moved_to_it(app):
    run, by = make_run(), make_acting()
    kenya, peru = make_allocation(run), make_allocation(run, make_party())
    actions.decline(peru, by=by, reason="No operators")
    actions.move(kenya, peru.party, 2, by=by, reason="They asked again")
    assert (peru.status, peru.offered) == (Status.OFFERED, 2)


def test_a_number_typed_over_one_that_changed_meanwhile_is_not_saved(app):
    allocation, by = make_allocation(make_run(seats=10), seats=5), make_acting()
    seen = allocation.version
    actions.change_number(allocation, 6, by=by, seen=seen)
    with pytest.raises(Conflict) as conflict:
        actions.change_number(allocation, 3, by=by, seen=seen)
    assert (conflict.value.theirs, conflict.value.yours) == ({"seats": "6"}, {"seats": "3"})
    assert allocation.offered == 6


def test_an_offer_from_a_page_older_than_another_offer_is_not_made(app):
    run, by, kenya = make_run(seats=10), make_acting(), make_party()
    seen = queries.newest_line(run)
    allocation = actions.allocate(run, kenya, 4, by=by, seen=seen)
    with pytest.raises(Conflict):
        actions.allocate(run, kenya, 2, by=by, seen=seen)
    actions.allocate(run, make_party(), 2, by=by, seen=seen)
    assert allocation.offered == 4


def test_an_office_accepts_the_number_that_it_saw(app):
    allocation, office = make_allocation(make_run(), seats=5), make_acting(Role.COORDINATOR)
    seen = allocation.version
    actions.allocate(allocation.offering, allocation.party, 2, by=office)
    with pytest.raises(Conflict):
        actions.accept(allocation, by=office, seen=seen)
    assert allocation.status is Status.OFFERED
    actions.accept(allocation, by=office, seen=allocation.version)
    assert allocation.status is Status.ACCEPTED
