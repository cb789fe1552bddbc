"""A day is read as it is typed, and one that nobody can mean is refused at its field."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from tpp.web.days import DayField, day_of


class Sheet(Form):
    day = DayField("Day")


@pytest.mark.parametrize(
    "typed", ["2027-02-28", "28 2 2027", "28.02.2027", "28/2/2027", "28-2-2027"]
)
def test_a_day_is_understood_as_it_is_typed(typed):
    assert day_of(typed) == date(2027, 2, 28)


@pytest.mark.parametrize("typed", ["31 2 2027", "2027-13-01", "tomorrow", "28 2", "1" * 500])
def test_a_day_that_does_not_exist_is_not_understood(typed):
    with pytest.raises(ValueError):  # noqa: PT011 -- any reading error will do
        day_of(typed)


@pytest.mark.parametrize("typed", ["0001-01-01", "1 1 1899", "9999-12-31"])
def test_a_year_that_is_a_slip_of_the_keyboard_is_refused_before_anything_is_reckoned(app, typed):
    with app.test_request_context():
        sheet = Sheet(MultiDict({"day": typed}))
        assert not sheet.validate()
        assert "year" in sheet.day.errors[0]
