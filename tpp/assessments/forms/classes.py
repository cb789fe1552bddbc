"""Sheets of a whole class: points of a written test, conduct, and a file with points."""

from collections.abc import Collection
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from tpp.assessments.rules import Conduct
from tpp.assessments.rules.written import TAKEN_BACK
from tpp.web.forms import Form, clean, is_number_seen, trimmed


class SeenForm(Form):
    """A sheet that says which record was the newest when it was opened."""

    seen = HiddenField()

    def __init__(self, places: Collection[int], **options: Any):
        super().__init__(**options)
        self.places = places
        self.wrong: dict[int, str] = {}

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        if not is_number_seen(self.seen.data):
            self.form_errors.append(_("Open the sheet again: this page was changed on its way."))
        for place in self.places:
            self.read(place)
        return is_valid and not self.wrong and not self.form_errors

    def read(self, place: int) -> None:
        raise NotImplementedError


class PointsForm(SeenForm):
    """Points by place; a place left empty stays as it is, a dash takes points back."""

    reason = StringField(
        _l("Reason for the correction"),
        [Length(max=1000), clean],
        filters=[trimmed],
        description=_l("Needed only where you change points that were entered before."),
    )

    def __init__(self, places: Collection[int], most: int, **options: Any):
        super().__init__(places, **options)
        self.most = most
        self.sheet: dict[int, int | None] = {}

    def read(self, place: int) -> None:
        typed = request.form.get(f"points-{place}", "").strip()
        if not typed:
            return
        problem, points = read_points(typed, self.most)
        if problem:
            self.wrong[place] = problem
        else:
            self.sheet[place] = points

    def values(self) -> dict[str, Any]:
        """What the action wants; only after ``validate``."""
        seen = int(self.seen.data or "0")
        return {"sheet": self.sheet, "reason": self.reason.data or "", "seen": seen}


def read_points(typed: str, most: int) -> tuple[str, int | None]:
    """What is wrong with it, if anything, and the points; None takes points back."""
    if typed in TAKEN_BACK:
        return "", None
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 4 and int(typed) <= most):
        return _("Points are a whole number from 0 to %(most)s.", most=most), None
    return "", int(typed)


class ConductForm(SeenForm):
    """Conduct by place; a place without an answer stays as it is."""

    def __init__(self, places: Collection[int], **options: Any):
        super().__init__(places, **options)
        self.sheet: dict[int, Conduct] = {}

    def read(self, place: int) -> None:
        typed = request.form.get(f"conduct-{place}", "")
        if typed not in ("", *Conduct):
            self.wrong[place] = _("Choose one of the answers.")
        elif typed:
            self.sheet[place] = Conduct(typed)

    def values(self) -> dict[str, Any]:
        """What the action wants; only after ``validate``."""
        return {"sheet": self.sheet, "seen": int(self.seen.data or "0")}


class PointsFileForm(Form):
    """A file with the points of a class."""

    file = FileField(
        _l("Excel workbook (.xlsx) or CSV"), [FileRequired(_l("Choose the file to upload."))]
    )
