"""The shape of what is typed before certificates are issued."""

from collections.abc import Iterable
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from tpp.certificates.rules.awards import LONGEST_REASON
from tpp.offerings.forms import TicksField
from tpp.people.forms import SCRIPTS
from tpp.web.days import DayField
from tpp.web.forms import Form, VersionedForm, WordField, clean, trimmed
from tpp.web.forms import options as choices


class RecommendForm(Form):
    """The day of the ceremony, who signs, and what the approver should know."""

    dated_on = DayField(
        _l("Day of the ceremony"),
        [InputRequired(_l("Give the day of the ceremony."))],
        description=_l("Printed as the date of issue. Where it is past, the day of issuing is."),
    )
    note = TextAreaField(
        _l("For whoever approves"), [Length(max=LONGEST_REASON), clean], filters=[trimmed]
    )
    signatories = TicksField(_l("Who signs"), coerce=int)
    once = HiddenField(validators=[Length(max=64)])

    def __init__(self, known: Iterable[tuple[int, str]], **options: Any):
        super().__init__(**options)
        self.signatories.choices = choices(known)

    def values(self) -> dict[str, Any]:
        return {
            "signatories": self.signatories.data or [],
            "dated_on": self.dated_on.data,
            "note": self.note.data or "",
            "once": self.once.data or None,
            "give": self.ticked,
        }

    @property
    def ticked(self) -> frozenset[str]:
        """The certificates that are ticked, by their keys."""
        return frozenset(request.form.getlist("give"))


class ApproveForm(VersionedForm):
    """Who stays on the list, and why names are printed that nobody confirmed."""

    shown = HiddenField(validators=[Length(max=64)])
    reason = TextAreaField(
        _l("Why names are printed that nobody confirmed"),
        [Length(max=LONGEST_REASON), clean],
        filters=[trimmed],
        description=_l("Kept in the history of the recommendation."),
    )

    def values(self) -> dict[str, Any]:
        return {
            "reason": self.reason.data or "",
            "shown": self.shown.data or "",
            "keep": self.ticked,
        }

    @property
    def ticked(self) -> frozenset[str]:
        return frozenset(request.form.getlist("keep"))


class ReturnForm(VersionedForm):
    """Why a list goes back."""

    words = TextAreaField(
        _l("What has to be changed"),
        [InputRequired(_l("Say what has to be changed.")), Length(max=LONGEST_REASON), clean],
        filters=[trimmed],
    )

    def values(self) -> dict[str, Any]:
        return {"words": self.words.data or ""}


class WishForm(Form):
    """How a name should be."""

    seen = HiddenField(validators=[Length(max=64)])
    name = WordField(_l("In Latin letters"), description=_l("As in the passport."))
    native = WordField(_l("In the other script"))
    note = TextAreaField(
        _l("Anything else"), [Length(max=LONGEST_REASON), clean], filters=[trimmed]
    )


class OwnNameForm(Form):
    """How somebody who teaches is named on certificates."""

    seen = HiddenField(validators=[Length(max=64)])
    name = WordField(
        _l("Name in Latin letters"),
        [InputRequired(_l("Enter the name as it should be printed."))],
        description=_l("As in the passport, in its own order."),
    )
    native = WordField(
        _l("Name in the own script"),
        [Optional()],
        description=_l("Printed below the other. Leave it empty to print none."),
    )
    native_language = SelectField(
        _l("Language of that name"), default="", validators=[Optional()], choices=choices(SCRIPTS)
    )

    def values(self) -> dict[str, Any]:
        return {
            "shown": self.seen.data or "",
            "name": self.name.data or "",
            "native": self.native.data or "",
            "native_language": self.native_language.data or "",
        }
