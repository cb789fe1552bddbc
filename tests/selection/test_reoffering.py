"""Free seats are proposed to whoever waits; nothing is offered before somebody accepts it."""

import re

import pytest
import sqlalchemy as sa

from tests.factories import (
    make_acting,
    make_allocation,
    make_focal_point,
    make_nomination,
    make_party,
    make_person,
    make_run,
)
from tpp.acting import Role
from tpp.db import db, transaction
from tpp.errors import Refused
from tpp.nominations.rules import Status
from tpp.offerings.rules import Status as RunStatus
from tpp.people.rules import Sex
from tpp.scope import EVERYTHING, see
from tpp.seats import actions as seats
from tpp.seats import queries as seat_queries
from tpp.seats.models import SeatAllocation, SeatEntry
from tpp.seats.rules import Deed
from tpp.selection.actions import reoffering as actions
from tpp.selection.queries.reoffering import order_now, proposal
from tpp.selection.rules.reoffering import Criterion, Redrawn


def wait(allocation, number, sex=Sex.UNKNOWN):
    for rank in range(1, number + 1):
        person = make_person(allocation.party, sex=sex, name=f"Canary{allocation.party.code}{rank}")
        make_nomination(allocation, person, Status.RESERVE, reserve_rank=rank)


@pytest.fixture
def kenya(app):
    """Two seats of a run of six are offered; two of Kenya and one of Peru wait on reserve."""
    run = make_run(seats=6)
    kenya = make_allocation(run, make_party(code="KEN", name="Kenya"), seats=1)
    peru = make_allocation(run, make_party(code="PER", name="Peru"), seats=1)
    with transaction():
        for it in (kenya, peru):
            seats.hold(it.id, by=make_acting())
    wait(kenya, 2, Sex.WOMAN)
    wait(peru, 1, Sex.MAN)
    return kenya


def offered(allocation):
    see(EVERYTHING)
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(SeatAllocation, allocation.id).offered


@pytest.mark.both
def test_accepted_lines_are_ordinary_offers_whose_reason_names_the_rule(kenya):
    run = kenya.offering
    now = proposal(run)
    assert {now.offices[it.party_id].code: it.seats for it in now.lines} == {"KEN": 2, "PER": 1}
    assert (now.pool, now.left) == (4, 1)

    given = actions.accept(run, {kenya.party_id: 1}, picture=now.picture, by=make_acting())

    assert given == 1
    assert offered(kenya) == 2
    last = db.session.scalars(sa.select(SeatEntry).order_by(SeatEntry.id.desc())).first()
    assert (last.deed, last.offered) == (Deed.OFFERED, 1)
    assert last.reason.startswith("Re-offered by rule: women's share")
    assert seat_queries.first_difference() is None


@pytest.mark.both
@pytest.mark.parametrize("change", ["seats", "reserve", "order"])
def test_a_proposal_that_rests_on_something_else_now_is_not_carried_out(kenya, change):
    run, by = kenya.offering, make_acting()
    seen = proposal(run).picture
    if change == "seats":
        seats.allocate(run, make_party(), 1, by=by)
    elif change == "reserve":
        wait(kenya, 1)
    else:
        actions.set_order([Criterion.USE], by=by, reason="Tried out")
    with pytest.raises(Redrawn):
        actions.accept(run, {kenya.party_id: 1}, picture=seen, by=by)
    assert offered(kenya) == 1


def test_more_than_the_pool_is_not_offered(kenya):
    now = proposal(kenya.offering)
    with pytest.raises(Refused, match="4 seats are offered to nobody"):
        actions.accept(kenya.offering, {kenya.party_id: 5}, picture=now.picture, by=make_acting())
    assert offered(kenya) == 1


def test_past_runs_tell_who_filled_the_seats_that_it_kept(kenya):
    past = make_run(status=RunStatus.CLOSED)
    make_allocation(past, kenya.party, seats=4, filled=3, released=2)
    office = proposal(kenya.offering).offices[kenya.party_id]
    assert (office.kept, office.filled) == (4, 3)


def test_the_order_that_was_set_last_stands_with_its_author_and_day(app):
    assert order_now().set_by == ""
    by = make_acting()
    actions.set_order([Criterion.WOMEN, Criterion.USE], by=by, reason="Women first")
    order = order_now()
    assert order.criteria == (Criterion.WOMEN, Criterion.USE)
    assert (order.set_by, order.set_on is not None) == (by.account_name, True)


