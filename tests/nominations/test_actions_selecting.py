"""The programme office decides: who is selected, kept on reserve, returned."""

import pytest
import sqlalchemy as sa

from tests.factories import (
    make_acting,
    make_allocation,
    make_nomination,
    make_person,
    make_run,
)
from tests.nominations.reading import deeds, soon
from tpp import clock
from tpp.db import db
from tpp.errors import Refused
from tpp.history.models import Entry
from tpp.nominations.rules import Status
from tpp.people.rules import Sex
from tpp.seats.queries import picture_from_ledger
from tpp.seats.rules import Picture
from tpp.selection import actions as selection


@pytest.mark.both
def test_selecting_holds_a_seat_and_offers_it_until_a_day(app):
    allocation = make_allocation(seats=2)
    nomination, until = make_nomination(allocation), soon()

    selection.select([nomination], by=make_acting(), offer_until=until)

    assert nomination.status is Status.SELECTED
    assert nomination.offer_until == until
    assert allocation.picture == picture_from_ledger(allocation) == Picture(offered=2, held=1)
    assert deeds(nomination) == ["selected"]


def test_selecting_more_than_there_are_seats_selects_nobody(app):
    allocation = make_allocation(seats=1)
    two = [make_nomination(allocation), make_nomination(allocation)]

    with pytest.raises(Refused, match="1 free seat"):
        selection.select(two, by=make_acting(), offer_until=soon())

    assert {it.status for it in two} == {Status.SUBMITTED}
    assert allocation.held == 0


def test_selecting_across_countries_is_all_or_nobody(app):
    run = make_run()
    has_seat, is_full = make_allocation(run, seats=1), make_allocation(run, seats=1)
    selection.select([make_nomination(is_full)], by=make_acting(), offer_until=soon())
    chosen = [make_nomination(has_seat), make_nomination(is_full)]

    with pytest.raises(Refused, match="reserve"):
        selection.select(chosen, by=make_acting(), offer_until=soon())

    assert {it.status for it in chosen} == {Status.SUBMITTED}
    assert has_seat.held == 0


def test_somebody_selected_meanwhile_is_not_selected_twice(app):
    nomination = make_nomination()
    selection.select([nomination], by=make_acting(), offer_until=soon())
    with pytest.raises(Refused, match="is selected"):
        selection.select([nomination], by=make_acting(), offer_until=soon())


def test_an_offer_ends_in_the_future(app):
    nomination = make_nomination()
    with pytest.raises(Refused, match="future"):
        selection.select([nomination], by=make_acting(), offer_until=clock.now())


@pytest.fixture
def floored(app):
    """A run with a women's floor of 50%, and one woman selected."""
    allocation = make_allocation(make_run(women_floor_percent=50), seats=5)
    woman = make_nomination(allocation, make_person(allocation.party, sex=Sex.WOMAN))
    selection.select([woman], by=make_acting(), offer_until=soon())
    return allocation


def nominee(allocation, sex):
    return make_nomination(allocation, make_person(allocation.party, sex=sex))


def test_going_below_the_womens_floor_needs_a_reason_and_rejects_nobody(floored):
    first, second = nominee(floored, Sex.MAN), nominee(floored, Sex.MAN)
    selection.select([first], by=make_acting(), offer_until=soon())

    with pytest.raises(Refused, match="1 of 3, below the floor of 50 per cent") as refusal:
        selection.select([second], by=make_acting(), offer_until=soon())
    assert refusal.value.field == "reason"
    assert second.status is Status.SUBMITTED

    selection.select([second], by=make_acting(), offer_until=soon(), reason="No other operator")
    assert second.status is Status.SELECTED
    entry = db.session.scalar(
        sa.select(Entry).where(Entry.thing_id == second.id, Entry.deed == "selected")
    )
    assert entry.reason == "No other operator"


def test_women_and_people_of_unknown_sex_never_go_below_the_floor(floored):
    for sex in (Sex.UNKNOWN, Sex.UNKNOWN, Sex.WOMAN):
        selection.select([nominee(floored, sex)], by=make_acting(), offer_until=soon())
    assert floored.held == 4


def test_the_reserve_of_a_country_is_ranked_and_can_be_changed(app):
    allocation, coordinator = make_allocation(), make_acting()
    three = [make_nomination(allocation) for _ in range(3)]
    selection.reserve(three, by=coordinator)
    assert [it.reserve_rank for it in three] == [1, 2, 3]
    selection.move_up(three[2], by=coordinator)
    assert [it.reserve_rank for it in three] == [1, 3, 2]
    selection.move_up(three[0], by=coordinator)
    assert [it.reserve_rank for it in three] == [1, 3, 2]


@pytest.mark.parametrize("step", ["returned", "found_ineligible"])
def test_returning_and_ineligible_need_a_reason(app, step):
    nomination = make_nomination()
    with pytest.raises(Refused, match="Give a reason"):
        selection.step([nomination], step, by=make_acting())
    selection.step([nomination], step, by=make_acting(), reason="Passport ends in June")
    assert nomination.reason == "Passport ends in June"


def test_a_step_for_many_is_taken_by_all_or_nobody(app):
    open_one, ended = make_nomination(), make_nomination(status=Status.WITHDRAWN)
    with pytest.raises(Refused, match="is withdrawn"):
        selection.step([open_one, ended], "not_selected", by=make_acting())
    assert open_one.status is Status.SUBMITTED
