"""Headings, days and the words of cells in six languages, and what rows come to."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tpp.errors import Refused
from tpp.people.rules import RankBand, Service, Sex
from tpp.rolls import rules
from tpp.rolls.rules import State, days
from tpp.rolls.rules.cells import fact_of, m_means_woman
from tpp.rolls.rules.checking import Seen, customs_of, judge
from tpp.rolls.rules.customs import Customs
from tpp.rolls.rules.days import Order
from tpp.rolls.rules.headings import IN_TEMPLATE, field_of, guessed
from tpp.rolls.rules.instructions import INSTRUCTIONS, SHEETS
from tpp.rolls.rules.matching import Candidate, differing
from tpp.rolls.rules.titles import TITLES
from tpp.rolls.rules.words import LANGUAGES, NATIVE, SCRIPTS, SHOWN

CUSTOMS = Customs(date(2026, 11, 24), {"kenya": "KEN", "ken": "KEN"}, {"unifil": "UNIFIL"}, "KEN")


def fact(name, text, customs=CUSTOMS):
    value, problem = fact_of(name, text, customs)
    return value if problem is None else problem.code


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headings_of_our_own_template_are_understood_in_every_language(language):
    titles = [TITLES[language][field] for field in IN_TEMPLATE]
    assert guessed(titles) == {field: place for place, field in enumerate(IN_TEMPLATE)}
    assert len(INSTRUCTIONS[language]) == len(INSTRUCTIONS["en"])
    assert len(SHEETS[language]) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_template_offers_is_understood_when_it_comes_back(language):
    assert [fact("native_language", word) for word in NATIVE] == list(SCRIPTS)
    for name, enum in (("sex", Sex), ("service", Service), ("rank_band", RankBand)):
        assert [fact(name, word) for word in SHOWN[name][language]] == list(enum)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("D.O.B.", "born_on"),
        ("Gender (M/F)", "sex"),
        ("Svc No", "service_number"),
        ("NOM ET PRENOMS", "name"),
        ("Date of brith", "born_on"),
        ("تاريخ الولادة", "born_on"),
        ("S/No", ""),
        ("", ""),
    ],
)
def test_headings_are_known_by_other_words_and_with_slips(heading, field):
    assert field_of(heading)[0] == field


@pytest.mark.parametrize(
    "text",
    [
        *("31/12/1990", "12/31/1990", "1990-12-31", "31.12.1990", "31-12-90", "1990/12/31"),
        *("٣١/١٢/١٩٩٠", "۳۱/۱۲/۱۹۹۰", "33238", "31 Dec 1990", "31 décembre 1990", "Dec 31, 1990"),
        *("31 de diciembre de 1990", "31 декабря 1990", "٣١ ديسمبر ١٩٩٠", "1990年12月31日"),
        "1990-12-31 00:00:00",
    ],
)
def test_one_day_is_read_in_all_its_spellings(text):
    assert fact("born_on", text) == date(1990, 12, 31)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("03/07/1990", "ambiguous_day"),
        ("31/02/1990", "no_such_day"),
        ("1990", "not_a_day"),
        ("about 1990", "not_a_day"),
        ("31/12/2024", "refused"),
    ],
)
def test_a_day_that_cannot_be_is_told(text, problem):
    assert fact("born_on", text) == problem


def test_the_whole_column_tells_which_comes_first():
    column = ["03/07/1990", "31/12/1990"]
    customs = customs_of({"born_on": column}, CUSTOMS, None)
    assert fact("born_on", column[0], customs) == date(1990, 7, 3)
    assert days.order_of(["12/31/1990", "03/07/1990"]) is Order.MONTH_FIRST
    assert days.order_of(["12/31/1990", "31/12/1990"]) is None


def test_a_number_counts_from_1904_where_the_workbook_does():
    assert days.day_of("31776", None, since_1904=True) == date(1990, 12, 31)


def test_m_is_a_woman_where_the_list_writes_h_for_men():
    assert m_means_woman(["H", "M", "h"])
    assert not m_means_woman(["H", "F", "M"])
    assert not m_means_woman(["M", "F"])


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("phone", "2.54713E+11", "shortened"),
        ("phone", "call me", "phone"),
        ("phone", "٠٧١٢٣٤٥٦٧٨", "0712345678"),
        ("phone", "00254 712 345 678", "+00254712345678"),
        ("email", "asha@kdf", "email"),
        ("email", "Asha@Example.org", "asha@example.org"),
        ("email", "asha..juma@example.org", "email"),
        ("sex", "perhaps", "sex"),
        ("nationality", "Kenyan", "country"),
        ("nationality", "Kenya", "KEN"),
        ("mission", "UNIFIL", "UNIFIL"),
        ("rank", "x" * 61, "too_long"),
        ("name", '=HYPERLINK("http://example.org")', '=HYPERLINK("http://example.org")'),
        ("name", "Asha\u202eJuma", "refused"),
    ],
)
def test_other_cells(name, text, told):
    assert fact(name, text) == told


def test_all_problems_of_a_row_are_told_at_once():
    row = {"name": "", "born_on": "31/02/1990", "email": "x@y", "sex": "?"}
    found = {problem.field for problem in judge(row, CUSTOMS).problems}
    assert found == {"name", "born_on", "email", "sex"}


def test_a_name_in_two_parts_is_put_together_and_a_single_name_is_fine():
    assert (
        judge({"given_name": "Asha", "family_name": "Juma"}, CUSTOMS).facts["name"] == "Asha Juma"
    )
    assert judge({"name": "Ekai"}, CUSTOMS).problems == []


def test_an_empty_country_is_the_own_one_and_asked_of_an_organisation():
    assert judge({"name": "Ekai"}, CUSTOMS).facts["nationality"] == "KEN"
    organisation = Customs(CUSTOMS.today)
    assert [it.field for it in judge({"name": "Ekai"}, organisation).problems] == ["nationality"]


def test_the_same_person_twice_in_a_list_is_told_with_the_row():
    seen = Seen()
    rows = [judge({"name": name}, CUSTOMS) for name in ("Asha Juma", "Juma Asha", "Bakari")]
    twins = [seen.twin_of(row, number) for number, row in enumerate(rows, start=2)]
    assert [twin and twin.words["row"] for twin in twins] == [None, 2, None]


def test_what_a_row_does():
    good, bad = judge({"name": "Asha"}, CUSTOMS), judge({}, CUSTOMS)
    sure, doubt = Candidate(7, 100, (), True), Candidate(8, 90, (), False)
    assert rules.state_of(good, [], "", set()) == (State.NEW, None)
    assert rules.state_of(good, [sure], "", set()) == (State.KNOWN, 7)
    assert rules.state_of(good, [sure], "", {7}) == (State.ALREADY, 7)
    assert rules.state_of(good, [doubt], "", set()) == (State.DOUBTFUL, None)
    assert rules.state_of(good, [doubt], "same:8", set()) == (State.KNOWN, 8)
    assert rules.state_of(good, [doubt], "same:99", set()) == (State.DOUBTFUL, None)
    assert rules.state_of(good, [doubt], "new", set()) == (State.NEW, None)
    assert rules.state_of(bad, [], "", set()) == (State.PROBLEM, None)
    assert rules.state_of(bad, [], "out", set()) == (State.LEFT_OUT, None)


def test_what_a_list_leaves_open_differs_from_nothing():
    record = {"rank": "Cpl", "sex": Sex.WOMAN, "unit": "1 Eng"}
    row = {"rank": "Sgt", "sex": Sex.UNKNOWN, "unit": ""}
    assert differing(row, record) == {"rank": ("Cpl", "Sgt")}


def test_undo_is_for_a_day():
    with pytest.raises(Refused):
        rules.check_undo(None, None)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(IN_TEMPLATE), st.text(max_size=60)))
def test_whatever_stands_in_a_row_it_is_judged_and_never_breaks(row):
    judged = judge(row, CUSTOMS)
    assert judged.problems or judged.facts["name"]
    assert {problem.field for problem in judged.problems} <= {*row, "name"}
