"""Offers, the reserve, and the funnel of women."""

import re
from datetime import timedelta

import pytest

from tests.factories import (
    make_acting,
    make_allocation,
    make_enrolment,
    make_focal_point,
    make_nomination,
    make_party,
    make_person,
)
from tests.selection.pages import all_of, stand, where
from tpp import clock
from tpp.db import transaction
from tpp.enrolments.rules import Status as Place
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Status
from tpp.people.rules import Sex
from tpp.seats.models import SeatAllocation
from tpp.selection import actions

# Offers and the reserve


def offered(kenya, **given):
    nomination = make_nomination(kenya, make_person(kenya.party, **given))
    actions.select([nomination], by=make_acting(), offer_until=clock.now() + timedelta(days=7))
    return nomination


def test_an_offer_is_given_more_time(programme, kenya):
    nomination = offered(kenya)
    before = nomination.offer_until
    day = (clock.now() + timedelta(days=20)).date()
    told = {"one": f"extended:{nomination.id}:{nomination.version}", "confirm": "extended"}
    told["offer_until"] = day.isoformat()
    assert programme.post(where(kenya, "decisions"), data=told).status_code == 303
    [now] = all_of(Nomination)
    assert now.offer_until > before
    assert now.status is Status.SELECTED
    told["one"] = f"extended:{now.id}:{now.version}"
    told["offer_until"] = (clock.now() + timedelta(days=2)).date().isoformat()
    earlier = programme.post(where(kenya, "decisions"), data=told)
    assert earlier.status_code == 422
    assert "Choose a later day" in earlier.text


def test_an_offer_is_ended_with_a_reason_and_the_seat_is_free(programme, kenya):
    nomination = offered(kenya)
    told = {"one": f"lapsed:{nomination.id}:{nomination.version}", "confirm": "lapsed"}
    assert programme.post(where(kenya, "decisions"), data=told).status_code == 422
    told["reason"] = "The office asked for it"
    assert programme.post(where(kenya, "decisions"), data=told).status_code == 303
    assert stand(nomination) is Status.LAPSED
    assert all_of(SeatAllocation)[0].picture.free == 2


def test_a_free_seat_is_proposed_to_the_next_on_reserve_and_offered_in_one_tap(programme, kenya):
    two = [offered(kenya), offered(kenya)]
    waiting = [
        make_nomination(kenya, make_person(kenya.party, name=it)) for it in ("Asha", "Bahati")
    ]
    actions.reserve(waiting, by=make_acting())
    assert "A seat is free" not in programme.get(where(kenya)).text

    actions.decline(two[0], by=make_acting(), reason="Deployed")
    page = programme.get(where(kenya)).text
    proposal = page.split("A seat is free")[1]
    assert "Asha" in proposal
    assert "Bahati" not in proposal
    assert stand(waiting[0]) is Status.RESERVE

    field = re.search(r'name="one" value="(selected:[^"]+)"', proposal)[1]
    told = {"one": field, "confirm": "selected"}
    assert programme.post(where(kenya, "decisions"), data=told).status_code == 303
    assert (stand(waiting[0]), stand(waiting[1])) == (Status.SELECTED, Status.RESERVE)


def test_the_reserve_is_moved_down_on_the_page(programme, kenya):
    two = [make_nomination(kenya).id, make_nomination(kenya).id]
    programme.post(where(kenya, "decisions"), data={"nomination": two, "confirm": "put_on_reserve"})
    programme.post(f"/nominations/{two[0]}/rank?way=down")
    assert {it.id: it.reserve_rank for it in all_of(Nomination)} == {two[0]: 2, two[1]: 1}


# The funnel


@pytest.fixture
def counted(kenya):
    """Kenya: a woman arrived, a man accepted, a woman and somebody unknown put forward. Peru: a man."""
    run, party = kenya.offering, kenya.party
    with transaction():
        run.women_floor_percent = 50
    make_enrolment(kenya, make_person(party, sex=Sex.WOMAN), Place.ARRIVED)
    make_enrolment(kenya, make_person(party, sex=Sex.MAN), Place.CONFIRMED)
    make_nomination(kenya, make_person(party, sex=Sex.WOMAN))
    make_nomination(kenya, make_person(party, sex=Sex.UNKNOWN))
    peru = make_allocation(run, make_party(name="Peru"), seats=3)
    man = make_nomination(peru, make_person(peru.party, sex=Sex.MAN))
    until = clock.now() + timedelta(days=7)
    reason = "Peru named no woman"
    actions.select([man], by=make_acting(), offer_until=until, reason=reason)
    return run


def steps_on(page):
    picture = page.split("From nomination to arrival</caption>")[1].split("</table>")[0]
    return re.findall(r'aria-label="([^"]+)"', picture)


def test_the_funnel_counts_women_men_and_unknown_at_each_step(programme, kenya, counted):
    page = programme.get(where(kenya, "funnel")).text
    assert steps_on(page) == [
        "Nominated: women 2, not women 2, not known 1",
        "Selected: women 1, not women 2, not known 0",
        "Accepted: women 1, not women 1, not known 0",
        "Arrived: women 1, not women 0, not known 0",
    ]
    assert "Peru named no woman" in page
    assert "women 1 of 3, floor 50%" in page


def test_an_office_reads_its_own_line_of_the_funnel_alone(office, kenya, counted):
    page = office.get(where(kenya, "funnel")).text
    assert steps_on(page) == [
        "Nominated: women 2, not women 1, not known 1",
        "Selected: women 1, not women 1, not known 0",
        "Accepted: women 1, not women 1, not known 0",
        "Arrived: women 1, not women 0, not known 0",
    ]
    assert "Peru" not in page
    assert "named no woman" not in page


def test_an_office_that_sends_nobody_to_a_run_finds_no_funnel_of_it(browser, kenya, counted):
    stranger = browser(make_focal_point(make_party()))
    answer = stranger.get(where(kenya, "funnel"))
    assert answer.status_code == 404 or "Peru" not in answer.text
