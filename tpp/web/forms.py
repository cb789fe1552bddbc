"""The base of every form: the shape of what was typed. Rules live in rules.py."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, IntegerField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, StopValidation, ValidationError

from tpp.errors import Conflict, Refused
from tpp.web.addresses import LARGEST_KEY
from tpp.web.words import said

WORD = 200


def is_number_seen(typed: str | None) -> bool:
    """Can this be the number of the newest row that a page showed? It comes back in a hidden field."""
    return typed is not None and typed.isascii() and typed.isdecimal() and len(typed) <= 18


def trimmed(text: str | None) -> str | None:
    """Composed letters, single spaces, no blanks at the ends."""
    return text if text is None else " ".join(unicodedata.normalize("NFC", text).split())


def clean(_form: Any, field: Field) -> None:
    """Refuses control, format-override and unassigned characters, naming the first one."""
    for letter in field.data or "":
        if letter in "\n\r\t" and field.type == "TextAreaField":
            continue
        if cannot_be_shown(letter):
            raise ValidationError(
                _("Remove the character U+%(code)s: it cannot be shown.", code=f"{ord(letter):04X}")
            )


def cannot_be_shown(letter: str) -> bool:
    """Joiners and marks of direction stay: Persian, Sinhala and Arabic are written with them."""
    return unicodedata.category(letter) in ("Cc", "Cs", "Cn", "Co") or letter in BIDI


BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def options(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Values and their words, as the choices of a SelectField or RadioField."""
    return [SelectChoice(value=value, label=label) for value, label in pairs]


class WordField(StringField):
    """A line of text: trimmed, at most 200 characters, nothing that cannot be shown."""

    def __init__(self, label: str, validators: Any = (), longest: int = WORD, **options: Any):
        checks = [*validators, Length(max=longest), clean]
        super().__init__(label, checks, filters=[trimmed], **options)

    def pre_validate(self, form: Any) -> None:
        """Blanks alone are no answer."""
        asked = next((it for it in self.validators if isinstance(it, InputRequired)), None)
        if asked and not self.data:
            raise StopValidation(asked.message)


TOO_LONG = (
    "Field cannot be longer than %(max)d character.",
    "Field cannot be longer than %(max)d characters.",
)
OURS = {
    "Invalid Choice: could not coerce.": _l("Choose one of the answers."),
    "Not a valid choice.": _l("Choose one of the answers."),
    "Invalid choice(s): one or more data inputs could not be coerced.": _l(
        "Choose among the answers."
    ),
    "'%(value)s' is not a valid choice for this field.": _l("Choose among the answers."),
    "'%(value)s' are not valid choices for this field.": _l("Choose among the answers."),
    "Not a valid integer value.": _l("Enter a whole number."),
    TOO_LONG[0]: _l("Write at most %(max)d character."),
    TOO_LONG[1]: _l("Write at most %(max)d characters."),
    "Number must be at least %(min)s.": _l("Enter %(min)s or more."),
    "Number must be at most %(max)s.": _l("Enter %(max)s or less."),
    "Number must be between %(min)s and %(max)s.": _l("Enter a number from %(min)s to %(max)s."),
    "This field is required.": _l("Fill this in."),
}
"""What the library says of a field, as this register says it."""


class InOurWords:
    """The library fills in the places of the sentence afterwards."""

    def gettext(self, sentence: str) -> str:
        return str(OURS.get(sentence, sentence))

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)


class Form(FlaskForm):
    """Checks the shape; ``values()`` are keyword arguments for an action, field by field."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, _form: Any) -> InOurWords:
            return InOurWords()

    NOT_VALUES = frozenset({"csrf_token", "seen_version", "back"})

    def validate(self, extra_validators: Any = None) -> bool:
        """Also refuses, at its field, a NUL in any text: no database can hold one."""
        is_right = super().validate(extra_validators)
        for field in self:
            if isinstance(field.data, str) and "\0" in field.data and not field.errors:
                field.errors = [
                    _("Remove the character U+%(code)s: it cannot be shown.", code="0000")
                ]
                is_right = False
        return is_right

    def values(self) -> dict[str, Any]:
        """What was typed, checked; Refused with the first problem where it was not valid."""
        if not self.validate():
            name, problems = next(iter(self.errors.items()))
            raise Refused(str(problems[0]), name)
        return {name: value for name, value in self.data.items() if name not in self.NOT_VALUES}

    def refuse(self, refusal: Refused) -> None:
        """Show a broken rule next to the field it is about, else on top of the form."""
        if refusal.field and refusal.field in self:
            field = self[refusal.field]
            field.errors = [*field.errors, said(refusal)]
        else:
            self.form_errors.append(said(refusal))

    @property
    def status(self) -> int:
        """200 for a fresh form, 422 for one that comes back with problems."""
        return 422 if request.method == "POST" else 200


class ButtonForm(Form):
    """A button with nothing to type, or only a reason."""

    reason = StringField("Reason", [Length(max=1000), clean], filters=[trimmed])


class VersionedForm(Form):
    """A form over a row that somebody else may change meanwhile."""

    seen_version = HiddenField()

    def check_fresh(self, row: Any) -> None:
        """Raises Conflict, with both sides, where the row was changed after the form was opened."""
        if str(row.version) == (self.seen_version.data or ""):
            return
        differing = {
            name: (str(getattr(row, name, "")), str(value))
            for name, value in self.values().items()
            if str(getattr(row, name, value)) != str(value)
        }
        raise Conflict(
            {name: theirs for name, (theirs, _yours) in differing.items()},
            {name: yours for name, (_theirs, yours) in differing.items()},
        )


class WholeNumber(IntegerField):
    """A count; what is not a whole number is said in words of our own."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError:
            raise ValueError(_("Enter a whole number.")) from None
        if self.data is not None and abs(self.data) > LARGEST_KEY:
            raise ValueError(_("Enter a smaller number."))

    def pre_validate(self, form: Any) -> None:
        """What is no number is said once; of an answer left empty the field's own checks speak."""
        if self.process_errors and "".join(self.raw_data or []).strip():
            raise StopValidation
