"""Figures against a world computed by hand, and against counting one by one."""

import random
from collections import defaultdict
from datetime import date

import pytest

from tests.factories import make_acting, make_allocation, make_party, make_run, make_version
from tests.reports.world import M, U, W, make_certificate, make_seat
from tpp.access import scope_of
from tpp.acting import Role
from tpp.catalogue.rules import Pillar
from tpp.db import transaction
from tpp.historical.actions import load_record
from tpp.historical.queries import figures
from tpp.nominations.rules import Share
from tpp.parties.actions import load_reference
from tpp.reports.queries.figures import nationalities, participation, runs_counted
from tpp.reports.queries.people_behind import how_many, page_behind
from tpp.reports.rules import STEPS, By, Narrowed, Step
from tpp.scope import seeing

EVERYBODY = Narrowed()


def seen_by(acting, narrowed=EVERYBODY, by=By.COUNTRY):
    with seeing(scope_of(acting)):
        return participation(acting, narrowed, by, "en")


def rows(found, step):
    return {row.label: row.counts[step] for row in found.rows}


@pytest.mark.both
def test_people_are_counted_by_country_at_each_step(world):
    found = seen_by(make_acting())
    assert rows(found, Step.NOMINATED) == {"Kenya": Share(3, 3, 1), "Peru": Share(0, 1, 1)}
    assert rows(found, Step.SELECTED) == {"Kenya": Share(2, 3, 1), "Peru": Share(0, 1, 0)}
    assert rows(found, Step.ARRIVED) == {"Kenya": Share(2, 1, 1), "Peru": Share(0, 1, 0)}
    assert rows(found, Step.COMPLETED) == {"Kenya": Share(1, 1, 1), "Peru": Share(0, 1, 0)}
    assert rows(found, Step.CERTIFIED) == {"Kenya": Share(1, 0, 1), "Peru": Share(0, 1, 0)}


@pytest.mark.both
def test_people_are_counted_by_pillar_in_the_order_of_the_programme(world):
    found = seen_by(make_acting(), by=By.PILLAR)
    assert [row.key for row in found.rows] == ["engineering", "medical"]
    assert rows(found, Step.NOMINATED) == {"engineering": Share(2, 3, 1), "medical": Share(1, 1, 1)}


@pytest.mark.both
def test_people_are_counted_by_the_year_in_which_the_run_begins(world):
    found = seen_by(make_acting(), by=By.YEAR)
    assert rows(found, Step.CERTIFIED) == {"2024": Share(1, 1, 0), "2025": Share(0, 0, 1)}


@pytest.mark.parametrize("by", By)
def test_whatever_they_are_shown_by_the_rows_add_up_to_the_same_total(world, by):
    found = seen_by(make_acting(), by=by)
    assert found.total[Step.NOMINATED] == Share(3, 4, 2)
    assert found.total[Step.CERTIFIED] == Share(1, 1, 1)


@pytest.mark.parametrize(
    ("narrowed", "arrived"),
    [
        (Narrowed(pillar="medical"), Share(0, 0, 1)),
        (Narrowed(since=2025), Share(0, 0, 1)),
        (Narrowed(until=2024), Share(2, 2, 0)),
        (Narrowed(since=2024, until=2024, country="PER"), Share(0, 1, 0)),
        (Narrowed(group="African Group"), Share(2, 1, 1)),
        (Narrowed(group="African Group", country="PER"), Share()),
        (Narrowed(country="JPN"), Share()),
    ],
)
def test_filters_narrow_what_is_counted(world, narrowed, arrived):
    for by in By:
        assert seen_by(make_acting(), narrowed, by).total[Step.ARRIVED] == arrived


def test_a_course_can_be_asked_for(world):
    code = world.medical.course_version.course.code
    assert seen_by(make_acting(), Narrowed(course=code)).total[Step.NOMINATED] == Share(1, 1, 1)


def test_one_person_in_two_runs_counts_twice(world):
    allocation = make_allocation(make_run(), world.peru)
    make_seat(allocation, M, "arrived", person=world.luz.person)
    assert rows(seen_by(make_acting()), Step.ARRIVED)["Peru"] == Share(0, 2, 0)


def test_a_person_counts_for_the_nationality_whoever_sent_them(world):
    allocation = make_allocation(make_run(), make_party(name="African Union"))
    make_seat(allocation, W, "arrived", nationality=world.peru)
    found = rows(seen_by(make_acting()), Step.ARRIVED)
    assert found["Peru"] == Share(1, 1, 0)
    assert "African Union" not in found


def test_a_certificate_of_participation_is_not_counted_as_certified(world):
    place = make_seat(make_allocation(make_run(), world.peru), W, "completed")
    make_certificate(place, kind="participation", number=900)
    found = rows(seen_by(make_acting()), Step.CERTIFIED)
    assert found["Peru"] == Share(0, 1, 0)


@pytest.mark.both
def test_a_focal_point_counts_its_own_people_only(world):
    found = seen_by(make_acting(Role.FOCAL_POINT, world.peru))
    assert rows(found, Step.NOMINATED) == {"Peru": Share(0, 1, 1)}
    assert found.total[Step.NOMINATED] == Share(0, 1, 1)


@pytest.mark.both
def test_a_supporter_counts_the_runs_that_it_supports_only(world):
    found = seen_by(make_acting(Role.SUPPORTER, world.japan))
    assert found.total[Step.NOMINATED] == Share(2, 3, 1)
    assert found.total == seen_by(make_acting(), Narrowed(pillar="engineering")).total
    for by in By:
        assert seen_by(make_acting(Role.SUPPORTER, world.japan), by=by).total == found.total


