"""What can be typed about course runs."""

from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import (
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from tpp.catalogue.rules import Delivery
from tpp.errors import Conflict
from tpp.offerings import queries
from tpp.offerings.models import CourseOffering, Session
from tpp.web.days import DayField
from tpp.web.forms import ButtonForm, Form, VersionedForm, WholeNumber, WordField, clean

LANGUAGES = ("en", "fr", "es", "ar", "pt", "ru", "zh")
"""Languages in which courses are held."""


class Typed(Form):
    """What was not sent counts as left empty."""

    def values(self) -> dict[str, Any]:
        return {
            name: "" if value is None and isinstance(self[name], StringField) else value
            for name, value in super().values().items()
        }


class ClockField(TimeField):
    """A time of day on the wall of the run's zone."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([value[:5] for value in valuelist])
        except ValueError:
            raise ValueError(_("Enter a time such as 08:30.")) from None


class TicksField(SelectMultipleField):
    """Several of a few choices, as ticks."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Filters(Form):
    """Read from the address, so that a link says what was seen."""

    class Meta:
        csrf = False


class RunFilter(Filters):
    q = StringField(_l("Code, course or place"))
    pillar = SelectField(_l("Pillar"))
    status = SelectField(_l("Status"))
    year = SelectField(_l("Year"))
    host = SelectField(_l("Host"))


REQUIRED = InputRequired(_l("Fill this in."))
CHOOSE = InputRequired(_l("Choose one."))


class RunFacts(Typed, VersionedForm):
    """What a plan says of a run, new or changed."""

    starts_on = DayField(_l("First day"), [REQUIRED])
    ends_on = DayField(_l("Last day"), [REQUIRED])
    venue = WordField(_l("Venue"), [REQUIRED])
    place = WordField(
        _l("Town and country"), description=_l("As printed on certificates: Nairobi, Kenya.")
    )
    timezone = WordField(
        _l("Time zone"),
        [REQUIRED],
        longest=60,
        description=_l(
            "The zone of the venue, such as Africa/Nairobi. All times of the run are in it."
        ),
    )
    delivery = SelectField(_l("How it is held"), [CHOOSE], default=Delivery.IN_PERSON.value)
    languages = TicksField(_l("Languages"), validate_choice=True)
    seats = WholeNumber(
        _l("Seats"), [InputRequired(_l("Enter a whole number.")), NumberRange(1, 1000)]
    )
    women_floor_percent = WholeNumber(
        _l("Floor for women, in per cent"),
        [Optional(), NumberRange(0, 100)],
        description=_l(
            "Going below it needs a recorded reason; it rejects nobody. It is a setting of this run with "
            "your name and today's date."
        ),
    )
    release_on = DayField(
        _l("Unused seats are released on"),
        [Optional()],
    )
    machines = TicksField(
        _l("Machines"),
        validate_choice=True,
        description=_l(
            "Only competencies on these machines are assessed. None ticked: all of the course."
        ),
    )
    hours = WholeNumber(_l("Hours of instruction"), [Optional(), NumberRange(1, 5000)])
    note = TextAreaField(_l("Note"), [Length(max=5000), clean])

    def __init__(self, *given: Any, **more: Any):
        super().__init__(*given, **more)
        days = current_app.config["SEAT_RELEASE_DAYS"]
        self.release_on.description = ngettext(
            "Left empty: %(num)s day before the first day, a default of this register.",
            "Left empty: %(num)s days before the first day, a default of this register.",
            days,
        )

    def check_fresh(self, row: Any) -> None:
        """The base compares words as they are stored; here also lists and empty answers."""
        if str(row.version) == (self.seen_version.data or ""):
            return
        theirs, yours = {}, {}
        for name, value in self.values().items():
            stands = getattr(row, name)
            if (stands or None) != (value or None):
                label = str(self[name].label.text)
                theirs[label], yours[label] = shown(stands), shown(value)
        raise Conflict(theirs, yours)


def shown(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)


class PlanForm(RunFacts):
    once = HiddenField(validators=[Length(max=60)])
    course = SelectField(_l("Course"), [CHOOSE], default="")
    host = SelectField(_l("Host"), default="")
    supporters = WordField(
        _l("Supporting States"),
        longest=500,
        description=_l("Names or three-letter codes, with commas between them: Japan, CHE."),
    )

    ORDER = (
        *("course", "starts_on", "ends_on", "venue", "place", "timezone", "delivery", "languages"),
        *("seats", "host", "supporters", "women_floor_percent", "release_on", "machines", "hours"),
        "note",
    )


class StatusForm(Typed, ButtonForm):
    step = HiddenField()


class ChangedStaffForm(Typed):
    role = SelectField(_l("As"), [CHOOSE], default="")
    party = SelectField(_l("Sent by"), default="")


class StaffForm(Typed):
    account = SelectField(_l("Who"), [CHOOSE], default="")
    role = SelectField(_l("As"), [CHOOSE], default="")
    party = SelectField(_l("Sent by"), default="")


class SessionForm(Typed):
    title = WordField(_l("Title"), [REQUIRED])
    day = DayField(_l("Day"), [REQUIRED])
    starts = ClockField(_l("From"), [REQUIRED])
    ends = ClockField(_l("Until"), [REQUIRED])
    room = WordField(_l("Room or ground"))


def with_details(form: type[SessionForm], run: CourseOffering, session: Session | None) -> Any:
    """The form of a session with what this run and its venue have to choose from; nothing is compulsory."""
    fields: dict[str, Any] = {
        "room_id": SelectField(_l("Room of the venue"), default=""),
        "language": SelectField(_l("Language"), default=""),
        "group_id": SelectField(_l("Group"), default=""),
    }
    for one in queries.staff_of(run):
        fields[f"staff_{one.id}"] = SelectField(one.account.name, default="")
    for machine in queries.machines_of(run, session):
        hint = ngettext("%(num)s is held.", "%(num)s are held.", machine.number)
        fields[f"station_{machine.id}"] = WholeNumber(
            machine.type, [Optional(), NumberRange(0, 1000)], description=hint
        )
    return type(f"Detailed{form.__name__}", (form,), fields)


class ChangedSessionForm(SessionForm, VersionedForm):
    """A session that somebody else may change meanwhile."""

    def check_fresh(self, row: Any) -> None:
        """The times are typed apart from the day, so both sides are told by the title."""
        if str(row.version) != (self.seen_version.data or ""):
            label = str(self.title.label.text)
            raise Conflict({label: row.title}, {label: self.title.data or ""})


class WeekdaysForm(Typed):
    title = WordField(_l("Title"), [REQUIRED])
    first_starts = ClockField(_l("First session from"), [REQUIRED])
    first_ends = ClockField(_l("until"), [REQUIRED])
    second_starts = ClockField(_l("Second session from"), [Optional()])
    second_ends = ClockField(_l("until"), [Optional()])
    room = WordField(_l("Room or ground"))
