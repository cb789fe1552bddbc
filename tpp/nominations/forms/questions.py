"""What a course asks of a nominee, as questions on one page: only those of its rules."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from babel import Locale
from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import Field, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from tpp.catalogue.rules.eligibility import Criterion
from tpp.nominations.rules.eligibility import Answer, Asked, Expected
from tpp.people.forms import PersonFields
from tpp.people.rules import HeldLicence, LanguageLevel, LicenceKind, RankBand, Stated
from tpp.seats.models import SeatGroup
from tpp.seats.rules import GroupKind
from tpp.web.days import DayField
from tpp.web.forms import Form, options
from tpp.web.words import words

Questions = Iterator[tuple[str, Any]]
FACTS = ("rank_band", "serves_until", "born_on", "sex")
"""Facts of a person that may be asked; the rest of a rule's questions have rows of their own."""


def asking(
    base: type[Form], rules: Sequence[Asked], groups: Sequence[SeatGroup] = ()
) -> type[Form]:
    """A form with the questions of these rules beside its own; one that it has already stays.

    A run with stations or language groups asks for those as well.
    """
    questions: dict[str, Any] = dict(ask_groups(groups))
    questions |= {
        name: question
        for rule in rules
        for name, question in QUESTIONS.get(rule.criterion, nothing)(rule.parameters)
        if not hasattr(base, name)
    }
    return type("Asking", (base,), {**questions, "ASKED": tuple(questions)})


def ask_groups(groups: Sequence[SeatGroup]) -> Questions:
    for kind, name, label in (
        (GroupKind.STATION, "station", _("Machine station")),
        (GroupKind.LANGUAGE, "language_group", _("Language group")),
    ):
        if found := [(str(it.id), it.name) for it in groups if it.kind is kind]:
            choices = options([("", _("Not stated")), *found])
            yield name, SelectField(label, choices=choices, default="")


def nothing(_parameters: Mapping[str, Any]) -> Questions:
    yield from ()


def chosen(kind: Any) -> list[SelectChoice]:
    """The words of an enum as choices, "not stated" first."""
    named = [(str(it), words(it)) for it in kind if str(it) != "unknown"]
    return options([("", _("Not stated")), *named])


def ask_rank(_parameters: Mapping[str, Any]) -> Questions:
    hint = _("What the rank amounts to, whatever your service calls it.")
    yield (
        "rank_band",
        SelectField(_("Band of the rank"), choices=chosen(RankBand), default="", description=hint),
    )


def ask_language(parameters: Mapping[str, Any]) -> Questions:
    code = parameters["language"]
    label = _("Level of %(language)s", language=language_name(code))
    field = SelectField(label, choices=chosen(LanguageLevel), default="")
    yield f"language-{code}", field


def language_name(code: str) -> str:
    return Locale.parse(code).get_display_name(get_locale()) or code


def ask_licence(parameters: Mapping[str, Any]) -> Questions:
    kind = LicenceKind(parameters["licence"])
    label = _("Licence: %(kind)s", kind=words(kind))
    yield f"licence-{kind}", yes_no(label)
    until = _("Until when it is valid")
    yield f"licence-{kind}-until", DayField(until, [Optional()])


def yes_no(label: str) -> Any:
    answers = [(Answer.YES, _("Yes")), (Answer.NO, _("No")), (Answer.UNKNOWN, _("Not stated"))]
    choices = options(answers)
    return RadioField(label, choices=choices, default=Answer.UNKNOWN, coerce=Answer)


def ask_prior_course(parameters: Mapping[str, Any]) -> Questions:
    for code in parameters["courses"]:
        yield f"prior-{code}", yes_no(_("Completed before: %(course)s", course=code))


def ask_service(_parameters: Mapping[str, Any]) -> Questions:
    yield "serves_until", DayField(_("Last day of service"), [Optional()])


def ask_deployment(_parameters: Mapping[str, Any]) -> Questions:
    yield "deploys", yes_no(_("Is a deployment expected after the course?"))
    yield "deploys_on", DayField(_("If so, when, about"), [Optional()])
    yield (
        "deploys_to",
        SelectField(_("If so, to which mission"), default="", choices=options([("", "")])),
    )


def ask_age(_parameters: Mapping[str, Any]) -> Questions:
    yield "born_on", PersonFields.born_on


def ask_sex(_parameters: Mapping[str, Any]) -> Questions:
    yield "sex", PersonFields.sex


QUESTIONS: dict[Criterion, Callable[[Mapping[str, Any]], Questions]] = {
    Criterion.RANK_BAND: ask_rank,
    Criterion.LANGUAGE: ask_language,
    Criterion.LICENCE: ask_licence,
    Criterion.PRIOR_COURSE: ask_prior_course,
    Criterion.SERVICE_LEFT: ask_service,
    Criterion.DEPLOYMENT: ask_deployment,
    Criterion.AGE: ask_age,
    Criterion.WOMEN_ONLY: ask_sex,
}
"""Decisions and documents have pages of their own: they are not answered, they are recorded."""


def asked_of(form: Any) -> list[list[Field]]:
    """The fields of each question, in the order of the rules: a licence with its date, and so on."""
    by_question: dict[str, list[Field]] = {}
    for name in form.ASKED:
        by_question.setdefault(question_of(name), []).append(form[name])
    return list(by_question.values())


def question_of(name: str) -> str:
    return name.partition("_")[0] if name.startswith("deploys") else name.removesuffix("-until")


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


def expected_in(form: Any, deploys_to_id: int | None) -> Expected:
    """What was answered about this run alone."""
    asked = {name: form[name].data for name in form.ASKED}
    return Expected(
        deploys=asked.get("deploys") or Answer.UNKNOWN,
        deploys_on=asked.get("deploys_on"),
        deploys_to_id=deploys_to_id,
        station_id=int(asked.get("station") or 0) or None,
        language_group_id=int(asked.get("language_group") or 0) or None,
        declared={
            name.partition("-")[2]: str(answer)
            for name, answer in asked.items()
            if name.startswith("prior-") and answer and answer is not Answer.UNKNOWN
        },
    )
