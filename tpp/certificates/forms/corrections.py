"""The name as it should have been printed, and the reason of what is done to a certificate."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from tpp.certificates.rules import Names
from tpp.people.forms import SCRIPTS
from tpp.web.forms import Form, WordField, clean, options, trimmed

REASON = _l("Kept in the history, never published. No medical details.")


class ReasonForm(Form):
    """A deed and why it is done."""

    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Say why: it is kept in the history.")), Length(max=1000), clean],
        filters=[trimmed],
        description=REASON,
    )

    def values(self) -> dict[str, Any]:
        return {"reason": super().values()["reason"] or ""}


class CorrectionForm(ReasonForm):
    """The names as they should be printed, beginning with those that are."""

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
    native_language = SelectField(_l("Language of that name"), default="", validators=[Optional()])

    def __init__(self, printed: Names, **given: Any):
        super().__init__(
            data={
                "name": printed.name,
                "native": printed.native or "",
                "native_language": printed.native_language or "",
            },
            **given,
        )
        self.printed = printed
        known = printed.native_language or ""
        others = [(known, known)] if known not in dict(SCRIPTS) else []
        self.native_language.choices = options([*SCRIPTS, *others])

    def names(self) -> Names:
        """What was typed, as it would be printed; only after ``validate``."""
        native = self.native.data or None
        tag = (self.native_language.data or self.printed.native_language) if native else None
        return Names(self.name.data or "", self.printed.name_language, native, tag)
