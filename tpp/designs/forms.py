"""What is typed about a design."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, ColorField, FormField, SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from tpp.designs.rules.colours import USUAL
from tpp.designs.rules.texts import FIELDS, LANGUAGES, LONGEST
from tpp.errors import Refused
from tpp.web.forms import Form, VersionedForm, WordField, options
from tpp.web.words import said

LABELS = {
    "programme": _l("Programme"),
    "office": _l("Office"),
    "title_completion": _l("Title, completion"),
    "title_participation": _l("Title, participation"),
    "certifies": _l("Sentence before the name"),
    "has_completion": _l("Sentence after the name, completion"),
    "has_participation": _l("Sentence after the name, participation"),
}
NAMES = {
    "en": _l("English"),
    "fr": _l("French"),
    "es": _l("Spanish"),
    "ar": _l("Arabic"),
    "ru": _l("Russian"),
    "zh": _l("Chinese"),
}


class TextsForm(FlaskForm):
    """The programme's words in one language."""

    class Meta(Form.Meta):
        csrf = False


for field in FIELDS:
    missing = InputRequired(_l("Write this text: every language is printed."))
    setattr(TextsForm, field, WordField(LABELS[field], [missing], longest=LONGEST))


class DesignForm(VersionedForm):
    NOT_VALUES = VersionedForm.NOT_VALUES | {"logo", "without_logo"}

    name = WordField(
        _l("Name of the design"),
        [InputRequired(_l("Give the design a name."))],
        longest=80,
        description=_l("For the office alone: it is not printed."),
    )
    second = SelectField(
        _l("Second language on the page"),
        [Optional()],
        choices=options([("", _l("None")), *((it, NAMES[it]) for it in LANGUAGES if it != "ar")]),
        default="",
        description=_l("Printed beside the language of the run. Arabic is printed alone."),
    )
    ink = ColorField(
        _l("Main colour"),
        [InputRequired()],
        default=USUAL.ink,
        description=_l("Letters, frame and band."),
    )
    accent = ColorField(
        _l("Accent"),
        [InputRequired()],
        default=USUAL.accent,
        description=_l("Qualification, rules and ornaments."),
    )
    logo = FileField(
        _l("Logo"),
        [Optional()],
        description=_l(
            "PNG, JPEG or SVG with shapes and plain colours. It stands on a white square in the band. "
            "Never the emblem of the United Nations."
        ),
    )
    without_logo = BooleanField(_l("Print no logo"))

    def texts(self) -> dict[str, dict[str, str]]:
        return {it: {name: self[it][name].data or "" for name in FIELDS} for it in LANGUAGES}

    def refuse(self, refusal: Refused) -> None:
        """A text is refused at its field in its language."""
        language, _, name = (refusal.field or "").partition("-")
        if name:
            field: Any = self[language][name]
            field.errors = [*field.errors, said(refusal)]
        else:
            super().refuse(refusal)


for language in LANGUAGES:
    setattr(DesignForm, language, FormField(TextsForm, label=NAMES[language]))


def was_answered(_form: Any, field: Any) -> None:
    """A form without an answer never stands for “all that have no other design”."""
    if not field.raw_data:
        raise ValidationError(_("Choose one of the answers."))


class ChooseForm(Form):
    course = SelectField(_l("Course"), [was_answered], default="")