def picture_on(page):
    return re.search(r'name="picture" value="(\w+)"', page).group(1)


def test_a_coordinator_accepts_line_by_line(browser, kenya):
    office, where = browser(make_acting()), f"/runs/{kenya.offering.code}/seats/proposal"
    page = office.get(where).text
    assert "4 seats of this run are offered to nobody" in page
    assert "1 seat: nobody waits for it." in page
    assert "not United Nations policy" in page
    assert "checked" not in page

    sent = {"picture": picture_on(page), "give": "KEN", "seats-KEN": "2", "seats-PER": "1"}
    answer = office.post(where, data=sent)
    assert answer.status_code == 303
    assert "2 seats are offered." in office.get(answer.location).text
    assert offered(kenya) == 3
    assert office.post(where, data=sent).status_code == 409
    assert offered(kenya) == 3


@pytest.mark.parametrize(
    ("typed", "words"), [("x", "whole number"), ("99", "these are more"), ("0", "at least one")]
)
def test_a_number_that_cannot_be_offered_comes_back_with_what_was_typed(
    browser, kenya, typed, words
):
    office, where = browser(make_acting()), f"/runs/{kenya.offering.code}/seats/proposal"
    sent = {"picture": picture_on(office.get(where).text), "give": "KEN", "seats-KEN": typed}
    answer = office.post(where, data=sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{typed}"' in answer.text
    assert offered(kenya) == 1


def test_another_change_meanwhile_shows_both(browser, kenya):
    office, where = browser(make_acting()), f"/runs/{kenya.offering.code}/seats/proposal"
    sent = {"picture": picture_on(office.get(where).text), "give": ["KEN", "PER"]}
    sent |= {"seats-KEN": "1", "seats-PER": "1"}
    seats.allocate(kenya.offering, make_party(), 3, by=make_acting())
    answer = office.post(where, data=sent)
    assert answer.status_code == 409
    assert "Nothing was offered" in answer.text
    assert "not in the proposal any more" in answer.text
    assert offered(kenya) == 1
    again = sent | {"picture": picture_on(answer.text), "give": "KEN"}
    assert office.post(where, data=again).status_code == 303
    assert offered(kenya) == 2


def test_an_auditor_reads_the_proposal_and_an_office_does_not(browser, kenya):
    where = f"/runs/{kenya.offering.code}/seats/proposal"
    auditor = browser(make_acting(Role.AUDITOR))
    page = auditor.get(where)
    assert page.status_code == 200
    assert 'name="give"' not in page.text
    assert auditor.post(where, data={"give": "KEN"}).status_code == 403
    assert browser(make_focal_point(kenya.party)).get(where).status_code == 403


def test_the_order_of_the_rules_is_set_on_its_page(browser, app):
    office = browser(make_acting())
    assert "The default of this register." in office.get("/seats/order").text
    twice = {"first": "past_use", "second": "past_use", "reason": "Tried"}
    assert "one place only" in office.post("/seats/order", data=twice).text
    assert office.post("/seats/order", data={"first": "past_use"}).status_code == 422
    sent = {"first": "womens_share", "second": "past_use", "reason": "Women first"}
    assert office.post("/seats/order", data=sent).status_code == 303
    assert [it.value for it in order_now().criteria] == ["womens_share", "past_use"]
    assert "Women first" in office.get("/seats/order").text


@pytest.mark.parametrize("status", [RunStatus.CANCELLED, RunStatus.POSTPONED])
def test_nothing_is_proposed_in_a_run_that_does_not_take_place(browser, kenya, status):
    office, where = browser(make_acting()), f"/runs/{kenya.offering.code}/seats/proposal"
    picture = picture_on(office.get(where).text)
    with transaction():
        db.session.merge(kenya.offering).status = status
    page = office.get(where).text
    assert f"This run is {status}." in page
    assert "Offer the ticked seats" not in page
    assert "Proposed seats by country" not in page
    sent = {"picture": picture, "give": "KEN", "seats-KEN": "2"}
    answer = office.post(where, data=sent)
    assert (answer.status_code, "cannot change now" in answer.text) == (422, True)
    assert offered(kenya) == 1