def test_a_supporter_of_nothing_counts_nobody(world):
    stranger = make_acting(Role.SUPPORTER, make_party())
    assert seen_by(stranger).total[Step.NOMINATED] == Share()
    with seeing(scope_of(stranger)):
        assert nationalities(stranger, "en") == []


@pytest.mark.parametrize("role", [Role.TRAINER, Role.TRAINEE, Role.ADMINISTRATOR])
def test_who_has_no_figures_counts_nobody_even_past_the_guard(world, role):
    assert seen_by(make_acting(role)).total[Step.NOMINATED] == Share()


def test_runs_are_counted_in_which_somebody_reached_the_step(world):
    programme = make_acting()
    make_run()
    assert runs_counted(programme, Narrowed(), Step.ARRIVED) == 2
    assert runs_counted(programme, Narrowed(country="PER"), Step.ARRIVED) == 1
    assert runs_counted(programme, Narrowed(pillar="medical"), Step.ARRIVED) == 1
    assert runs_counted(programme, Narrowed(until=2023), Step.ARRIVED) == 0


@pytest.mark.parametrize("step", STEPS.values())
def test_the_list_behind_a_figure_has_as_many_lines_as_the_figure_says(world, step):
    programme, total = make_acting(), seen_by(make_acting()).total[step]
    for sex, number in ((W, total.women), (M, total.men), (U, total.unknown), (None, total.people)):
        page, _parties = page_behind(programme, Narrowed(), step, sex, 1)
        assert len(page.items) == page.total == number


def test_the_list_behind_a_figure_is_as_narrow_as_the_figure(world):
    page, _ = page_behind(make_acting(), Narrowed(country="PER"), Step.ARRIVED, None, 1)
    assert [line.name for line in page.items] == ["Luz Canary-Peru"]


def test_a_page_beyond_the_last_is_the_last(world):
    page, _ = page_behind(make_acting(), Narrowed(), Step.ARRIVED, None, 10**6)
    assert (page.page, len(page.items)) == (1, 5)


def test_recorded_figures_never_hold_what_the_historical_record_reports(world):
    load_reference()
    before = seen_by(make_acting())
    load_record()
    assert figures().runs == 30
    assert seen_by(make_acting()) == before
    for by in By:
        assert seen_by(make_acting(), by=by).total == before.total


def test_figures_equal_counting_one_by_one(app):
    """A world drawn at random, and every filter on it, against a plain loop over what was drawn."""
    draw = random.Random(2026)
    seats = drawn_world(draw)
    for narrowed in every_filter():
        for by in By:
            found = seen_by(make_acting_once(), narrowed, by)
            assert as_numbers(found) == brute_force(seats, narrowed, by), (narrowed, by)
            for step in STEPS.values():
                people = sum(number[step].people for number in as_numbers(found).values())
                assert how_many(make_acting_once(), narrowed, step, None) == people


PROGRAMME = []
GROUPS = {"AAA": "African Group", "BBB": "African Group", "CCC": "Asia-Pacific Group"}
REACHED = {
    "draft": 0,
    "nominated": 1,
    "selected": 3,
    "no_show": 3,
    "arrived": 7,
    "completed": 15,
    "certified": 31,
}


def make_acting_once():
    if not PROGRAMME:
        PROGRAMME.append(make_acting())
    return PROGRAMME[0]


def drawn_world(draw):
    seats = []
    PROGRAMME.clear()
    with transaction():
        parties = [make_party(code=code, regional_group=group) for code, group in GROUPS.items()]
        for pillar, year in (("engineering", 2023), ("medical", 2024), ("engineering", 2024)):
            run = make_run(
                make_version(Pillar(pillar)),
                starts_on=date(year, 12, 31),
                ends_on=date(year + 1, 2, 1),
                seats=90,
            )
            for party in parties:
                allocation = make_allocation(run, party, seats=20)
                for _ in range(draw.randint(0, 7)):
                    sex, reached = draw.choice((W, M, U)), draw.choice(list(REACHED))
                    make_seat(allocation, sex, reached)
                    seats.append((party.code, pillar, year, sex, REACHED[reached]))
    return seats


def every_filter():
    for pillar in (None, "engineering", "medical", "c4isr"):
        for since, until in ((None, None), (2024, None), (None, 2023), (2023, 2024)):
            for country, group in ((None, None), ("BBB", None), (None, "African Group")):
                yield Narrowed(
                    pillar=pillar, since=since, until=until, country=country, group=group
                )


def brute_force(seats, narrowed, by):
    numbers = defaultdict(lambda: dict.fromkeys(STEPS.values(), Share()))
    for code, pillar, year, sex, reached in seats:
        if narrowed.pillar not in (None, pillar) or narrowed.country not in (None, code):
            continue
        if narrowed.group not in (None, GROUPS[code]):
            continue
        if year < (narrowed.since or 0) or year > (narrowed.until or 9999):
            continue
        key = {By.COUNTRY: code, By.PILLAR: pillar, By.YEAR: str(year)}[by]
        one = Share(women=int(sex is W), men=int(sex is M), unknown=int(sex is U))
        numbers[key] = {
            step: count + one if reached & step else count for step, count in numbers[key].items()
        }
    return dict(numbers)


def as_numbers(found):
    return {row.key: row.counts for row in found.rows}
