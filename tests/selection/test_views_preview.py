"""What a decision would do is said before it is done, and nothing is saved over somebody else's."""

import re

import pytest

from tests.factories import (
    make_acting,
    make_allocation,
    make_focal_point,
    make_nomination,
    make_party,
    make_person,
    make_run,
)
from tests.selection.pages import all_of, fit, old, seen, stand, unstated, where
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Status
from tpp.people.rules import Sex
from tpp.scope import EVERYTHING, seeing
from tpp.seats.models import SeatAllocation
from tpp.selection import actions
from tpp.selection.rules.ticks import packed

# What it would do


def test_the_consequences_alone_are_a_small_answer(programme, kenya):
    two = [
        make_nomination(kenya, make_person(kenya.party, sex=sex)) for sex in (Sex.WOMAN, Sex.MAN)
    ]
    told = {"nomination": seen(*two), "step": "selected"}
    answer = programme.post(where(kenya, "selection/preview"), data=told)
    assert "If you select these 2" in answer.text
    assert "50%" in answer.text
    assert "<html" not in answer.text
    assert len(answer.data) < 15_000
    assert all_of(SeatAllocation)[0].held == 0


def test_invented_people_and_runs_are_said_not_to_be_written_to(programme, kenya, browser):
    real, invented = (
        make_nomination(kenya, make_person(kenya.party, is_demonstration=it))
        for it in (False, True)
    )
    told = {"nomination": seen(real, invented), "step": "selected"}
    page = programme.post(where(kenya, "selection/preview"), data=told).text
    assert "1 of them is invented and is not written to." in page
    assert "is written to, and the office sees the offer" in page
    office = browser(make_focal_point(kenya.party))
    mail = "invented: nothing is sent by mail"
    assert mail not in office.get(f"/nominations/{real.id}").text
    assert mail not in office.get(where(kenya, "nominations")).text
    assert mail in office.get(f"/nominations/{invented.id}").text

    shown = make_allocation(make_run(is_demonstration=True), make_party())
    its = make_nomination(shown)
    told = {"nomination": seen(its), "step": "selected"}
    page = programme.post(where(shown, "selection/preview"), data=told).text
    assert mail in page
    assert "is written to" not in page
    office = browser(make_focal_point(shown.party))
    for address in (f"/nominations/{its.id}", where(shown, "nominations")):
        assert mail in office.get(address).text


def test_the_share_of_each_office_is_told_before_and_after(programme, kenya):
    peru = make_allocation(kenya.offering, make_party(name="Peru"), seats=3)
    woman = make_nomination(kenya, make_person(kenya.party, sex=Sex.WOMAN))
    man = make_nomination(peru, make_person(peru.party, sex=Sex.MAN))
    told = {"nomination": seen(woman, man), "step": "selected"}
    page = programme.post(where(kenya, "selection/preview"), data=told).text
    assert "Seats of 2 offices" in page
    assert "3 free" in page


def test_an_unmet_rule_bars_from_selecting_and_says_which(programme, ruled):
    fine, barred = fit(ruled), old(ruled)
    told = {"nomination": seen(fine, barred), "do": "selected"}
    page = programme.post(where(ruled, "decisions"), data=told).text
    assert "A rule of the course is not met: Age 20 to 50 on the first day." in page
    assert "Select 1 and offer the place" in page
    alone = {"nomination": seen(barred), "confirm": "selected"}
    assert programme.post(where(ruled, "decisions"), data=alone).status_code == 422
    assert stand(barred) is Status.SUBMITTED


def test_what_is_not_known_bars_nobody_and_is_said(programme, ruled):
    somebody = unstated(ruled, name="Chebet")
    told = {"nomination": seen(somebody), "do": "selected"}
    page = programme.post(where(ruled, "decisions"), data=told).text
    assert "something the course asks is not known" in page
    done = told | {"confirm": "selected"}
    assert programme.post(where(ruled, "decisions"), data=done).status_code == 303
    assert stand(somebody) is Status.SELECTED


def test_whom_the_preview_leaves_stays_and_the_others_are_selected(programme, kenya):
    three = [make_nomination(kenya) for _ in range(3)]
    page = programme.post(
        where(kenya, "decisions"), data={"nomination": seen(*three), "do": "selected"}
    ).text
    fields = dict(re.findall(r'name="(previewed|only)" value="([^"]+)"', page))
    told = {"nomination": seen(*three), "confirm": "selected", **fields}
    assert programme.post(where(kenya, "decisions"), data=told).status_code == 303
    assert [it.status for it in all_of(Nomination)] == [
        Status.SELECTED,
        Status.SELECTED,
        Status.SUBMITTED,
    ]


def test_ticks_changed_after_the_preview_are_looked_at_again(programme, kenya):
    one, other = make_nomination(kenya), make_nomination(kenya)
    shown = packed({one.id: one.version})
    told = {"nomination": seen(one, other), "confirm": "selected", "previewed": shown}
    answer = programme.post(where(kenya, "decisions"), data=told | {"only": shown})
    assert answer.status_code == 422
    assert "Look at it again" in answer.text
    assert {it.status for it in all_of(Nomination)} == {Status.SUBMITTED}


# Two coordinators


@pytest.fixture
def overtaken(programme, browser, kenya):
    """Two nominees as one coordinator saw them, of whom another one has returned the first since."""
    first = make_nomination(kenya, make_person(kenya.party, name="Asha"))
    second = make_nomination(kenya, make_person(kenya.party, name="Baraka"))
    told = {"nomination": seen(first, second), "confirm": "selected"}
    other = make_acting()
    with seeing(EVERYTHING):
        actions.step([first], "returned", by=other, reason="Passport ends in June")
    return first, second, told, other


def test_a_decision_over_somebody_elses_shows_both_and_saves_nothing(programme, kenya, overtaken):
    first, second, told, other = overtaken
    answer = programme.post(where(kenya, "decisions"), data=told)
    assert answer.status_code == 409
    for words in ("Asha", "Passport ends in June", other.account_name, "Returned", "Selected"):
        assert words in answer.text
    assert (stand(first), stand(second)) == (Status.RETURNED, Status.SUBMITTED)
    assert all_of(SeatAllocation)[0].held == 0


def test_who_was_not_touched_is_saved_anew_in_one_tap(programme, kenya, overtaken):
    first, second, told, _other = overtaken
    page = programme.post(where(kenya, "decisions"), data=told).text
    form = page.split("Of the others")[0].split("<form")[-1]
    fields = dict(re.findall(r'name="(nomination|offer_until|reason)" value="([^"]*)"', form))
    assert fields["nomination"] == f"{second.id}:1"
    again = programme.post(where(kenya, "decisions"), data=fields | {"confirm": "selected"})
    assert again.status_code == 303
    assert (stand(first), stand(second)) == (Status.RETURNED, Status.SELECTED)
