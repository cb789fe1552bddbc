"""Selecting on the page: what it would do is said first, and nothing is saved over somebody else's."""

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.factories import (
    make_acting,
    make_allocation,
    make_enrolment,
    make_focal_point,
    make_nomination,
    make_outcome,
    make_party,
    make_person,
    make_run,
)
from tpp import clock
from tpp.acting import Role
from tpp.assessments.rules import Status as Outcome
from tpp.db import db, transaction
from tpp.enrolments.rules import Status as Place
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Status
from tpp.people.rules import Sex
from tpp.scope import EVERYTHING, see, seeing
from tpp.seats.models import SeatAllocation
from tpp.selection import actions
from tpp.selection.rules.ticks import packed


def where(allocation, rest="selection"):
    return f"/runs/{allocation.offering.code}/{rest}"


def all_of(model):
    see(EVERYTHING)
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(model).order_by(model.id).all()


def stand(nomination):
    return next(it.status for it in all_of(Nomination) if it.id == nomination.id)


def seen(*nominations):
    return [f"{it.id}:{it.version}" for it in nominations]


def ticked_in(page):
    boxes = re.findall(r'<input[^>]*name="nomination"[^>]*>', page)
    return [int(re.search(r'value="(\d+)', it)[1]) for it in boxes if "checked" in it]


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


# What is shown


def test_the_old_address_leads_to_the_selection(programme, kenya):
    answer = programme.get(where(kenya, "nominations?show=reserve"))
    assert answer.status_code == 302
    assert answer.location.endswith(where(kenya, "selection?show=reserve"))


@pytest.mark.parametrize("role", [Role.TRAINER, Role.SUPPORTER, Role.TRAINEE, Role.ADMINISTRATOR])
def test_the_selection_is_for_the_programme_office_alone(browser, kenya, role):
    make_nomination(kenya, make_person(kenya.party, name="Asha"))
    client = browser(make_acting(role, runs=[kenya.offering] if role is Role.TRAINER else ()))
    for address in (where(kenya), where(kenya, "funnel")):
        answer = client.get(address)
        assert answer.status_code in (403, 404)
        assert "Asha" not in answer.text
    assert client.post(where(kenya, "selection/preview"), data={}).status_code in (403, 404)


def test_an_office_reads_nothing_of_the_selection(office, kenya):
    peru = make_allocation(kenya.offering, make_party(name="Peru"))
    make_nomination(peru, make_person(peru.party, name="Luz Quispe"))
    assert office.get(where(kenya)).status_code == 403
    assert office.post(where(kenya, "selection/preview"), data={}).status_code == 403


def test_an_auditor_reads_it_and_finds_no_button(browser, kenya):
    make_nomination(kenya, make_person(kenya.party, name="Asha"))
    page = browser(make_acting(Role.AUDITOR)).get(where(kenya)).text
    assert "Asha" in page
    assert 'name="one"' not in page
    assert 'name="do" value="selected"' not in page


def test_verdicts_stand_beside_each_nominee_in_words(programme, ruled):
    fit(ruled, name="Asha")
    old(ruled, name="Baraka")
    page = programme.get(where(ruled)).text
    assert page.count('class="visually-hidden">met') == 3
    assert "not met, Age on the first day: 66." in page
    assert "Service left" in page


def fit(allocation, **given):
    facts = {"born_on": date(1995, 5, 1), "serves_until": date(2035, 1, 1)}
    return make_nomination(allocation, make_person(allocation.party, **facts | given))


def old(allocation, **given):
    return fit(allocation, born_on=date(1960, 5, 1), **given)


def unstated(allocation, **given):
    return fit(allocation, serves_until=None, **given)


def test_nominees_are_narrowed_by_what_stands_against_them(programme, ruled):
    fit(ruled, name="Asha"), old(ruled, name="Baraka"), unstated(ruled, name="Chebet")
    for kind, name in (("fit", "Asha"), ("barred", "Baraka"), ("unknown", "Chebet")):
        page = programme.get(where(ruled, f"selection?fit={kind}")).text
        assert [it for it in ("Asha", "Baraka", "Chebet") if it in page] == [name]
    assert programme.get(where(ruled, "selection?fit=nearly")).status_code == 404


def test_what_somebody_took_part_in_before_is_told_with_its_end(programme, kenya):
    person = make_person(kenya.party, name="Asha")
    earlier = make_run(kenya.offering.course_version, starts_on=date(2024, 3, 1))
    place = make_enrolment(make_allocation(earlier, kenya.party), person, Place.FINISHED)
    make_outcome(place, Outcome.FAILED)
    missed = make_allocation(make_run(starts_on=date(2025, 3, 1)), kenya.party)
    make_enrolment(missed, person, Place.NO_SHOW)
    nomination = make_nomination(kenya, person)

    page = programme.get(where(kenya)).text
    assert "did not arrive" in page
    assert "failed" in page

    told = {"nomination": seen(nomination), "step": "selected"}
    preview = programme.post(where(kenya, "selection/preview"), data=told).text
    assert "2025: did not arrive" in preview


# Ticking


def test_ticks_outlive_other_pages_and_filters(programme, kenya):
    people = [make_nomination(kenya) for _ in range(45)]
    first, last = people[0], people[-1]
    turned = programme.post(
        where(kenya, "decisions"), data={"nomination": seen(first), "do": "page:2", "q": ""}
    )
    assert turned.status_code == 303
    second_page = programme.get(turned.location).text
    assert f'value="{first.id}:' not in second_page
    others = re.search(r'name="others" value="([^"]+)"', second_page)[1]
    assert "If you select this one" in second_page
    back = programme.post(
        where(kenya, "decisions"),
        data={"nomination": seen(last), "others": others, "do": "filter", "show": "to_decide"},
    )
    page = programme.get(back.location).text
    assert ticked_in(page) == [first.id]
    assert "If you select these 2" in page


def test_an_address_with_nonsense_for_ticks_ticks_nobody(programme, kenya):
    make_nomination(kenya)
    for word in ("zzzzzzzzzzzz", "1-1-1", "-", "a.." + "1." * 900):
        page = programme.get(where(kenya, f"selection?ticked={word}"))
        assert page.status_code == 200
        assert ticked_in(page.text) == []
    assert programme.get(where(kenya, "selection?step=promoted")).status_code == 400


def test_only_those_whom_nothing_stands_against_are_ticked_within_the_seats(programme, ruled):
    fine, _barred, _unknown = fit(ruled), old(ruled), unstated(ruled)
    page = programme.post(where(ruled, "decisions"), data={"do": "tick"}).text
    assert ticked_in(page) == [fine.id]


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
