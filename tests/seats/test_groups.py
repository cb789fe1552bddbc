"""Machine stations and language groups: limits of a run beside the seats of a country."""

import pytest
import sqlalchemy as sa

from tests.factories import make_acting, make_allocation, make_nomination, make_party, make_run
from tpp.db import db, transaction
from tpp.errors import Conflict, Refused
from tpp.history.models import Entry
from tpp.scope import EVERYTHING, see
from tpp.seats import actions, queries
from tpp.seats.models import SeatEntry, SeatGroup
from tpp.seats.queries import picture_from_ledger
from tpp.seats.rules import Claim, Deed, GroupKind, Groups, Picture

pytestmark = pytest.mark.both


@pytest.fixture
def run(app):
    return make_run(seats=10)


@pytest.fixture
def excavator(run):
    return actions.add_group(run, GroupKind.STATION, "Excavator", 2, by=make_acting())


@pytest.fixture
def french(run):
    return actions.add_group(run, GroupKind.LANGUAGE, "French", 3, by=make_acting())


def claim(allocation, *groups, seats=1):
    by_kind = {it.kind: it.id for it in groups}
    return Claim(
        allocation.id,
        Groups(by_kind.get(GroupKind.STATION), by_kind.get(GroupKind.LANGUAGE)),
        seats,
    )


def hold(*claims):
    with transaction():
        actions.hold_all(claims, by=make_acting())


def lines():
    found = sa.select(SeatEntry).order_by(SeatEntry.id)
    return [(it.deed, it.held, it.filled, it.station_id) for it in db.session.scalars(found)][1:]


def test_a_claim_takes_a_seat_of_the_country_the_station_and_the_language(run, excavator, french):
    allocation = make_allocation(run, seats=5)
    hold(claim(allocation, excavator, french, seats=2))
    assert allocation.picture == Picture(offered=5, held=2)
    assert (excavator.held, french.held) == (2, 2)
    assert queries.first_difference() is None


@pytest.mark.parametrize(
    ("seats", "station", "language", "words"),
    [
        (1, 5, 5, "This country has 1 free seat in the run, not 2"),
        (5, 1, 5, "The machine station Excavator has 1 free seat, not 2"),
        (5, 5, 1, "The language group French has 1 free seat, not 2"),
        (1, 1, 1, "This country has 1 free seat"),
        (5, 1, 1, "The machine station Excavator"),
    ],
)
def test_the_refusal_names_the_limit_that_failed(run, seats, station, language, words):
    by = make_acting()
    allocation = make_allocation(run, seats=seats)
    both = [
        actions.add_group(run, GroupKind.STATION, "Excavator", station, by=by),
        actions.add_group(run, GroupKind.LANGUAGE, "French", language, by=by),
    ]
    with pytest.raises(Refused, match=words):
        hold(claim(allocation, *both, seats=2))
    db.session.expire_all()
    assert allocation.held == both[0].held == both[1].held == 0


def test_a_run_has_no_more_seats_than_are_offered_from_it(run):
    make_allocation(run, seats=9)
    with pytest.raises(Refused, match="The run has 10 seats; 1 can be offered"):
        actions.allocate(run, make_party(), 2, by=make_acting())


def test_claims_of_two_countries_are_counted_together_against_a_station(run, excavator):
    kenya, peru = make_allocation(run), make_allocation(run, make_party())
    with pytest.raises(Refused, match="Excavator has 2 free seats, not 3"):
        hold(claim(kenya, excavator, seats=2), claim(peru, excavator))
    hold(claim(kenya, excavator), claim(peru, excavator))
    assert (excavator.held, kenya.held, peru.held) == (2, 1, 1)


def test_a_seat_that_is_filled_handed_on_and_freed_moves_in_its_group_too(run, excavator, french):
    allocation, by = make_allocation(run), make_acting()
    groups = Groups(excavator.id, french.id)
    hold(claim(allocation, excavator, french))
    with transaction():
        actions.fill(allocation.id, by=by, groups=groups)
    assert (excavator.held, excavator.filled, french.filled) == (0, 1, 1)
    with transaction():
        actions.hand_on(allocation.id, by=by, before=groups, after=groups)
    assert (excavator.held, excavator.filled) == (1, 0)
    with transaction():
        actions.free(allocation.id, by=by, held=1, groups=groups)
    assert excavator.picture == Picture(offered=2)
    assert queries.first_difference() is None


