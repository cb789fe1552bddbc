"""Who may take a course, as a course version lays it down: settings of this register, no policy.

A rule is a criterion with its parameters. Judging a nominee by it is ``nominations.rules.eligibility``.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from tpp.errors import Refused
from tpp.people.rules import LanguageLevel, LicenceKind, RankBand
from tpp.sentences import LanguageCode, Sentence, say


class Criterion(StrEnum):
    """What a rule asks about a nominee."""

    RANK_BAND = "rank_band"
    LANGUAGE = "language"
    LICENCE = "licence"
    PRIOR_COURSE = "prior_course"
    SERVICE_LEFT = "service_left"
    DEPLOYMENT = "deployment"
    AGE = "age"
    CLEARANCE = "clearance"
    WOMEN_ONLY = "women_only"
    DOCUMENT = "document"


class ClearanceKind(StrEnum):
    """What somebody outside this register decides of a nominee; here only the decision is kept."""

    VETTING = "vetting"
    MEDICAL = "medical"
    CONDUCT = "conduct"


class DocumentKind(StrEnum):
    PASSPORT = "passport"
    MEDICAL_FORM = "medical_form"
    NOMINATION_LETTER = "nomination_letter"
    LICENCE_COPY = "licence_copy"
    CERTIFICATE_COPY = "certificate_copy"
    OTHER = "other_document"


PARAMETERS: dict[Criterion, tuple[str, ...]] = {
    Criterion.RANK_BAND: ("bands",),
    Criterion.LANGUAGE: ("language", "level"),
    Criterion.LICENCE: ("licence",),
    Criterion.PRIOR_COURSE: ("courses",),
    Criterion.SERVICE_LEFT: ("months",),
    Criterion.DEPLOYMENT: ("within_months",),
    Criterion.AGE: ("at_least", "at_most"),
    Criterion.CLEARANCE: ("decision",),
    Criterion.WOMEN_ONLY: (),
    Criterion.DOCUMENT: ("document",),
}
"""What each criterion needs to be told; months and years are whole numbers."""


def check_rule(course: str, criterion: str, parameters: Mapping[str, Any]) -> None:
    """Raises Refused where a rule of the catalogue file cannot be judged."""
    if criterion not in set(Criterion):
        raise Refused(f"Course {course} has the rule {criterion}, which nobody can judge.")
    wanted = PARAMETERS[Criterion(criterion)]
    if set(parameters) != set(wanted):
        needs = ", ".join(wanted) or "no parameter"
        raise Refused(f"Course {course}: the rule {criterion} takes {needs}.")
    for name, value in parameters.items():
        if not KNOWN[name](value):
            raise Refused(f"Course {course}: {name} of the rule {criterion} cannot be {value!r}.")


def number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1000


def words(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def listed(kind: type[StrEnum] | None = None) -> Callable[[Any], bool]:
    def known(value: Any) -> bool:
        return isinstance(value, list) and bool(value) and all(one(it) for it in value)

    one = words if kind is None else one_of(kind)
    return known


def one_of(kind: type[StrEnum]) -> Callable[[Any], bool]:
    return lambda value: value in set(kind)


KNOWN: dict[str, Callable[[Any], bool]] = {
    "bands": listed(RankBand),
    "language": words,
    "level": one_of(LanguageLevel),
    "licence": one_of(LicenceKind),
    "courses": listed(),
    "months": number,
    "within_months": number,
    "at_least": number,
    "at_most": number,
    "decision": one_of(ClearanceKind),
    "document": one_of(DocumentKind),
}


def demand(criterion: Criterion, parameters: Mapping[str, Any]) -> Sentence:
    """The rule as a person reads it."""
    return DEMANDS[criterion](parameters)


DEMANDS: dict[Criterion, Callable[[Mapping[str, Any]], Sentence]] = {
    Criterion.RANK_BAND: lambda it: say(
        "Rank: %(bands)s", bands=[RankBand(band) for band in it["bands"]]
    ),
    Criterion.LANGUAGE: lambda it: say(
        "%(language)s, at least %(level)s",
        language=LanguageCode(it["language"]),
        level=LanguageLevel(it["level"]),
    ),
    Criterion.LICENCE: lambda it: say(
        "Licence valid to the end of the course: %(licence)s", licence=LicenceKind(it["licence"])
    ),
    Criterion.PRIOR_COURSE: lambda it: say(
        "Completed before: %(courses)s", courses=list(it["courses"])
    ),
    Criterion.SERVICE_LEFT: lambda it: say(
        "At least %(months)s months of service left after the course", months=it["months"]
    ),
    Criterion.DEPLOYMENT: lambda it: say(
        "Deployment expected within %(months)s months after the course", months=it["within_months"]
    ),
    Criterion.AGE: lambda it: say(
        "Age %(least)s to %(most)s on the first day", least=it["at_least"], most=it["at_most"]
    ),
    Criterion.CLEARANCE: lambda it: say(
        "Cleared: %(decision)s", decision=ClearanceKind(it["decision"])
    ),
    Criterion.WOMEN_ONLY: lambda it: say("A course for women"),
    Criterion.DOCUMENT: lambda it: say(
        "Document: %(document)s", document=DocumentKind(it["document"])
    ),
}
