"""Judging a nominee by the rules of a course version: met, not met, or unknown. No database, no web.

Unknown is never no: it is the answer wherever the register was not told.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from tpp.catalogue.rules.eligibility import ClearanceKind, Criterion, DocumentKind, demand
from tpp.errors import Refused
from tpp.people.rules import Answer, HeldLicence, LanguageLevel, LicenceKind, RankBand, Sex
from tpp.sentences import LanguageCode, Sentence


class Verdict(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class ClearanceOutcome(StrEnum):
    CLEARED = "cleared"
    NOT_CLEARED = "not_cleared"
    PENDING = "pending"


@dataclass(frozen=True)
class Facts:
    """What the register knows of a nominee when it judges. What is left out is not known."""

    starts_on: date
    ends_on: date
    """The first and last day of the run."""
    rank_band: RankBand = RankBand.UNKNOWN
    languages: Mapping[str, LanguageLevel] = field(default_factory=dict)
    licences: Mapping[LicenceKind, HeldLicence] = field(default_factory=dict)
    completed: frozenset[str] = frozenset()
    """Codes of courses that the register says the person completed."""
    declared: Mapping[str, Answer] = field(default_factory=dict)
    """By code of a course: what the office says, where the register has no record."""
    serves_until: date | None = None
    deploys: Answer = Answer.UNKNOWN
    deploys_on: date | None = None
    serves_in_mission: bool = False
    born_on: date | None = None
    sex: Sex = Sex.UNKNOWN
    clearances: Mapping[ClearanceKind, ClearanceOutcome] = field(default_factory=dict)
    """The newest decision of each kind."""
    documents: frozenset[DocumentKind] = frozenset()


@dataclass(frozen=True)
class Asked:
    """One rule of the course version, as it is judged."""

    rule_id: int
    criterion: Criterion
    parameters: Mapping[str, Any]
    is_required: bool


@dataclass(frozen=True)
class Override:
    """A coordinator lets somebody pass who does not meet a rule, or of whom it is not known."""

    reason: str
    by_name: str
    at: datetime


@dataclass(frozen=True)
class Check:
    """One rule judged for one nominee. ``demand`` and ``reason`` are shown with ``said``."""

    rule_id: int
    criterion: Criterion
    is_required: bool
    demand: Sentence
    verdict: Verdict
    reason: Sentence
    overridden: Override | None = None

    @property
    def stands_in_the_way(self) -> bool:
        """A required rule that is not met, or not known to be, and that nobody has overridden."""
        return self.is_required and self.verdict is not Verdict.MET and self.overridden is None


def missing(checks: Iterable[Check]) -> list[Check]:
    """What keeps a draft from being complete: required rules that are not met, or of which the office
    has not said enough. A decision that others still have to take keeps nobody waiting."""
    return [it for it in checks if it.stands_in_the_way and not is_for_others(it)]


def is_for_others(it: Check) -> bool:
    return it.criterion is Criterion.CLEARANCE and it.verdict is Verdict.UNKNOWN


@dataclass(frozen=True)
class Expected:
    """What the office says of a nominee for this run alone."""

    deploys: Answer = Answer.UNKNOWN
    deploys_on: date | None = None
    deploys_to_id: int | None = None
    """The mission, as a Party."""
    declared: Mapping[str, str] = field(default_factory=dict)
    """By code of a course: Answer."""
    station_id: int | None = None
    language_group_id: int | None = None
    """The groups of the run in which the nominee would sit, where it has such groups."""


NOTHING_EXPECTED = Expected()

Judgement = tuple[Verdict, Sentence]


def met(sentence: str, /, **words: object) -> Judgement:
    return Verdict.MET, Sentence(sentence, words)


def not_met(sentence: str, /, **words: object) -> Judgement:
    return Verdict.NOT_MET, Sentence(sentence, words)


def unknown(sentence: str, /, **words: object) -> Judgement:
    return Verdict.UNKNOWN, Sentence(sentence, words)


def check(asked: Asked, facts: Facts, overridden: Override | None = None) -> Check:
    """Judge one nominee by one rule."""
    verdict, reason = JUDGES[asked.criterion](facts, asked.parameters)
    return Check(
        rule_id=asked.rule_id,
        criterion=asked.criterion,
        is_required=asked.is_required,
        demand=demand(asked.criterion, asked.parameters),
        verdict=verdict,
        reason=reason,
        overridden=overridden if verdict is not Verdict.MET else None,
    )


def check_override(judged: Check, reason: str) -> None:
    """Only a required rule that is not met, or not known to be, can be overridden; with a reason."""
    if not judged.is_required:
        raise Refused("This rule is only desirable: nothing needs to be overridden.")
    if judged.verdict is Verdict.MET:
        raise Refused("This rule is met: nothing needs to be overridden.")
    if not reason.strip():
        raise Refused("Give a reason: it is kept in the history and shown to the office.", "reason")


def by_rank(facts: Facts, asked: Mapping[str, Any]) -> Judgement:
    if facts.rank_band is RankBand.UNKNOWN:
        return unknown("The band of the rank is not stated.")
    judged = met if facts.rank_band in asked["bands"] else not_met
    return judged("The rank is: %(band)s.", band=facts.rank_band)


LEVELS = list(LanguageLevel)


def by_language(facts: Facts, asked: Mapping[str, Any]) -> Judgement:
    name, least = LanguageCode(asked["language"]), LanguageLevel(asked["level"])
    level = facts.languages.get(asked["language"])
    if level is None:
        return unknown("%(language)s is not stated.", language=name)
    judged = met if LEVELS.index(level) >= LEVELS.index(least) else not_met
    return judged("%(language)s: %(level)s.", language=name, level=level)


def by_licence(facts: Facts, asked: Mapping[str, Any]) -> Judgement:
    held = facts.licences.get(LicenceKind(asked["licence"]))
    if held is None:
        return unknown("Whether this licence is held is not stated.")
    if not held.is_held:
        return not_met("This licence is not held.")
    if held.valid_until is None:
        return met("The licence is held; until when it is valid is not stated.")
    judged = met if held.valid_until >= facts.ends_on else not_met
    return judged("The licence is valid until %(day)s.", day=held.valid_until)


def by_prior_course(facts: Facts, asked: Mapping[str, Any]) -> Judgement:
    """One of the courses is enough; what the register recorded comes before what an office says."""
    courses = asked["courses"]
    if done := [code for code in courses if code in facts.completed]:
        return met("The register has a completed run of %(courses)s.", courses=done)
    if said := [code for code in courses if facts.declared.get(code) is Answer.YES]:
        return met("The office says so of %(courses)s; no run is recorded here.", courses=said)
    if all(facts.declared.get(code) is Answer.NO for code in courses):
        return not_met("The office says no, and no completed run is recorded here.")
    return unknown("No completed run is recorded here, and the office has not said.")


def by_service_left(facts: Facts, asked: Mapping[str, Any]) -> Judgement:
    if facts.serves_until is None:
        return unknown("The last day of service is not stated.")
    judged = met if facts.serves_until >= months_after(facts.ends_on, asked["months"]) else not_met
    return judged("Serves until %(day)s.", day=facts.serves_until)


def by_deployment(facts: Facts, asked: Mapping[str, Any]) -> Judgement:
    if facts.serves_in_mission:
        return met("Sent by a mission: deployed already.")
    if facts.deploys is Answer.UNKNOWN:
        return unknown("Whether a deployment is expected is not stated.")
    if facts.deploys is Answer.NO:
        return not_met("No deployment is expected.")
    if facts.deploys_on is None:
        return unknown("A deployment is expected; when is not stated.")
    last = months_after(facts.ends_on, asked["within_months"])
    judged = met if facts.deploys_on <= last else not_met
    return judged("Deployment expected on %(day)s.", day=facts.deploys_on)


def by_age(facts: Facts, asked: Mapping[str, Any]) -> Judgement:
    if facts.born_on is None:
        return unknown("The date of birth is not stated.")
    years = age_on(facts.starts_on, facts.born_on)
    judged = met if asked["at_least"] <= years <= asked["at_most"] else not_met
    return judged("Age on the first day: %(years)s.", years=years)


def by_clearance(facts: Facts, asked: Mapping[str, Any]) -> Judgement:
    match facts.clearances.get(ClearanceKind(asked["decision"])):
        case None:
            return unknown("No decision is recorded.")
        case ClearanceOutcome.PENDING:
            return unknown("The decision is pending.")
        case ClearanceOutcome.CLEARED:
            return met("Cleared.")
    return not_met("Not cleared.")


def by_sex(facts: Facts, asked: Mapping[str, Any]) -> Judgement:
    match facts.sex:
        case Sex.WOMAN:
            return met("A woman.")
        case Sex.MAN:
            return not_met("A man.")
    return unknown("Whether this is a woman is not stated.")


def by_document(facts: Facts, asked: Mapping[str, Any]) -> Judgement:
    """The documents are here, so a missing one is known to be missing."""
    if DocumentKind(asked["document"]) in facts.documents:
        return met("Uploaded.")
    return not_met("Not uploaded yet.")


JUDGES: dict[Criterion, Callable[[Facts, Mapping[str, Any]], Judgement]] = {
    Criterion.RANK_BAND: by_rank,
    Criterion.LANGUAGE: by_language,
    Criterion.LICENCE: by_licence,
    Criterion.PRIOR_COURSE: by_prior_course,
    Criterion.SERVICE_LEFT: by_service_left,
    Criterion.DEPLOYMENT: by_deployment,
    Criterion.AGE: by_age,
    Criterion.CLEARANCE: by_clearance,
    Criterion.WOMEN_ONLY: by_sex,
    Criterion.DOCUMENT: by_document,
}


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def age_on(day: date, born_on: date) -> int:
    """Whole years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
