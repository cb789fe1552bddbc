"""Selecting on the page: what it would do is said first, and nothing is saved over somebody else's."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from tests.factories import (
    make_acting,
    make_allocation,
    make_nomination,
    make_person,
    make_run,
)
from tests.selection.pages import all_of, ticked_in, where
from tpp import clock
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Status
from tpp.people.rules import Sex
from tpp.seats.models import SeatAllocation


def test_an_office_cannot_decide(office, kenya):
    nomination = make_nomination(kenya)
    words = {"one": f"selected:{nomination.id}", "confirm": "selected"}
    assert office.post(where(kenya, "decisions"), data=words).status_code == 403


def test_a_preview_says_what_selecting_would_do_and_does_nothing(programme, kenya):
    woman = make_nomination(kenya, make_person(kenya.party, name="Faith", sex=Sex.WOMAN))
    words = {"nomination": [woman.id], "do": "selected"}
    page = programme.post(where(kenya, "decisions"), data=words)
    assert page.status_code == 200
    assert "Select 1 and offer the place" in page.text
    assert "100%" in page.text
    assert [it.status for it in all_of(Nomination)] == [Status.SUBMITTED]


def test_ticked_nominees_are_selected_with_an_offer_until_the_end_of_a_day(programme, kenya):
    two = [make_nomination(kenya).id, make_nomination(kenya).id]
    day = (clock.now() + timedelta(days=10)).date()
    words = {"nomination": two, "confirm": "selected", "offer_until": day.isoformat()}
    assert programme.post(where(kenya, "decisions"), data=words).status_code == 303
    found = all_of(Nomination)
    assert {it.status for it in found} == {Status.SELECTED}
    until = found[0].offer_until.astimezone(ZoneInfo("Africa/Nairobi"))
    assert (until.date(), until.hour, until.minute) == (day, 23, 59)
    assert all_of(SeatAllocation)[0].held == 2


def test_all_within_seats_are_ticked_in_the_order_of_the_office(programme, kenya):
    first, second, _third = (
        make_nomination(kenya, submitted_at=clock.now() + timedelta(minutes=n)) for n in range(3)
    )
    page = programme.post(where(kenya, "decisions"), data={"do": "tick"}).text
    assert ticked_in(page) == [first.id, second.id]
    assert "Select 2 and offer the places" in page


def test_who_has_no_seat_is_named_before_anything_is_done(programme, kenya):
    three = [make_nomination(kenya).id for _ in range(3)]
    page = programme.post(
        where(kenya, "decisions"), data={"nomination": three, "do": "selected"}
    ).text
    assert "No seat of this country is free" in page
    assert "Select 2 and offer the places" in page
    confirmed = programme.post(
        where(kenya, "decisions"), data={"nomination": three, "confirm": "selected"}
    )
    assert confirmed.status_code == 422
    assert "2 free seats" in confirmed.text
    assert {it.status for it in all_of(Nomination)} == {Status.SUBMITTED}


def test_somebody_decided_meanwhile_is_named_and_nothing_changes(programme, kenya):
    nomination = make_nomination(kenya, status=Status.WITHDRAWN)
    words = {"nomination": [nomination.id], "confirm": "selected"}
    answer = programme.post(where(kenya, "decisions"), data=words)
    assert answer.status_code == 422
    assert "is withdrawn and cannot be selected" in answer.text


def test_below_the_womens_floor_a_reason_is_asked_and_recorded(browser):
    allocation = make_allocation(make_run(women_floor_percent=50), seats=2)
    man = make_nomination(allocation, make_person(allocation.party, sex=Sex.MAN))
    programme = browser(make_acting())
    words = {"nomination": [man.id], "confirm": "selected"}
    answer = programme.post(where(allocation, "decisions"), data=words)
    assert answer.status_code == 422
    assert "nobody is rejected" in answer.text
    answer = programme.post(
        where(allocation, "decisions"), data=words | {"reason": "No other operator"}
    )
    assert answer.status_code == 303
    assert "No other operator" in programme.get(f"/nominations/{man.id}").text


def test_returning_needs_a_reason_which_the_office_reads(programme, office, kenya):
    nomination = make_nomination(kenya)
    words = {"one": f"returned:{nomination.id}", "confirm": "returned"}
    assert programme.post(where(kenya, "decisions"), data=words).status_code == 422
    words |= {"reason": "Passport ends in June"}
    assert programme.post(where(kenya, "decisions"), data=words).status_code == 303
    assert "Passport ends in June" in office.get(where(kenya, "nominations")).text


def test_nothing_ticked_is_said_and_an_unknown_step_is_bad(programme, kenya):
    make_nomination(kenya)
    empty = programme.post(where(kenya, "decisions"), data={"do": "selected"})
    assert empty.status_code == 422
    assert "Tick at least one" in empty.text
    assert programme.post(where(kenya, "decisions"), data={"do": "promoted"}).status_code == 400
    odd = {"nomination": ["x", "-1", "9" * 30], "do": "selected"}
    assert programme.post(where(kenya, "decisions"), data=odd).status_code == 422


def test_the_reserve_is_moved_up_on_the_page(programme, kenya):
    two = [make_nomination(kenya).id, make_nomination(kenya).id]
    programme.post(where(kenya, "decisions"), data={"nomination": two, "confirm": "put_on_reserve"})
    programme.post(f"/nominations/{two[1]}/rank")
    assert {it.id: it.reserve_rank for it in all_of(Nomination)} == {two[0]: 2, two[1]: 1}
