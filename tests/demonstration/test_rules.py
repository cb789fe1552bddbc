"""Who and what is invented: names, plans and fates, without a database."""

import tomllib
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from tpp.demonstration.rules.courses import PAST, PRESENT
from tpp.demonstration.rules.fates import EACH_ONCE, Fate, hands
from tpp.demonstration.rules.names import WRITTEN, countries, draw_name
from tpp.demonstration.rules.places import CONTINENTS, draw_senders, venues
from tpp.demonstration.rules.programme import ELSEWHERE, plans
from tpp.letters import check_name
from tpp.people.rules import Sex

TODAY = date(2026, 11, 24)
SIZES = (80, 600, 2000, 6000)


def drawn(people, today=TODAY, seed=1):
    return plans(people, today, Random(seed))


def people_in(plan):
    return sum(len(sender.fates) for sender in plan.senders)


@pytest.mark.parametrize("country", countries())
@pytest.mark.parametrize("sex", Sex)
def test_every_country_invents_names_that_the_register_keeps_as_they_are(country, sex):
    for number in range(30):
        name = draw_name(Random(number), country, sex)
        assert check_name(name.latin) == name.latin
        assert bool(name.native) == (country in WRITTEN)
        assert bool(name.native) == bool(name.native_language)


def test_the_same_seed_invents_the_same_names():
    assert draw_name(Random(5), "KEN", Sex.WOMAN) == draw_name(Random(5), "KEN", Sex.WOMAN)


def test_every_country_lies_on_one_continent():
    listed = [code for continent in CONTINENTS for code in continent]

    assert sorted(listed) == sorted(countries())


@pytest.mark.parametrize("number", [1, 6, 20, 43])
@pytest.mark.parametrize("venue", venues())
def test_as_many_different_countries_are_asked_as_wanted(venue, number):
    senders = draw_senders(Random(3), venues()[venue], number)

    assert len(set(senders)) == len(senders) == number


def test_every_fate_is_dealt_once_before_any_is_dealt_at_random():
    first = [fate for hand in islice(hands(Random(1)), len(EACH_ONCE)) for fate in hand]

    assert set(first) == set(Fate)


@pytest.mark.parametrize("people", SIZES)
def test_plans_hold_exactly_the_people_asked_for_but_the_trainee_who_signs_in(people):
    assert sum(map(people_in, drawn(people))) == people - 1 - ELSEWHERE


@pytest.mark.parametrize("people", SIZES[1:3])
def test_a_run_has_about_thirty_people(people):
    sizes = [people_in(plan) for plan in drawn(people) if people_in(plan)]

    assert max(sizes) <= 32
    assert min(sizes) >= 20


def test_of_very_many_people_a_thousand_meet_online():
    assert max(map(people_in, drawn(6000))) >= 1000


@pytest.mark.parametrize("people", SIZES)
def test_seats_and_codes_stay_within_what_a_run_may_have(people):
    assert all(1 <= plan.seats <= 1000 for plan in drawn(people))


@pytest.mark.parametrize("people", SIZES)
def test_a_seat_that_becomes_free_is_taken_by_somebody_of_the_same_office(people):
    for plan in drawn(people):
        for sender in plan.senders:
            left = sum(fate in (Fate.DECLINES, Fate.LAPSES) for fate in sender.fates)
            assert left == sender.fates.count(Fate.MOVES_UP)
            assert sender.fates.count(Fate.REPLACED) == sender.fates.count(Fate.STANDS_IN)


@pytest.mark.parametrize("days", range(7))
def test_whatever_the_day_a_run_is_held_and_another_begins_today(days):
    today = TODAY + timedelta(days=days)
    runs = drawn(80, today)

    assert any(plan.starts_on < today < plan.ends_on for plan in runs)
    assert any(plan.starts_on == today for plan in runs)


def test_all_pillars_and_three_continents_have_had_runs():
    over = [plan for plan in drawn(600) if plan.ends_on < TODAY]
    hosts = {plan.venue.country for plan in over}

    assert sum(any(code in hosts for code in continent) for continent in CONTINENTS) >= 3
    assert {"HEE-B", "FMAC", "WOC"} <= {plan.taught.course for plan in over}


CATALOGUE = tomllib.loads((Path(__file__).parents[2] / "data/catalogue.toml").read_text("utf-8"))


def languages_demanded(course):
    [written] = [it for it in CATALOGUE["course"] if it["code"] == course]
    sets = CATALOGUE["eligibility"]["sets"]
    rules = [rule for name in written["eligibility_sets"] for rule in sets[name]]
    rules += written.get("eligibility", [])
    return {it["language"] for it in rules if it["rule"] == "language"}


@pytest.mark.parametrize("taught", [*PAST, *(it.taught for it in PRESENT)])
def test_nobody_must_know_a_language_in_which_the_run_is_not_held(taught):
    assert languages_demanded(taught.course) <= set(taught.languages)