def test_somebody_else_in_the_seat_may_sit_at_another_station(run, excavator):
    dozer = actions.add_group(run, GroupKind.STATION, "Dozer", 1, by=make_acting())
    allocation = make_allocation(run, seats=1)
    hold(claim(allocation, excavator))
    before, after = Groups(excavator.id), Groups(dozer.id)
    with transaction():
        actions.change_groups(allocation.id, by=make_acting(), before=before, after=after)
    assert (excavator.held, dozer.held, allocation.held) == (0, 1, 1)
    assert lines()[1:] == [
        (Deed.HANDED_ON, -1, 0, excavator.id),
        (Deed.HANDED_ON, 1, 0, dozer.id),
    ]


def test_a_seat_is_not_handed_on_to_a_station_that_is_full(run, excavator):
    dozer = actions.add_group(run, GroupKind.STATION, "Dozer", 1, by=make_acting())
    allocation = make_allocation(run)
    hold(claim(allocation, dozer), claim(allocation, excavator))
    change = {"before": Groups(excavator.id), "after": Groups(dozer.id)}
    with pytest.raises(Refused, match="Dozer has 0 free seats"), transaction():
        actions.change_groups(allocation.id, by=make_acting(), **change)
    db.session.expire_all()
    assert (excavator.held, dozer.held, allocation.held) == (1, 1, 2)


def test_a_group_keeps_the_seats_that_are_held_or_filled(run, excavator):
    hold(claim(make_allocation(run), excavator, seats=2))
    with pytest.raises(Refused, match="2 seats of this group are held or filled") as refusal:
        actions.change_group(excavator, 1, by=make_acting())
    assert refusal.value.field == "seats"
    actions.change_group(excavator, 4, by=make_acting())
    assert excavator.picture == Picture(offered=4, held=2)


@pytest.mark.parametrize(("seats", "words"), [(0, "at least one"), (11, "cannot have more")])
def test_a_group_has_between_one_seat_and_those_of_the_run(run, seats, words):
    with pytest.raises(Refused, match=words):
        actions.add_group(run, GroupKind.STATION, "Grader", seats, by=make_acting())


def test_a_group_is_named_once_in_a_run(run, excavator):
    with pytest.raises(Refused, match="with this name") as refusal:
        actions.add_group(run, GroupKind.STATION, "EXCAVATOR", 1, by=make_acting())
    assert refusal.value.field == "name"
    actions.add_group(run, GroupKind.LANGUAGE, "Excavator", 1, by=make_acting())


def test_only_a_group_in_which_nobody_ever_was_is_removed(run, excavator, french):
    allocation, by = make_allocation(run), make_acting()
    hold(claim(allocation, excavator))
    with transaction():
        actions.free(allocation.id, by=by, held=1, groups=Groups(excavator.id))
    make_nomination(allocation, language_group_id=french.id)
    for group in (excavator, french):
        with pytest.raises(Refused, match="so it stays"):
            actions.remove_group(group, by=by)
    dozer = actions.add_group(run, GroupKind.STATION, "Dozer", 1, by=by)
    actions.remove_group(dozer, by=by)
    assert [it.name for it in queries.groups_of(run)] == ["Excavator", "French"]
    deeds = list(db.session.scalars(sa.select(Entry.deed).order_by(Entry.id)))
    assert deeds[-2:] == ["seat_group_added", "seat_group_removed"]


def test_a_form_opened_on_another_number_of_seats_is_stale(run, excavator):
    seen = excavator.version
    actions.change_group(excavator, 3, by=make_acting(), seen=seen)
    with pytest.raises(Conflict) as conflict:
        actions.change_group(excavator, 5, by=make_acting(), seen=seen)
    assert (conflict.value.theirs, conflict.value.yours) == ({"seats": "3"}, {"seats": "5"})
    assert excavator.seats == 3


def test_a_group_of_another_run_is_out_of_reach_of_a_nominee(run, excavator):
    elsewhere = make_allocation(make_run())
    with pytest.raises(sa.exc.IntegrityError):
        make_nomination(elsewhere, station_id=excavator.id)


def test_the_check_names_the_first_counter_that_the_ledger_does_not_add_up_to(run, excavator):
    see(EVERYTHING)
    allocation = make_allocation(run, make_party(code="KEN"), seats=5)
    assert queries.first_difference() is None
    with transaction() as session:
        session.execute(sa.update(SeatGroup).values(held=1))
    found = queries.first_difference()
    assert (found.run, found.what) == (run.code, "Excavator")
    assert (found.counted.held, found.added_up.held) == (1, 0)
    with transaction():
        allocation.held = 2
    assert queries.first_difference().what == "KEN"
    assert picture_from_ledger(allocation).held == 0
