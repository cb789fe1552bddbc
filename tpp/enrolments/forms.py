"""What can be asked of lists of participants, and typed about the time before the first session."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from tpp.enrolments.rules.joining import LONGEST, Section
from tpp.enrolments.rules.travel import LONGEST_TITLE, State, Step, TickedBy
from tpp.offerings.forms import ClockField, Filters, TicksField, Typed
from tpp.web.days import DayField
from tpp.web.forms import WordField, clean, is_number_seen, options


class ParticipantFilter(Filters):
    q = StringField(_l("Name"))
    status = SelectField(_l("Status"))
    party = SelectField(_l("Country"))
    sex = SelectField(_l("Women"))


class TravelFilter(Filters):
    q = StringField(_l("Name"))
    lacks = SelectField(_l("Still open"))
    party = SelectField(_l("Country"))


class DeskFilter(Filters):
    q = StringField(_l("Name"))


TEXT = [Length(max=LONGEST), clean]


class JoiningForm(Typed):
    """The sections in one language, and when people report, on the wall of the run."""

    seen = HiddenField()
    reports_on = DayField(_l("People report on"), [Optional()])
    reports_at = ClockField(
        _l("at"),
        [Optional()],
        description=_l("The same in every language, in the run’s time zone."),
    )
    where_and_when = TextAreaField(_l("Where and when to report"), TEXT)
    travel = TextAreaField(_l("Travel"), TEXT)
    visa = TextAreaField(_l("Visa"), TEXT)
    accommodation = TextAreaField(_l("Accommodation"), TEXT)
    bring = TextAreaField(_l("What to bring"), TEXT)
    medical_care = TextAreaField(_l("Medical care and insurance"), TEXT)
    contacts = TextAreaField(_l("Whom to ask"), TEXT)

    def texts(self) -> dict[str, str]:
        return {str(it): self[it].data or "" for it in Section}

    def numbers_seen(self) -> tuple[int, int]:
        """Number and version of what was open; what was changed on its way counts as never seen."""
        parts = (self.seen.data or "").split(":")
        if len(parts) != 2 or not all(map(is_number_seen, parts)):
            return (-1, -1)
        return int(parts[0]), int(parts[1])


class TickForm(Typed):
    step = HiddenField()
    seen = HiddenField()
    state = SelectField(_l("How far"), choices=options((it.value, it.value) for it in State))
    arrives_on = DayField(_l("Arrives on"), [Optional()])
    arrives_at = ClockField(_l("at"), [Optional()])
    flight = WordField(_l("Flight"), longest=20)

    def version_seen(self) -> int:
        return int(self.seen.data) if is_number_seen(self.seen.data) else -1


class StepsForm(Typed):
    """Which steps a run has, who ticks each (``asking``), and one more."""

    steps = TicksField(_l("Steps of this run"))
    title = WordField(
        _l("One more step"),
        longest=LONGEST_TITLE,
        description=_l("As it shall be read. Left empty: none is added."),
    )
    title_by = RadioField(_l("Who ticks it"), choices=[], default=TickedBy.TRAINEE.value)


def ticked_by_words() -> dict[TickedBy, Any]:
    return {
        TickedBy.PROGRAMME: _("the programme office only"),
        TickedBy.OFFICE: _("the programme office and the sending office"),
        TickedBy.TRAINEE: _("the programme, the sending office, the trainee"),
    }


def asking(steps: Iterable[Step]) -> type[StepsForm]:
    """The form with a question for each of these steps: who ticks it."""
    who = options((str(it), said) for it, said in ticked_by_words().items())
    questions = {
        who_field(step.key): SelectField(_("Who ticks it"), choices=who, default=step.by.value)
        for step in steps
    }
    return type("Asking", (StepsForm,), questions)


def who_field(key: str) -> str:
    """The name of the field in which a step is given to somebody."""
    return f"by-{key}"
