"""What must be true of questionnaires."""

from datetime import date, timedelta

import pytest

from tpp.errors import Refused
from tpp.questionnaires.rules import (
    CODE_LENGTH,
    Asked,
    Kind,
    Status,
    check_answers,
    check_days,
    check_forms,
    fresh_code,
    is_over,
    is_shown,
    mean_of,
    plain,
    spaced,
    together,
)
from tpp.questionnaires.rules.usual import USUAL

TODAY = date(2026, 11, 24)


def test_a_code_may_be_typed_as_it_is_read_from_paper():
    code = fresh_code()
    assert len(code) == CODE_LENGTH
    assert plain(spaced(code).lower()) == code
    assert plain("OIL0-1111-2222-3333") == "0110111122223333"
    assert plain("too short") == plain("U" * CODE_LENGTH) == plain("") == ""


def test_the_usual_questions_are_asked_in_six_languages():
    for it in USUAL:
        it.check()
        assert set(it.texts) == {"en", "fr", "es", "ar", "ru", "zh"}
        assert it.kind is not Kind.CHOICE or set(it.choices) == set(it.texts)


def test_a_question_is_asked_in_english_and_has_as_many_choices_in_each_language():
    for asked, field in (
        (Asked(Kind.SCALE, {"fr": "Bien ?"}), "text_en"),
        (Asked(Kind.CHOICE, {"en": "Which?"}, {"en": ["one"]}), "choices_en"),
        (
            Asked(Kind.CHOICE, {"en": "Which?", "fr": "Quoi ?"}, {"en": ["a", "b"], "fr": ["a"]}),
            "choices_fr",
        ),
    ):
        with pytest.raises(Refused) as refused:
            asked.check()
        assert refused.value.field == field


def test_fewer_answers_than_the_least_are_never_shown():
    assert [is_shown(number, 5) for number in (0, 4, 5)] == [False, False, True]


def test_a_questionnaire_is_over_when_closed_or_after_its_last_day():
    assert not is_over(Status.OPEN, TODAY, TODAY)
    assert is_over(Status.OPEN, TODAY, TODAY + timedelta(days=1))
    assert is_over(Status.CLOSED, TODAY, TODAY)


def test_the_last_day_lies_ahead_and_not_too_far():
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=91)):
        with pytest.raises(Refused):
            check_days(day, TODAY)
    check_days(TODAY, TODAY)


def test_there_are_no_more_codes_than_people():
    check_forms(3, room=3)
    for number in (0, 4):
        with pytest.raises(Refused):
            check_forms(number, room=3)


def test_an_answer_fits_its_question():
    kinds = {1: (Kind.SCALE, 0), 2: (Kind.CHOICE, 3), 3: (Kind.TEXT, 0)}
    check_answers(kinds, {1: "5", 2: "3", 3: "x" * 2000})
    for wrong in ({}, {1: "6"}, {1: "0"}, {2: "4"}, {2: "two"}, {3: "x" * 2001}, {4: "1"}):
        with pytest.raises(Refused):
            check_answers(kinds, wrong)


def test_means_are_of_all_answers():
    assert mean_of({"1": 1, "5": 3}) == 4
    assert mean_of({}) is None
    assert mean_of(together([{"1": 1}, {"5": 1}, {"5": 2}])) == 4
