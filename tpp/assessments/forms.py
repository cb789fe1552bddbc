"""The sheet of one person as it is sent, and the request for an outcome against the rule."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from tpp.assessments.rules import DECIDED, LONGEST_REMARK, Assessed, Status
from tpp.catalogue.models import Competency
from tpp.web.forms import Form, cannot_be_shown, clean, is_number_seen, trimmed


class AssessmentForm(Form):
    """A mark and a remark for each competency of the run; without a mark nothing is written."""

    seen = HiddenField()

    def __init__(self, place: int, competencies: Sequence[Competency], **options: Any):
        super().__init__(**options)
        self.place, self.competencies = place, competencies
        self.sheet: list[Assessed] = []
        self.wrong: dict[int, str] = {}

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        if not is_number_seen(self.seen.data):
            self.form_errors.append(_("Open the sheet again: this page was changed on its way."))
        for competency in self.competencies:
            self.read(competency.id)
        if not self.sheet and not self.wrong:
            self.form_errors.append(_("Give at least one mark."))
        return is_valid and not self.wrong and not self.form_errors

    def read(self, competency: int) -> None:
        """Mark and remark of one competency; what cannot be one is said at that competency."""
        mark, remark = self.typed(competency)
        problem = mark_problem(mark, remark) or remark_problem(remark)
        if problem:
            self.wrong[competency] = problem
        elif mark:
            self.sheet.append(Assessed(self.place, competency, int(mark), remark))

    def typed(self, competency: int) -> tuple[str, str]:
        mark = request.form.get(f"mark-{competency}", "").strip().removesuffix("%").strip()
        return mark, (trimmed(request.form.get(f"remark-{competency}", "")) or "")

    def values(self) -> dict[str, Any]:
        """What the action wants; only after ``validate``."""
        return {"sheet": self.sheet, "seen": int(self.seen.data or "0")}


def mark_problem(mark: str, remark: str) -> str:
    if not mark:
        return _("Give a mark beside the remark.") if remark else ""
    if not (mark.isascii() and mark.isdecimal() and len(mark) <= 3 and int(mark) <= 100):
        return _("A mark is a whole number from 0 to 100.")
    return ""


def remark_problem(remark: str) -> str:
    if len(remark) > LONGEST_REMARK:
        return _("Shorten the remark to 1,000 characters.")
    if any(map(cannot_be_shown, remark)):
        return _("The remark holds a character that cannot be shown. Type it again.")
    return ""


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
