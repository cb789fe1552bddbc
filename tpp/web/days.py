"""A day, as browsers send it and as people type it."""

import re
from datetime import date
from typing import Any

from flask_babel import gettext as _
from wtforms import DateField

DAY = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})")

YEARS = range(1900, 2100)
"""Whoever is born or trained lies in these; any other year is a slip of the keyboard."""


class DayField(DateField):
    """A day as browsers send it, or as people type it: 2027-01-18, 18 1 2027, 18.1.2027."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = " ".join(valuelist).strip()
        if not typed:
            self.data = None
            return
        try:
            self.data = day_of(typed)
        except ValueError:
            self.data = None
            words = _(
                "Enter a day that exists, for instance 28 2 2027, not %(typed)s.", typed=typed[:20]
            )
            raise ValueError(words) from None
        if self.data.year not in YEARS:
            self.data = None
            raise ValueError(_("Check the year of %(typed)s.", typed=typed[:20]))

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        wrong_shape = self.process_errors
        if wrong_shape:
            self.errors = list(wrong_shape)
            return False
        return super().validate(form, extra_validators)


def day_of(typed: str) -> date:
    if found := DAY.fullmatch(typed):
        day, month, year = map(int, found.groups())
        return date(year, month, day)
    return date.fromisoformat(typed)
