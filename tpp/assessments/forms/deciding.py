"""The request for an outcome against the rule, its answer, and the decision between two assessors."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from tpp.assessments.rules import DECIDED, Result, Status
from tpp.web.forms import Form, clean, options, trimmed


class OverrideForm(Form):
    """Which outcome should stand, and why the rule should not decide."""

    outcome = SelectField(_l("Outcome that should stand"), [InputRequired()])
    reason = TextAreaField(
        _l("Why the rule should not decide"),
        [InputRequired(), Length(max=1000), clean],
        filters=[trimmed],
        description=_l("A second coordinator reads this and confirms it. No health information."),
    )

    def __init__(self, choices: dict[str, str], **options: Any):
        super().__init__(**options)
        self.outcome.choices = choices

    def values(self) -> dict[str, Any]:
        return {"outcome": Status(self.outcome.data), "reason": self.reason.data or ""}


class AnswerForm(Form):
    """A second person's answer to what was asked."""

    outcome = SelectField(choices=[str(it) for it in DECIDED])
    reason = TextAreaField(_l("Reason"), [Length(max=1000), clean], filters=[trimmed])


RESULTS = (
    ("", _l("Choose…")),
    (Result.PASSED.value, _l("Passed")),
    (Result.NOT_PASSED.value, _l("Not passed")),
)


class BetweenForm(Form):
    """Which of two differing results should stand, and why."""

    result = SelectField(
        _l("Result that should stand"),
        [InputRequired()],
        choices=options(RESULTS),
    )
    reason = TextAreaField(
        _l("Why this result should stand"),
        [InputRequired(), Length(max=1000), clean],
        filters=[trimmed],
        description=_l("No health information."),
    )

    def values(self) -> dict[str, Any]:
        return {"result": Result(self.result.data), "reason": self.reason.data or ""}
