"""What can be typed about timetables."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from tpp.errors import Conflict
from tpp.offerings.forms import CHOOSE, REQUIRED, ClockField, Typed
from tpp.web.days import DayField
from tpp.web.forms import VersionedForm, WholeNumber, WordField

ONCE = [InputRequired(), Length(max=60)]


class TemplateForm(Typed):
    course = SelectField(_l("Course"), [CHOOSE], default="")
    title = WordField(_l("Title"), [REQUIRED])


class KeepForm(Typed):
    title = WordField(_l("Title"), [REQUIRED])


class BlockForm(Typed):
    day = WholeNumber(_l("Day of training"), [InputRequired(_l("Enter a whole number."))])
    starts = ClockField(_l("From"), [REQUIRED])
    ends = ClockField(_l("Until"), [REQUIRED])
    title = WordField(_l("What is taught"), [REQUIRED])
    room = WordField(
        _l("Room or ground"), description=_l("By its name at the venue, where it has the same.")
    )
    language = SelectField(_l("Language"), default="")
    machine = WordField(_l("Type of machine"), description=_l("As in the list of the venue."))
    machines = WholeNumber(_l("How many of them"), [Optional(), NumberRange(0, 1000)])


class LayForm(Typed):
    """What is laid: a timetable (t3) or the sessions of another run (r7), from which day on."""

    what = SelectField(_l("Timetable, or another run"), [CHOOSE], default="")
    first = DayField(_l("First day"), [REQUIRED])
    teacher = SelectField(_l("Who teaches"), default="")
    once = HiddenField(validators=ONCE)


class ShiftForm(Typed):
    day = SelectField(_l("Day"), [CHOOSE], default="")
    by = WholeNumber(
        _l("Days of training later"),
        [InputRequired(_l("Enter a whole number."))],
        description=_l("With a minus: earlier. Days off are leapt over."),
    )
    following = BooleanField(_l("And all days after it"))
    once = HiddenField(validators=ONCE)


class MoveForm(Typed, VersionedForm):
    day = DayField(_l("Day"), [REQUIRED])
    starts = ClockField(_l("From"), [REQUIRED])

    def check_fresh(self, row: Any) -> None:
        """The time is typed apart from the day: both sides are told by the version."""
        if str(row.version) != (self.seen_version.data or ""):
            raise Conflict(
                {str(_l("Session")): row.title}, {str(_l("From")): str(self.starts.data)}
            )


class FreeForm(Typed):
    title = WordField(_l("What it is"), [REQUIRED], description=_l("Day off, prayer, holiday."))
    weekday = SelectField(_l("Day of the week"), default="")
    day = DayField(_l("Or one date"), [Optional()])
    starts = ClockField(_l("From"), [Optional()])
    ends = ClockField(_l("Until"), [Optional()])


class UsualForm(FreeForm):
    whose = SelectField(_l("Usual at, or with"), [CHOOSE], default="")
