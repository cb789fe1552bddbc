"""Notes and incidents as they are typed."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length

from tpp.days.rules import LONGEST_NOTE, IncidentKind
from tpp.web.forms import Form, clean, options


class LongField(TextAreaField):
    """Several lines of text."""

    def __init__(self, label: Any, validators: Any = (), **more: Any):
        super().__init__(label, [*validators, Length(max=LONGEST_NOTE), clean], **more)


class NoteForm(Form):
    day = DateField(_l("Day"), [InputRequired(_l("Choose the day."))])
    text = LongField(
        _l("What happened, what is to be done"),
        [InputRequired(_l("Write what is to be kept of this day."))],
        description=_l("The team and the programme read it. Nothing about anybody’s health."),
    )


class CorrectionForm(Form):
    text = LongField(_l("As it should be"), [InputRequired(_l("Write the note as it should be."))])


class IncidentForm(Form):
    kind = SelectField(
        _l("What kind of incident"), choices=options((it.value, "") for it in IncidentKind)
    )
    day = DateField(_l("Day"), [InputRequired(_l("Choose the day."))])
    time = TimeField(_l("Time, in the zone of the run"), [InputRequired(_l("Give the time."))])
    what = LongField(
        _l("What happened"),
        [InputRequired(_l("Say what happened."))],
        description=_l(
            "What was seen. No diagnosis and no case of vetting: those stay where they are kept."
        ),
    )
    done = LongField(_l("What was done"))
    people = LongField(
        _l("Who was concerned"), description=_l("Only where it has to be known afterwards.")
    )


class StepForm(Form):
    text = LongField(_l("What was done"), [InputRequired(_l("Say what was done."))])
