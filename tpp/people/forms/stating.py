"""Questions about what courses ask of a person: rank, languages, licences, last day of service."""

from collections.abc import Iterable, Iterator
from typing import Any

from babel import Locale
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from tpp.people.rules import (
    Answer,
    HeldLicence,
    LanguageLevel,
    LicenceKind,
    RankBand,
    Stated,
)
from tpp.web.days import DayField
from tpp.web.forms import VersionedForm, WordField, options
from tpp.web.words import words

Questions = Iterator[tuple[str, Any]]
FACTS = ("rank_band", "serves_until", "born_on", "sex")
"""Facts of a person that may be asked; the other answers have rows of their own."""


def chosen(kind: Any) -> list[SelectChoice]:
    """The words of an enum as choices, "not stated" first."""
    named = [(str(it), words(it)) for it in kind if str(it) != "unknown"]
    return options([("", _("Not stated")), *named])


def yes_no(label: str) -> Any:
    answers = [(Answer.YES, _("Yes")), (Answer.NO, _("No")), (Answer.UNKNOWN, _("Not stated"))]
    choices = options(answers)
    return RadioField(label, choices=choices, default=Answer.UNKNOWN, coerce=Answer)


def rank() -> Questions:
    label, hint = (
        _("Band of the rank"),
        _("What the rank amounts to, whatever your service calls it."),
    )
    yield "rank_band", SelectField(label, choices=chosen(RankBand), default="", description=hint)


def last_day() -> Questions:
    yield "serves_until", DayField(_("Last day of service"), [Optional()])


def language(code: str) -> Questions:
    label = _("Level of %(language)s", language=language_name(code))
    field = SelectField(label, choices=chosen(LanguageLevel), default="")
    yield f"language-{code}", field


def language_name(code: str) -> str:
    return Locale.parse(code).get_display_name(get_locale()) or code


def licence(kind: LicenceKind) -> Questions:
    yield f"licence-{kind}", yes_no(_("Licence: %(kind)s", kind=words(kind)))
    yield f"licence-{kind}-until", DayField(_("Until when it is valid"), [Optional()])


def stated_in(form: Any) -> Stated:
    """What was answered about the person; what was not sent counts as not stated."""
    return Stated(
        facts={name: fact(name, form[name].data) for name in form.ASKED if name in FACTS},
        languages={
            name.partition("-")[2]: LanguageLevel(form[name].data) if form[name].data else None
            for name in form.ASKED
            if name.startswith("language-")
        },
        licences={
            LicenceKind(name.partition("-")[2]): licence_in(form, name)
            for name in form.ASKED
            if name.startswith("licence-") and not name.endswith("-until")
        },
    )


def fact(name: str, typed: Any) -> Any:
    return RankBand(typed) if name == "rank_band" and typed else typed or None


def licence_in(form: Any, name: str) -> HeldLicence | None:
    answer = form[name].data or Answer.UNKNOWN
    if answer is Answer.UNKNOWN:
        return None
    is_held = answer is Answer.YES
    return HeldLicence(is_held, form[f"{name}-until"].data if is_held else None)


class StatingForm(VersionedForm):
    """What courses ask of a person, on the person's own record."""

    reason = WordField(
        _l("Why is it changed?"),
        [Optional()],
        description=_l("Kept in the history. Write no personal details here."),
    )


def stating(languages: Iterable[str]) -> type[StatingForm]:
    """The form with every question about the record itself; of languages, these."""
    questions: dict[str, Any] = {**dict(rank()), **dict(last_day())}
    for code in languages:
        questions |= language(code)
    for kind in LicenceKind:
        questions |= licence(kind)
    return type("Stating", (StatingForm,), {**questions, "ASKED": tuple(questions)})
