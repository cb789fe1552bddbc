"""Writing a question, giving a questionnaire out, and the answers as they are sent."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from tpp.questionnaires.rules import LANGUAGES, LONGEST_TEXT, Asked, Kind
from tpp.web.forms import Form, WholeNumber, WordField, clean, options

TONGUES = {
    "en": _l("English"),
    "fr": _l("French"),
    "es": _l("Spanish"),
    "ar": _l("Arabic"),
    "ru": _l("Russian"),
    "zh": _l("Chinese"),
}


class QuestionForm(Form):
    """One question in up to six languages; choices stand one a line."""

    seen_version = HiddenField()
    kind = SelectField(
        _l("Kind of answer"),
        choices=options(
            [
                (Kind.SCALE.value, _l("1 to 5: how far one agrees")),
                (Kind.CHOICE.value, _l("One of several choices")),
                (Kind.TEXT.value, _l("In one’s own words")),
            ]
        ),
    )

    @property
    def asked(self) -> Asked:
        kind = Kind(self.kind.data)
        texts = {it: self[f"text_{it}"].data for it in LANGUAGES if self[f"text_{it}"].data}
        lines = {it: lines_of(self[f"choices_{it}"].data) for it in texts}
        return Asked(kind, texts, lines if kind is Kind.CHOICE else {})


for code, tongue in TONGUES.items():
    needed = [InputRequired(_l("Write the question in English."))] if code == "en" else []
    setattr(QuestionForm, f"text_{code}", WordField(tongue, needed))
for code, tongue in TONGUES.items():
    label = _l("Choices, one a line: %(language)s", language=tongue)
    setattr(QuestionForm, f"choices_{code}", TextAreaField(label, [Length(max=1500), clean]))


def lines_of(typed: str | None) -> list[str]:
    return [" ".join(line.split())[:200] for line in (typed or "").splitlines() if line.strip()]


class GiveOutForm(Form):
    closes_on = DateField(
        _l("Last day"),
        [InputRequired(_l("Choose the last day."))],
        description=_l(
            "In the zone of the run. Results are shown from the next day, or when you close it."
        ),
    )


class PaperForm(Form):
    number = WholeNumber(_l("Number of forms"), [InputRequired(_l("How many?"))])
    language = SelectField(
        _l("Language of the forms"), choices=options(TONGUES.items()), default="en"
    )


class CodeForm(Form):
    """The code on a sheet of paper; what is answered stands in ``answers``."""

    code = WordField(
        _l("Code on the sheet"), [InputRequired(_l("Type the code of the sheet."))], longest=40
    )


def answers(question_ids: list[int]) -> dict[int, str]:
    """What the form that was sent answers, by question; what was left empty is not there."""
    given = {it: request.form.get(f"q{it}", "") for it in question_ids}
    return {it: text.strip() for it, text in given.items() if shown(text)}


def shown(text: str) -> bool:
    return bool(text.strip()) and "\0" not in text and len(text) <= LONGEST_TEXT + 200


def typed() -> dict[str, Any]:
    """What was sent, to be shown again."""
    return {name: value for name, value in request.form.items() if name.startswith("q")}
