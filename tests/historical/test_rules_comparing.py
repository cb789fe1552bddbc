"""A published total is compared only with runs that certainly belong to it."""

import pytest

from tpp.catalogue.rules import Pillar
from tpp.errors import Refused
from tpp.historical.rules.comparing import compare
from tpp.historical.rules.dates import partial_date
from tpp.historical.rules.published import COLUMNS, Facts, published
from tpp.historical.rules.reading import Line

ASIA = "Japan HEE Asia: trainees in 3 runs"
KENYA = "Kenya: TPP personnel trained in 27 events hosted since 2015"
WOMEN = "Women's Outreach Courses: women trained in 6 courses"


def figure(metric=ASIA, as_of="2022-07", value="56", unit="people"):
    cells = dict.fromkeys(COLUMNS, "") | {
        "metric": metric,
        "as_of": as_of,
        "value": value,
        "unit": unit,
        "source_url": "https://a.example/",
    }
    return published(Line(2, cells))


def run(run_id="R1", start="2019-11-04", end="", year=2019, **given):
    facts = {
        "course": "HEE Operators",
        "pillars": frozenset([Pillar.ENGINEERING]),
        "hosts": frozenset(["VNM"]),
        "host_groups": frozenset(["Asia-Pacific Group"]),
        "supporters": frozenset(["JPN"]),
        "reported": None,
        "approximate": None,
        "planned": None,
        "unstated": None,
        "women": None,
        "sources": (),
    }
    return Facts(
        run_id=run_id,
        year=year,
        start=partial_date(start),
        end=partial_date(end),
        **facts | given,
    )


def test_the_difference_is_between_what_was_published_and_what_was_reported():
    it = compare(figure(), [run("R1", reported=20), run("R2", reported=20), run("R3", planned=16)])

    assert (it.reported, it.approximate, it.planned, it.difference) == (40, None, 16, 16)
    assert [fact.run_id for fact in it.with_number] == ["R1", "R2"]


def test_without_a_reported_number_there_is_no_difference():
    it = compare(figure(), [run("R1"), run("R2", planned=16)])

    assert (it.reported, it.difference) == (None, None)
    assert [fact.run_id for fact in it.without_number] == ["R1"]


def test_a_weaker_number_counts_only_where_no_better_one_is_known():
    it = compare(figure(), [run(reported=19, planned=21)])

    assert (it.reported, it.planned) == (19, None)


@pytest.mark.parametrize(
    "other",
    [
        {"supporters": frozenset(["KOR"])},
        {"host_groups": frozenset(["African Group"])},
        {"course": "Construction Process Management (CPM)"},
        {"start": "2022-08-08", "year": 2022},
    ],
)
def test_runs_of_another_scope_do_not_count(other):
    it = compare(figure(), [run(reported=20, **other)])

    assert it.runs == it.undecided == ()


@pytest.mark.parametrize("inexact", [{"start": "2022", "year": 2022}, {"start": "", "year": None}])
def test_a_run_with_an_inexact_date_is_named_and_not_counted(inexact):
    it = compare(figure(), [run(reported=20, **inexact)])

    assert it.runs == ()
    assert [fact.run_id for fact in it.undecided] == ["R1"]
    assert it.reported is None


def test_the_end_of_a_run_tells_by_when_it_had_begun():
    it = compare(figure(), [run(reported=20, start="", end="2022-06", year=2022)])

    assert it.reported == 20


def test_women_are_counted_where_the_total_counts_women():
    course = "Women's Outreach Course (WOC) - 1st"
    it = compare(
        figure(WOMEN, "2022 (undated page)", "177"),
        [run("R1", course=course, reported=40, women=39), run("R2", course=course, reported=30)],
    )

    assert (it.reported, it.difference) == (39, 138)
    assert [fact.run_id for fact in it.without_number] == ["R2"]


def test_a_remark_behind_the_date_does_not_hide_the_date():
    it = compare(
        figure(KENYA, "2025 (date left '[TBD]' on the page)", "611"),
        [run(hosts=frozenset(["KEN"]), reported=34)],
    )

    assert it.difference == 577


@pytest.mark.parametrize(
    "unmatched",
    [
        {"metric": "UNCAP plan: personnel to train over the next three years"},
        {"metric": "Anything that is not known"},
        {"unit": "percent"},
        {"as_of": "lately"},
    ],
)
def test_a_total_whose_scope_is_not_certain_is_not_compared(unmatched):
    it = compare(figure(**unmatched), [run(reported=20)])

    assert it.scope is None
    assert it.runs == ()


@pytest.mark.parametrize("value", ["", "nan", "inf", "about 400", "-3", "1,222"])
def test_a_total_that_is_not_a_number_is_refused(value):
    with pytest.raises(Refused, match="not a number"):
        figure(value=value)
