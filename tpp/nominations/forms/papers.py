"""What is typed about papers, decisions of others, overridden rules and grants."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from tpp.nominations.rules.eligibility import ClearanceOutcome
from tpp.nominations.rules.grants import LONGEST_DAYS, USUAL_DAYS
from tpp.offerings.forms import CHOOSE, Typed
from tpp.web.days import DayField
from tpp.web.forms import ButtonForm, WholeNumber, WordField, options


class DocumentForm(Typed):
    kind = SelectField(_l("What it is"), [CHOOSE], default="")
    file = FileField(
        _l("File"),
        [FileRequired(_l("Choose a file."))],
        description=_l("PDF, JPEG or PNG. Its name is not kept."),
    )


class ClearanceForm(Typed):
    kind = SelectField(_l("What was decided"), [CHOOSE], default="")
    outcome = SelectField(
        _l("Decision"),
        [CHOOSE],
        default="",
        choices=options(
            [
                ("", _l("Choose")),
                (ClearanceOutcome.CLEARED, _l("Cleared")),
                (ClearanceOutcome.NOT_CLEARED, _l("Not cleared")),
                (ClearanceOutcome.PENDING, _l("Pending")),
            ]
        ),
    )
    certifier = WordField(
        _l("Who decided"),
        [Optional()],
        longest=120,
        description=_l("The authority, such as Directorate of Medical Services."),
    )
    decided_on = DayField(_l("Day of the decision"), [Optional()])
    reference = WordField(
        _l("Reference"),
        [Optional()],
        longest=60,
        description=_l("The number of the paper. Never what stands in it."),
    )


class OverrideForm(ButtonForm):
    rule = HiddenField()
    step = HiddenField()


class AskForm(Typed):
    reason = WordField(
        _l("What are the documents needed for?"),
        [InputRequired(_l("Say what they are needed for."))],
        description=_l("Kept in the history. Name no nominee here."),
    )


class GrantForm(ButtonForm):
    step = HiddenField()
    days = WholeNumber(_l("Days"), [Optional(), NumberRange(1, LONGEST_DAYS)], default=USUAL_DAYS)
