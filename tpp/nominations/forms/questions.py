"""What a course asks of a nominee, as questions on one page: only those of its rules."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, SelectField
from wtforms.validators import Optional

from tpp.catalogue.rules.eligibility import Criterion
from tpp.nominations.rules.eligibility import Asked, Expected
from tpp.people.forms import PersonFields, stating
from tpp.people.forms.stating import Questions, yes_no
from tpp.people.rules import Answer, LicenceKind
from tpp.seats.models import SeatGroup
from tpp.seats.rules import GroupKind
from tpp.web.days import DayField
from tpp.web.forms import Form, options


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


def ask_rank(_parameters: Mapping[str, Any]) -> Questions:
    yield from stating.rank()


def ask_language(parameters: Mapping[str, Any]) -> Questions:
    yield from stating.language(parameters["language"])


def ask_licence(parameters: Mapping[str, Any]) -> Questions:
    yield from stating.licence(LicenceKind(parameters["licence"]))


def ask_prior_course(parameters: Mapping[str, Any]) -> Questions:
    for code in parameters["courses"]:
        yield f"prior-{code}", yes_no(_("Completed before: %(course)s", course=code))


def ask_service(_parameters: Mapping[str, Any]) -> Questions:
    yield from stating.last_day()


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
