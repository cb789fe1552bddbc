"""The sheet of one person as it is sent: for each competency what its kind asks for, and a remark."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from wtforms import HiddenField

from tpp.assessments.rules import LONGEST_REMARK, Assessed, Attempt, Sheet
from tpp.assessments.rules.showing import Waits
from tpp.catalogue.models import Competency
from tpp.catalogue.rules.sheets import CompetencyKind, Level
from tpp.web.forms import Form, cannot_be_shown, is_number_seen, trimmed

Last = Mapping[tuple[int, int], Attempt]
PASSED = {"passed": True, "not_passed": False}


class AssessmentForm(Form):
    """What one person showed, competency by competency; where nothing is given nothing is written."""

    seen = HiddenField()

    def __init__(
        self,
        place: int,
        competencies: Sequence[Competency],
        sheets: Mapping[int, Sheet],
        last: Last,
        **options: Any,
    ):
        super().__init__(**options)
        self.place, self.competencies, self.sheets, self.last = place, competencies, sheets, last
        self.sheet: list[Assessed] = []
        self.wrong: dict[int, str] = {}

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        if not is_number_seen(self.seen.data):
            self.form_errors.append(_("Open the sheet again: this page was changed on its way."))
        for competency in self.competencies:
            self.read(competency)
        if not self.sheet and not self.wrong:
            self.form_errors.append(_("Give at least one mark."))
        return is_valid and not self.wrong and not self.form_errors

    def read(self, it: Competency) -> None:
        """What was given for one competency; what cannot be one is said at that competency."""
        remark = trimmed(request.form.get(f"remark-{it.id}", "")) or ""
        problem, given = READERS[it.kind](self, it)
        if not problem and not given and remark:
            problem = _("Give a mark beside the remark.")
        problem = problem or remark_problem(remark)
        if problem:
            self.wrong[it.id] = problem
        elif given:
            self.sheet.append(Assessed(self.place, it.id, remark=remark, **given))

    def read_mark(self, it: Competency) -> tuple[str, dict[str, Any]]:
        mark = request.form.get(f"mark-{it.id}", "").strip().removesuffix("%").strip()
        if not mark:
            return "", {}
        if not (mark.isascii() and mark.isdecimal() and len(mark) <= 3 and int(mark) <= 100):
            return _("A mark is a whole number from 0 to 100."), {}
        return "", {"mark_percent": int(mark)}

    def read_level(self, it: Competency) -> tuple[str, dict[str, Any]]:
        level = request.form.get(f"level-{it.id}", "")
        if level not in ("", *Level):
            return _("Choose one of the answers."), {}
        return "", {"level": Level(level)} if level else {}

    def read_passed(self, it: Competency) -> tuple[str, dict[str, Any]]:
        passed = request.form.get(f"passed-{it.id}", "")
        if passed not in ("", *PASSED):
            return _("Choose one of the answers."), {}
        return "", {"is_passed": PASSED[passed]} if passed else {}

    def read_tasks(self, it: Competency) -> tuple[str, dict[str, Any]]:
        """The tasks whose level is new; those that an open attempt holds already are shown as set."""
        given: dict[str, Level] = {}
        for number, task in enumerate(self.sheets[it.id].tasks):
            level = request.form.get(f"task-{it.id}-{number}", "")
            if level not in ("", *Level):
                return _("Choose one of the answers."), {}
            if level:
                given[task.code] = Level(level)
        open_ = going_on(self.last.get((self.place, it.id)))
        news = {code: level for code, level in given.items() if open_.get(code) != level}
        return "", {"tasks": news} if news else {}

    def values(self) -> dict[str, Any]:
        """What the action wants; only after ``validate``."""
        return {"sheet": self.sheet, "seen": int(self.seen.data or "0")}


READERS = {
    CompetencyKind.MARK: AssessmentForm.read_mark,
    CompetencyKind.LEVEL: AssessmentForm.read_level,
    CompetencyKind.PASS_FAIL: AssessmentForm.read_passed,
    CompetencyKind.STEPS: AssessmentForm.read_tasks,
}


def going_on(last: Attempt | None) -> Mapping[str, Level]:
    """The tasks of an attempt that is not finished."""
    return last.tasks if last and last.waits is Waits.TASKS else {}


def remark_problem(remark: str) -> str:
    if len(remark) > LONGEST_REMARK:
        return _("Shorten the remark to 1,000 characters.")
    if any(map(cannot_be_shown, remark)):
        return _("The remark holds a character that cannot be shown. Type it again.")
    return ""
