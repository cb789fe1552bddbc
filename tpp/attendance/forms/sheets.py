"""The sheet of one session as it is sent: a mark for each place, and why marks are changed."""

from collections.abc import Collection
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from tpp.attendance.rules import LONGEST_DELAY, Mark, Marked
from tpp.web.forms import Form, clean, is_number_seen, trimmed


class SheetForm(Form):
    """``marks`` by place; a place without a mark stays without one."""

    seen = HiddenField()
    reason = StringField(
        _l("Reason for the correction"),
        [Length(max=1000), clean],
        filters=[trimmed],
        description=_l("Needed only where you change a mark that was given before."),
    )

    def __init__(self, places: Collection[int], **options: Any):
        super().__init__(**options)
        self.places = places
        self.marks: dict[int, Marked] = {}
        self.wrong: dict[int, str] = {}

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        if not is_number_seen(self.seen.data):
            self.form_errors.append(_("Open the sheet again: this page was changed on its way."))
        for place in self.places:
            self.read(place)
        return is_valid and not self.wrong and not self.form_errors

    def read(self, place: int) -> None:
        """The mark of one place; what cannot be one is said at that place."""
        mark = request.form.get(f"mark-{place}", "")
        minutes = request.form.get(f"minutes-{place}", "").strip()
        if mark not in ("", *Mark):
            self.wrong[place] = _("Choose one of the marks.")
        elif mark == Mark.LATE and minutes:
            self.read_minutes(place, minutes)
        elif mark:
            self.marks[place] = Marked(Mark(mark))

    def read_minutes(self, place: int, minutes: str) -> None:
        if minutes.isdecimal() and len(minutes) < 5 and 1 <= int(minutes) <= LONGEST_DELAY:
            self.marks[place] = Marked(Mark.LATE, int(minutes))
        else:
            self.wrong[place] = _("Give the minutes as a number from 1 to 600.")

    def values(self) -> dict[str, Any]:
        """What the action wants; only after ``validate``."""
        seen = self.seen.data or ""
        return {"marks": self.marks, "reason": self.reason.data or "", "seen": int(seen)}
